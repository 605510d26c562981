"""Words of the package for the archive: sentences, and the names of metadata after DA/T 46."""

HELP = """制作归档包：把 build 的结果按档号整理，附元数据和清单，并自行核验。

OUTPUTS 是 build 的结果文件夹（内有 manifest.json）。全宗号、保管期限、件号依次取自 --numbers 的表（没有给的，取 build 时名册里写的）、命令行、各单位的数据。
"""
FONDS_HELP = "全宗号，用于表里没有写的单位。"
RETENTION_HELP = "保管期限：永久、30年、10年；用于表里没有写的单位。"
NUMBERS_HELP = "各单位的档号表（.xlsx、.xls、.csv）：单位、全宗号、保管期限、件号，缺哪栏都可以。"
ITEM_FROM_HELP = "件号从 N 起自动往下编；表里写了件号的照表。"
SEALED_HELP = "盖章扫描件或签名后的 PDF 所在的文件夹，按所带数据或文件名对应到单位，一并归档。"
OUTPUT_HELP = "归档包放在哪个文件夹；须不存在或是空的。"
NO_FOLDER = "没有 {folder} 这个文件夹。请核对名称；要归档的是 formgen build 的结果文件夹。"
IS_PACKAGE = "{folder} 已经是归档包，不用再打。要重打的，请指定当初 formgen build 的结果文件夹。"
NO_MANIFEST = "{folder} 里没有 manifest.json。请指定 formgen build 的结果文件夹。"
EMPTY = "{folder} 的清单里没有任何结果。请先运行 formgen build。"
NOT_EMPTY = "{folder} 已有内容，没有写入。请换一个空文件夹，或先移走里面的文件。"
REFUSED = "有 {count} 处不具备归档条件，没有制作归档包："
NO_PDF = "没有 PDF，不能归档。"
NO_PDF_HINT = "请用 formgen build 生成 PDF（--formats docx,pdf）。"
IS_DRAFT = "是草稿，不能归档。"
IS_DRAFT_HINT = "请改正错误后重新生成正式稿。"
NO_SETTING = "没有{labels}。"
MISSING_HINT = "缺的可以用 --fonds、--retention、--item-from 统一给出，或用 --numbers 给一张写着单位、全宗号、保管期限、件号的表。"
BAD_SETTING = "{label}“{value}”不合规定。"
SETTING_HINTS = {
    "fonds": "全宗号用字母、数字和连字符，最多 20 个。",
    "retention": "保管期限请写永久、30年或10年。",
    "item": "件号用数字，最多 6 位。",
}
SAME_NUMBER = "档号 {number} 与“{other}”相同。"
SAME_NUMBER_HINT = "请核对两个单位的全宗号和件号。"
COLUMNS = {
    "name": ("单位", "单位名称", "部门", "部门名称", "部门（单位）名称", "部门（单位）", "立档单位", "立档单位名称", "申报单位", "预算单位"),
    "fonds": ("全宗号", "全宗", "全宗代码"),
    "retention": ("保管期限", "期限", "保管期限代码"),
    "item": ("件号", "序号（件号）", "室编件号", "馆编件号"),
}  # fmt: skip
"""Heads of the table of numbers, as people write them."""

UNIT_TWICE = "“{name}”在表里出现了两次，请只保留一行。"
UNIT_UNKNOWN = "表里的“{name}”在结果里没有，没有用到。"
NUMBERS_FAULTY = "档号表 {path} 有 {count} 处要改正："
NUMBERS_NO_TABLE = (
    "{path} 里没有找到档号表：表头要有“单位”，和“全宗号”“保管期限”“件号”中的至少一栏，下面每行一个单位。"
)
NUMBERS_BAD_CELL = "是公式却没有保存结果，或是错误值，读不出来。请直接填写。"
NUMBERS_NO_NAME = "这一行没有写单位。请补上，或删去这一行。"

SEALED_SAME = "盖章件：与归档版本逐字节相同"
SEALED_SIGNED = "盖章件：归档版本加盖电子签名以后的文件，签名以外没有改动"
SEALED_DATA = "盖章件：PDF 带着同一份申报数据；页面没有由程序比对"
SEALED_SCAN = "盖章件：扫描件，按文件名对应；内容没有由程序比对"
SEALED_CHANGED = "是归档版本加签名的文件，但签名以外还有改动：{changes}。"
SEALED_BROKEN = "文件打不开"
SEALED_OTHER_DATA = (
    "所带的申报数据与要归档的不同，不是同一份表。请核对后换成对应的文件，或重新生成、重新盖章。"
)
SEALED_UNMATCHED = (
    "盖章件“{name}”对不上任何一件，没有收入。请把文件名改成含单位全称（同一单位有几件时再含年度），再试。"
)
SEALED_NONE = "“{name}”没有对应的盖章件。"
NOT_SOUND = "{folder} 里的结果没有通过核验，没有制作归档包："
PACKAGE_BROKEN = "归档包写出后核验不符，请删去 {folder} 再试："
DONE = "已归档 {count} 件：{folder}"

