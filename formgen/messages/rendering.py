"""Sentences about making DOCX and PDF files and about what their inspection found."""

# ── DOCX: the Word template ──────────────────────────────────────────────────────────────────────
TEMPLATE_MISSING = "找不到 Word 模板 {path}。请把 form.docx 放回表样文件夹，或用 --profile 指定完整的表样。"
TEMPLATE_NO_ACCESS = "Word 模板 {path} 无法读取（{why}）。请检查权限，或先关闭正在占用它的程序。"
TEMPLATE_NOT_DOCX = "Word 模板 {path} 不是有效的 .docx 文件。请在 Word 或 WPS 中另存为 .docx 再试。"
TEMPLATE_FAULTY = "Word 模板 {path} 里的标记有错，请在 Word 或 WPS 中打开模板逐条改正："

BODY = "正文"
HEADER = "页眉"
FOOTER = "页脚"
IN_PARAGRAPH = "{part}第 {paragraph} 段"
IN_CELL = "{part}第 {table} 个表格第 {row} 行第 {cell} 格第 {paragraph} 段"

TAG_BROKEN = "标记“{tag}”不完整，要写成 {{{{ … }}}} 或 {{% … %}}，不能跨段。"
TAG_NO_ROW = "标记“{tag}”要写在表格的行里。"
TAG_NO_CELL = "标记“{tag}”要写在表格的单元格里。"
TAG_NO_PICTURE = "标记“{tag}”要与一幅嵌入的图片写在同一段里。"
TAG_NOT_ALONE = "标记“{tag}”所在的一{unit}会整个去掉，其中的“{text}”也会丢失。请让它独占一{unit}。"
UNITS = {"tr": "行", "tc": "格", "p": "段"}
TAG_UNCLOSED = "标记“{tag}”没有对应的 end{word}。"
TAG_UNOPENED = "标记“{tag}”前面没有对应的开始标记。"
TAG_CROSSED = (
    "标记“{tag}”与开始标记“{start}”（{place}）不在同一层。"
    "请写成同一种（p、tr、tc），放在同一段或同一个表格里。"
)
TAG_SYNTAX = "标记“{tag}”写法不对（{why}）。"
TAG_FAILED = "标记“{tag}”算不出来（{why}）。"
TAG_UNSAFE = "标记“{tag}”用了模板里不允许的写法。模板只能取用表中的数据，不能碰程序内部。"
TAG_HINT = "请对照随程序提供的 form.docx 改正。"
NO_SUCH_NAME = "没有叫“{name}”的数据"
NO_VALUE = "此处没有内容可印（被上面的合并单元格盖住的格要写 vspan）"
TAG_GRID = "标记“{tag}”所在的表格第 {row} 行占 {found} 列，表格却有 {expected} 列。请重新拆分或合并该行的格。"
NO_STYLE = "样式表里缺少样式“{name}”。请从随程序提供的 form.docx 复制该样式。"

# ── DOCX: values that no Word file can hold ──────────────────────────────────────────────────────
VALUES_REFUSED = "有的内容含有 Word 文件存不下的控制字符，没有生成文件："
CONTROL_CHARACTER = "{label}含有控制字符 {codes}。"
CONTROL_HINT = "请在原文件中删去这些看不见的字符（重新键入该处即可）。"

# ── DOCX: inspection ─────────────────────────────────────────────────────────────────────────────
DRAFT_MARK = "草稿"
DOCX_UNREADABLE = "生成的 Word 文件无法读回（{why}）。"
DOCX_TITLE = "标题"
DOCX_YEAR_LINE = "年度行"
DOCX_FACT = "表格上方第 {row} 栏第 {column} 格"
DOCX_HEADING = "第 {page} 个分页表格的表头第 {row} 行第 {column} 格"
DOCX_CELL = "第 {row} 行第 {column} 格"
DOCX_DIFFERS = "Word 文件中是“{found}”，应为“{expected}”。"
DOCX_COVERED = "Word 文件中此格并入了上面或左面的格，应为单独一格“{expected}”。"
DOCX_UNCOVERED = "Word 文件中此格是单独的一格“{found}”，应并入上面的格。"
DOCX_SPAN = "Word 文件中此格占 {found} 行，应占 {expected} 行。"
DOCX_FACTS_COUNT = "Word 文件表格上方有 {found} 栏，应有 {expected} 栏。"
DOCX_ROWS_COUNT = "Word 文件中有 {found} 行指标，应有 {expected} 行。"
DOCX_NO_TABLE = "Word 文件中没有指标表。"
DOCX_HEADS_COUNT = "Word 文件中第 {page} 个分页表格有 {found} 行重复表头，应有 {expected} 行。"
DOCX_NOT_DRAFT = "正式稿的 Word 文件页面上印有“草稿”。"
DOCX_NO_DRAFT = "Word 文件中有的页面没有印“草稿”。"
DOCX_PROPERTY = "Word 文件的文档属性“{name}”是“{found}”，应为“{expected}”。"
DOCX_HINT = "这是程序或模板的问题，请把模板恢复为原样再试；仍然不行，请连同原文件反馈。"

CONTINUED = "（续）"
"""Printed behind a label whose group or text goes on from the page before."""
