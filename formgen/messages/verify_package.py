"""Sentences about a package for the archive, verified."""

UNLISTED = "清单没有列入这个文件：是后来加进归档包的。"
CHANGED = "内容与清单的摘要不符：文件或清单被改动过。"
README_DIGEST = "最后一行的清单摘要与 manifest.json 不符：清单或本文件被改动过。"
NO_FORM = "没有列入这一件的 PDF。"
SCAN = "是盖章件，不带数据：只核对了摘要，内容请由人与申报表对照。"