CATEGORY = "WS"
NUMBER = "{fonds}-{category}·{year}-{retention}-{item}"
TITLE = "{department}{year}年度{form}"
CATALOGUE = "目录.csv"

# ── metadata ─────────────────────────────────────────────────────────────────────────────────────
ROOT = "电子文件元数据"
AGGREGATION, AGGREGATION_ITEM = "聚合层次", "件"
SOURCE, FONDS_NAME, CREATOR_UNIT = "来源", "全宗名称", "立档单位名称"
ARCHIVAL_CODE, CODE = "档号", "编号"
FONDS, CATEGORY_CODE, YEAR, RETENTION, ITEM = "全宗号", "档案门类代码", "年度", "保管期限", "件号"
CONTENT, NAME, RESPONSIBLE, DATE, GENRE = "内容描述", "题名", "责任者", "日期", "文种"
GENRE_FORM = "申报表"
FORM, FORM_KIND, PIECES, PAGES, LANGUAGE = "形式特征", "文件组合类型", "件数", "页数", "语种"
FORM_GROUP, CHINESE = "组合文件", "汉语"
ELECTRONIC, FORMAT, FILE_NAME, FILE_SIZE = "电子属性", "格式信息", "计算机文件名", "计算机文件大小"
PROGRAM, RELATION, ALGORITHM, DIGEST = "文档创建程序", "文件关系", "摘要算法", "摘要值"
SIGNATURE, SIGNED, SIGNATURES = "电子签名", "有无电子签名", "签名数"
SIGNER, SIGNED_AT = "签名者", "签名时间"
YES, NO = "有", "无"
SYSTEM, PROFILE, RULES, SOURCE_FILE = "业务属性", "表样", "规则摘要", "原始数据文件"
FORMATS = {
    ".pdf": "PDF/A-3a",
    ".docx": "OOXML（DOCX）",
    ".ofd": "OFD（GB/T 33190）",
    ".toml": "TOML（UTF-8 文本）",
    ".csv": "CSV（UTF-8 文本）",
    ".txt": "纯文本（UTF-8）",
}
PLAIN_PDF = "PDF"
RELATIONS = {
    ".pdf": "归档版本",
    ".docx": "可编辑版本",
    ".ofd": "归档版本（OFD）",
    ".toml": "申报数据",
    ".csv": "申报数据（表格）",
    ".txt": "计分规则",
}
PROFILES, EVENTS, REPORT, REPORT_PAGE = "表样", "事件记录.csv", "四性检测报告.txt", "四性检测报告.html"
RULES_FILE, SEALED_FILE = "计分规则", "盖章件"
FACTS, FACTS_HEADS = "数据_基本情况", ("栏目", "内容")
PART = "{label}（{part}）"
TABLE, TABLE_UNNAMED, ROW = "数据_表{number}_{name}", "明细", "行"
README_FILES = {
    "档号/档号.pdf": "申报表的归档版本（PDF/A-3a），数据附在里面",
    "档号/档号.docx、.ofd": "可编辑版本、OFD 版本（有就在）",
    "档号/档号.toml": "申报数据，原样，纯文本",
    "档号/档号_数据_….csv": "同样的数据，表格",
    "档号/档号_计分规则.txt": "每条指标的评（扣）分标准和计分办法",
    "档号/档号_盖章件.…": "盖章的扫描件或签名后的文件（有就在）",
    "档号/档号.xml": "元数据（DA/T 46 的项目）；没有人给出的项目不写",
    "目录.csv": "全部文件的目录，带摘要",
    "表样/…/profile.toml": "表样：栏目、键、验算关系",
    "事件记录.csv": "生成、审核、签名、核验、打包",
    "四性检测报告.txt、.html": "打包时检查了什么（纯文本；可打印的网页）",
    "manifest.json": "清单：每个文件的大小和摘要（SHA-256、SM3）",
    "说明.txt": "本文件",
}
HEADS = (
    "档号", "题名", "责任者", "年度", "全宗号", "保管期限", "件号", "文件名", "格式", "文件关系", "大小（字节）", "页数",
    "摘要算法", "SHA-256", "SM3",
)  # fmt: skip
ALGORITHMS = "SHA-256、SM3"
