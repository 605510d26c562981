"""Sentences of `formgen verify`."""

HELP = """核验成品：PDF、OFD、DOCX 与清单（manifest.json）是否完整、一致、未被改动，不联网。

PATH 是文件或文件夹；文件旁边有清单时，一并与清单核对。有不符返回 7，有文件读不出来返回 3；
没有发现不同、但页面或数据没能核对的返回 9。
"""
FORMAT_HELP = "text：给人看；json：给程序读。"
NOTHING = "{path} 里没有 PDF、OFD、DOCX 或 manifest.json，没有可核验的。"

STATES = {"pass": "通过", "fail": "不符", "not_checked": "未检查", "info": "说明"}
LINE = "  [{state}] {id} {name}：{message}"
LINE_PLACE = "  [{state}] {id} {name}：{place}：{message}"
FILE_LINE = "{path}：{verdict}"
VERDICTS = {"pass": "通过", "fail": "不符", "not_checked": "未核对"}
COMMON_LINE = "以上有 {count} 个文件：[{state}] {name}：{message}"
BAD_FILES = "不符或读不出来的文件：{names}"
SUMMARY = (
    "共核验 {total} 个文件：通过 {passed} 个，不符 {failed} 个，未核对 {open} 个，读不出来 {unreadable} 个。"
)
REPORT_HELP = "另写一份核验报告（网页，可打印），按四性检测的真实性、完整性、可用性、安全性分列。"
REPORT_SUFFIX = "报告是网页，文件名应以 .html 结尾：{path}。"
REPORT_DONE = "核验报告：{path}"
DIGEST_HELP = "另处保存的清单摘要（SM3 或 SHA-256，64 位十六进制），与清单比较。"
BAD_DIGEST = "摘要应是 64 位十六进制数字（SM3 或 SHA-256）。"
UNREADABLE = "读不出来"

NAMES = {
    "FILE-01": "能打开",
    "MAN-01": "清单完整",
    "MAN-02": "清单所列文件齐全",
    "MAN-03": "清单与另存的摘要一致",
    "DIG-01": "与清单的摘要一致",
    "ATT-01": "附件唯一且完整",
    "ATT-02": "所附表样与所用表样一致",
    "DATA-01": "所附数据未被改动",
    "PROP-01": "文件属性与数据一致",
    "PROP-02": "与清单的记载一致",
    "PAGE-01": "页面与数据逐格一致",
    "PAGE-02": "附件页与数据逐格一致",
    "DOC-01": "表格与数据逐格一致",
    "OFD-01": "部件和内容都是 formgen 写的",
    "SAME-01": "按所带数据重做比较",
    "DOC-02": "没有藏着或另加的内容",
    "FONT-01": "字体嵌入且可检索",
    "PDFA-01": "PDF/A-3b（pikepdf）",
    "PDFA-02": "PDF/A-3a（veraPDF）",
    "UA-01": "PDF/UA 结构",
    "UA-02": "PDF/UA-1（veraPDF）",
    "SAFE-01": "没有宏、脚本和外部内容",
    "SIG-01": "电子签名",
    "SIG-02": "清单的签名",
}

HOLDS = "是"
NOT_LISTED = "旁边没有清单，或清单没有列入这个文件，没有核对摘要。"
DIGEST_DIFFERS = "内容与清单的 {algorithms} 摘要不符：文件或清单被改动过。"
DIGEST_SIGNED = "清单记载的原文件完整地在其中，后面追加了签名。"
DIGEST_APPENDED = "清单记载的原文件完整地在其中，但后面追加了不是签名的内容。"
SIZE_DIFFERS = "大小为 {found} 字节，清单记载为 {expected} 字节。"

ATTACHED_NONE = "没有所附的申报数据 {name}。"
ATTACHED_SEVERAL = "有 {count} 个附件（{names}），应只有一个 {name}。"
ATTACHED_NAME = "附件叫“{found}”，应为“{name}”。"
ATTACHED_RELATION = "附件与文件的关系是“{found}”，应为 Source。"
ATTACHED_TYPE = "附件的类型是“{found}”，应为 {expected}。"
ATTACHED_UNLISTED = "附件没有挂在文件本身上（附件列表或 AF 缺失）。"
ATTACHED_CHECKSUM = "附件内容与它的校验和或大小不符。"
ATTACHED_DATE = "附件的日期是“{found}”，应为“{expected}”。"

