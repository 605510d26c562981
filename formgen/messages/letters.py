"""Sentences of the letters to units, and of the list by which they are sent."""

UNKNOWN_UNIT = "申报单位"
FORM = "绩效目标申报表"
YEAR = "{year}年度"
DAY = "{d.year}年{d.month}月{d.day}日"
NO_YEAR = "　　"
NO_DATE = "　　年　　月　　日"
ROUND = "第{number}次审核"
SEPARATOR = "、"
GAP, SPACE = "　　", "　"

TITLE_RETURN = "关于退回修改{year}{form}的意见"
TITLE_LOOK = "关于核对{year}{form}的意见"
TITLE_UNREADABLE = "关于重新报送绩效目标申报表的函"
CAME = "你单位报送的{year}{form}收悉。"
MENDED = "上次提出的问题已改{count}处。"
FOUND_BOTH = "经审核，有{must}处必须修改，另有{look}类事项请一并核对。"
FOUND_MUST = "经审核，有{must}处必须修改。"
FOUND_LOOK = "经审核，没有必须修改的问题，有{look}类事项请核对。"
INTRO_UNREADABLE = "你单位报送的申报表文件打不开，看不到内容。"
UNREAD_PROBLEM = "文件打不开，或者不是申报表"
UNREAD_ADVICE = "用 WPS 或 Excel 打开原来的填报表，确认能看到内容，另存为 .xlsx 后重新报送；不要发送扫描件、图片或改了后缀的文件"
WHOLE_FILE = "整个文件"
DUPLICATE = "与另一份申报表的文字一字不差"
SAME_UNIT = "同一张申报表报来了几份"
TITLE_DOUBLE = "关于确认{year}{form}的函"
INTRO_DOUBLE = "你单位的{year}{form}报来{count}份，没有说明以哪一份为准，都没有审核。"
DOUBLE_PROBLEM = "报来{count}份，内容不同"
DOUBLE_ALIKE = "报来{count}份"
DOUBLE_MORE = "，另有{count}处不同没有列出"
DOUBLE_ADVICE = "确认以哪一份为准，只重新报送这一份"
MUST_HEAD = "{number}、必须修改"
LOOK_HEAD = "{number}、请核对"
TOLD_HEAD = "{number}、说明"
CONTACT = "联系人：{value}"
PHONE = "电话：{value}"
WAY = "报送方式：{value}"

CATEGORY = "退回意见"
"""In a letter's properties: a folder that is checked again knows its own letters by it."""

FILE = "{stem}_退回意见.docx"
PRINT_FILE = "全部退回意见.docx"
PRINT_FILE_NTH = "全部退回意见_{number}.docx"
MAILING_FILE = "发送清单.xlsx"
MAILING_TITLE = "退回意见"
MAILING_SHEET = "发送清单"
MAILING_KIND = "退回意见发送清单"
MAILING_COLUMNS = (
    ("序号", 6, "center"),
    ("单位", 34),
    ("联系人", 22),
    ("报送期限", 16, "center"),
    ("必改（处）", 11, "center"),
    ("核对（格）", 11, "center"),
    ("退回意见", 52),
)

TEMPLATE_MISSING = "{path} 不在，写不了退回意见。"
TEMPLATE_FAULT = "退回意见的模板 {path} 有错，没有写出。请按下面的提示改模板。"
TEMPLATE_LINE = "第 {line} 行"
