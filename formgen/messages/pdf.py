"""Sentences about making the PDF, and about what its inspection found."""

TEMPLATE_MISSING = (
    "版式文件 {path} 不存在或无法读取（须为 UTF-8）。请放回表样文件夹，或用 --profile 指定完整的表样。"
)
TEMPLATE_FAULT = "版式文件 {path} 有错，请按行号改正（可对照随程序提供的同名文件）："
TEMPLATE_UNSAFE = "用了版式文件里不允许的写法。版式文件只能取用表中的数据，不能碰程序内部。"
TEMPLATE_LINE = "{file} 第 {line} 行"

ENGINE_MISSING = (
    "PDF 引擎 WeasyPrint 不能用：缺少系统库 Pango（{why}）。"
    "运行 formgen doctor 查看本机的安装办法；或者运行 pip install 'formgen[typst]'，再加 --engine typst；"
    "只要 Word 文件时可加 --formats docx。"
)
FETCH_REFUSED = (
    "版式文件要读取 {url}，已拒绝：排版时不联网，也不读表样文件夹以外的文件。请把所需文件放进 {folder}。"
)
FETCH_MISSING = "版式文件要读取 {url}，表样文件夹里没有这个文件。请放进 {folder}，或改正路径。"
ENGINE_COMPLAINED = "排版时 PDF 引擎有话要说，未生成文件。请改正版式文件 form.html/form.css："

PAGES_DIFFER = "PDF 有 {found} 页，计划为 {expected} 页。"
NOT_A_PDF = "PDF 无法重新打开：{why}。"
TEXT_DIFFERS = "PDF 第 {page} 页“{label}”印成了“{found}”，应为“{expected}”。"
TEXT_MISSING = "PDF 第 {page} 页没有印出“{label}”：“{expected}”。"
TITLE_DIFFERS = "PDF 第 {page} 页的标题或表头印成了“{found}”，应为“{expected}”。"
SPAN_DIFFERS = (
    "PDF 第 {page} 页“{label}”占 {found[0]} 行 {found[1]} 列，应占 {expected[0]} 行 {expected[1]} 列。"
)
STRAY_TEXT = "PDF 第 {page} 页多出文字“{found}”。"
FONT_NOT_EMBEDDED = "PDF 中的字体 {font} 没有嵌入。"
FONT_UNSEARCHABLE = "PDF 中的字体 {font} 没有文字对照，不能搜索或复制。"
TOO_NARROW = "“{label}”这一格宽 {width} 毫米，印不下“{text}”，至少要 {needed} 毫米。"
TOO_NARROW_HINT = (
    "请把表样 profile.toml 里这一列的 width 加宽，从别的列减去同样多，或把字号调小；"
    "不能改表样的，请把这句话告诉做表样的人。只要 Word 文件时可加 --formats docx。"
)
PAGE_NUMBER = "页码"
REPORT_BUG = "这是程序或版式文件的问题，请把版式文件（form.html、form.css；用 Typst 时是各个 .typ）恢复为原样再试；仍然不行，请连同数据文件反馈。"
