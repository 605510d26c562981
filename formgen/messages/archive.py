"""Words of the package for the archive: sentences, and the names of metadata after DA/T 46."""

HELP = """制作归档包：把 build 的结果按档号整理，附元数据和清单，并自行核验。

OUTPUTS 是 build 的结果文件夹（内有 manifest.json）。全宗号、保管期限、件号取自各单位数据的 [archive]。
"""
OUTPUT_HELP = "归档包放在哪个文件夹；须不存在或是空的。"
NO_MANIFEST = "{folder} 里没有 manifest.json。请指定 formgen build 的结果文件夹。"
EMPTY = "{folder} 的清单里没有任何结果。请先运行 formgen build。"
NOT_EMPTY = "{folder} 已有内容，没有写入。请换一个空文件夹，或先移走里面的文件。"
REFUSED = "有 {count} 处不具备归档条件，没有制作归档包："
NO_PDF = "没有 PDF，不能归档。"
NO_PDF_HINT = "请用 formgen build 生成 PDF（--formats docx,pdf）。"
IS_DRAFT = "是草稿，不能归档。"
IS_DRAFT_HINT = "请改正错误后重新生成正式稿。"
NO_SETTING = "没有填写{label}。"
BAD_SETTING = "{label}“{value}”不合规定。"
SETTING_HINTS = {
    "fonds": '请在数据的 [archive] 里写 fonds = "X043"，用字母、数字和连字符，最多 20 个。',
    "retention": '请在数据的 [archive] 里写 retention = "永久"、"30年" 或 "10年"。',
    "item": '请在数据的 [archive] 里写 item = "1"，用数字，最多 6 位。',
}
SAME_NUMBER = "档号 {number} 与“{other}”相同。"
SAME_NUMBER_HINT = "请核对两个单位的全宗号和件号。"
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
YES, NO = "有", "无"
SYSTEM, PROFILE, RULES, SOURCE_FILE = "业务属性", "表样", "规则摘要", "原始数据文件"
FORMATS = {".pdf": "PDF/A-3a", ".docx": "OOXML（DOCX）", ".toml": "TOML（UTF-8 文本）"}
RELATIONS = {".pdf": "归档版本", ".docx": "可编辑版本", ".toml": "申报数据"}
HEADS = (
    "档号", "题名", "责任者", "年度", "全宗号", "保管期限", "件号", "文件名", "格式", "大小（字节）", "页数",
    "摘要算法", "SHA-256", "SM3",
)  # fmt: skip
ALGORITHMS = "SHA-256、SM3"
