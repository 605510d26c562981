"""Sentences of the library."""

UNKNOWN_FIELD = "没有“{field}”这个栏目。写法如 department.name、indicators[0].target，指标从 0 数起。"
SAVE_SUFFIX = "文件名须以 .toml 或 .xlsx 结尾：{path}"
APPENDIX = "appendix 只能是 inside 或 none：{value}"
NEEDS_NAME = '打开一段数据时要说明文件名，例如 open(data, name="申报表.xlsx")'
NO_FORMATS = "至少要生成一种格式：docx 或 pdf"
NOT_ONE_OF = "{option} 里没有“{value}”，可以写：{known}。"
KNOWN_SEPARATOR = "、"
BLANK_SUFFIX = "文件名须以 .xlsx 或 .toml 结尾：{path}"
