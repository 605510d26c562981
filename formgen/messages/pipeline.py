"""Sentences about the whole road of a declaration."""

INSPECTION_FAILED = "生成的 {name} 与申报数据不一致，未发布任何文件："
