"""Sentences about the whole road of a declaration."""

TOO_NARROW = "有印不下的格，未发布任何文件："
INSPECTION_FAILED = "生成的 {name} 与申报数据不一致，未发布任何文件："
REFUSED = "有 {count} 处错误，没有生成文件。改正后再试；确需先看样子，可加 --draft 生成草稿。"
REFUSED_UNPRINTABLE = (
    "有 {count} 处错误，其中有不能印出的字符或过长的文字，草稿也不能生成，没有生成文件。请改正后再试。"
)
