"""Sentences about the manifest, and about files that a newer formgen wrote."""

UNREADABLE = "{path} 不是 formgen 的清单，或已损坏。请移走它再试；重新生成一遍可得到新的清单。"
NEWER = "{path} 是更新版本的 formgen 写的（format {found}，本版本读到 {known}）。请升级 formgen 再试。"
BAD_FORMAT = "{path} 里的 format“{found}”不是版本号，文件已损坏或被改动过。"