DATA_UNREADABLE = "所附数据读不出来：{why}"
DATA_DIGEST = "所附数据与文件属性里的 {algorithm} 摘要不符：数据或属性被改动过。"
DATA_MANIFEST = "所附数据与清单记载的数据摘要不符。"
DATA_NONE = "没有所附的申报数据，不是 formgen 生成的文件，或数据已被去掉。"
DATA_SEVERAL = "有 {count} 份所附数据，应只有一份。"
NO_DATA = "没有可用的所附数据，没有比较。"

PROPERTY = "属性“{name}”是“{found}”，按数据应为“{expected}”。"
MANIFEST_FIELD = "清单里的“{name}”是“{found}”，文件里是“{expected}”。"
SEAL = "清单的条目与清单自己的摘要不符：清单被改动过。"
NO_SEAL = "清单没有自己的摘要：摘要被去掉过，不能说明它没有被改动。"
UNLISTED_FILE = "文件夹里有“{name}”，清单没有列入。"
MANIFEST_GONE = "文件夹里没有清单（manifest.json）：上次没有做完，或清单被删去。"
KEPT_DIFFERS = "清单的摘要与 --digest 给出的不同：清单被换过，或给出的不是这一份清单的摘要。"
MISSING_FILE = "清单列有“{name}”，文件夹里没有。"
HIDDEN_NAME = "清单列有“{name}”，是隐藏文件或锁文件，没有核验：成品不会这样命名。"
LISTED_TWICE = "清单里“{name}”列了不止一次。"
BAD_NAME = "清单列有“{name}”，指向文件夹以外，没有理会。"

APPENDIX_OTHER = "附件由另一版本生成，措辞与本版本不同：所申报的内容都在，其余没有逐格比较。"
APPENDIX_WORDS = "附件里没有“{label}”：“{text}”。"
NO_FONTS = "本机缺少排版所需的字体或系统库，没有比较：{why}"
APPENDIX_ACTUALS = "附件用了实际完成值，文件里没有带，没有逐格比较。"
APPENDIX_PAGE = "第 {page} 页没有自己的页码，或除页码外没有内容：页面被增删或换过次序。"
PAGES_FEW = "只有 {found} 页，申报表应有 {expected} 页。"

UA_CLAIM = "没有声明符合 PDF/A-3a 和 PDF/UA-1。"
UA_TITLE = "没有设置在窗口显示文件标题，或没有标题。"
UA_LANGUAGE = "没有写明语言。"
UA_TAGS = "没有标签结构。"
UA_FIGURE = "有 {count} 幅图没有替代文字。"
UA_HEADER = "有 {count} 个表头格没有写明是行头还是列头。"
UA_BOOKMARKS = "没有书签。"
UA_EMPTY_TABLE = "标签结构里没有表格。"

NOT_CONFORMING = "不合 {standard}：{checker} 指出的条款或位置是 {places}。详细的话请用 {checker} 单独检查。"

MACROS = "有宏（{names}）。"
SCRIPTS = "有会自动执行的动作或脚本。"
EXTERNAL = "引用了外部内容（{targets}）。"
UNSIGNED = "没有电子签名。"

WORLD_CONTENT = "页面内容里有看不懂的东西（{found}）。"
WORLD_OPERATOR = "页面上有生成的文件不会有的绘图命令（{name}）。"
WORLD_STATE = "页面上用了透明、混合或蒙版。"
WORLD_COLOUR = "页面上用了生成的文件不会有的颜色或底纹。"
WORLD_LAYER = "页面内容里有图层、替换文字或别的标记。"
WORLD_MODE = "页面上有不显示的文字（显示方式 {number}）。"
WORLD_TINY = "页面上有小得看不见的文字。"
WORLD_PALE = "页面上有颜色浅得看不见的文字或线。"
WORLD_TURNED = "页面上有倒着、反着、斜着或压扁了的文字：看到的可能是另一个字。"
WORLD_CLIPPED = "页面上有被裁去一部分的文字。"
WORLD_PICTURE = "页面上有图片。"
GLYPH_FONT = "字体“{font}”不是生成的文件会有的那种，无法核对字形。"
GLYPH_DIFFERS = "内嵌字体里有 {count} 个字形与它所代表的字（{texts}）不一样：看到的和能检索到的不是同一个字。"
GLYPH_UNKNOWN = "内嵌字体本机没有，{count} 个字（{texts}）的字形没有核对。"

WORLD_DOCUMENT = "文件里有生成的文件不会有的内容（{names}）。"
WORLD_INTENT = "文件的颜色特性（OutputIntent）不是通常的：深浅可能显示得与内容不同。"
WORLD_AROUND = "PDF 前后还有别的内容（也可能同时是另一种文件）：不是生成时的样子。"
WORLD_AMBIGUOUS = "PDF 的结构有损坏或有歧义，不同的阅读器可能显示得不一样。"
WORLD_FIELDS = "文件里有可填写的表单域。"
WORLD_REPLACED = "标签里有代替页面文字的另一套文字。"
WORLD_TITLE = "书签或标签里的标题“{title}”，页面上没有。"
WORLD_ALT = "第 {number} 幅图的替代文字与数据不符：“{found}”。"
WORLD_LOST = "标签里还有已不在文件里的页：页面被删去或换过。"
WORLD_PAGES = "页面目录里有生成的文件不会有的内容。"
WORLD_PAGE_KEYS = "第 {page} 页有生成的文件不会有的内容（{names}）。"
WORLD_SIZE = "第 {page} 页的大小、方向或可见范围被改动过。"
WORLD_ANNOTATION = "第 {page} 页上有批注、图章或链接。"
WORLD_ON_PAGE = "第 {page} 页：{what}"
WORLD_OFF_PAGE = "第 {page} 页外面有看不见的文字。"
WORLD_SHAPE = "第 {page} 页上有不是表格线、也不是得分图的图形。"
WORLD_LINE = "第 {page} 页上有一条线穿过“{label}”这一格。"
WORLD_STRAY = "第 {page} 页上有不属于表格和得分图的线。"
WORLD_DISORDER = "第 {page} 页“{label}”处的字看起来的次序与文字本身不同，或叠在一起。"
WORLD_BARS = "第 {page} 页得分图的长短与数据不符。"
WORLD_COVERED = "第 {page} 页“{label}”处看到的与页面文字不一样：有内容被遮盖，或文字看不见。"
WORLD_PLACE = "左起 {x} 毫米、上起 {y} 毫米"
WORLD_APPENDED = "文件生成以后追加过 {count} 次内容，没有有效签名能说明它。"

SEAL_COVERS = "页面上有可见的签章，本机不能判断它是否有效；签章盖住的地方请人对照 Word 文件或数据看。"
SEAL_OVER = "第 {page} 页的可见签章盖住了文字“{text}”：盖住的地方没有比较，请人对照 Word 文件或数据看。"
SEAL_UNTRUSTED = "这个签章的证书没有核对是否可信，任何人都能自己做一个。"
SCAN = (
    "这是扫描件或图片，里面没有数据和文字，没有可以核验的。请核验盖章以前生成的 PDF；"
    "盖章的扫描件用 formgen archive 的 --sealed 一并归档，由人对照。"
)
PROFILE_UNKNOWN = (
    "表样“{name}”不是随程序提供的，文件里也没有带，没有比较。请用 --profile 指明它的文件夹再核验。"
)
PROFILE_UNPROVEN = "数据与页面一致，表样本身未经核对。要核对，请用 --profile 指明发布单位给的表样。"
AGAIN_SAME = "按所带数据重新生成了一遍，解开压缩以后逐字节一致。"
AGAIN_DIFFERS = "各格与数据一致；按所带数据重新生成的与它不逐字节相同（可能由别的程序另存过，或在别的系统上生成），不算不符。"
AGAIN_OTHER = "由另一版本、另一套字体或另一台机器上的排版程序生成，没有重做比较；逐格核对不受影响。"
PROFILE_SEVERAL = "文件里带有 {count} 份表样，应只有一份。"
PROFILE_DIFFERS = "所附表样与“{name}”的内容不同。"
