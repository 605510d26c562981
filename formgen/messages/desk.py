"""Heads and sentences of 汇总.xlsx that belong to the register: 登记, 逐轮对照, decisions read back."""

SHEET, ROUNDS = "登记", "逐轮对照"
SEVERITY = "程度"
WORST, GROUP = "最要紧的一条", "{head}：{message}"
ABOUT = (
    "每个单位现在的状态。审核人在“决定”“理由”“决定人”三列填写（人工通过、退回；清空是收回），保存后再运行一次，"
    "就记入登记，以后每次都在。决定只对当时的文件有效，单位改报后重新审核。"
)
ROUNDS_ABOUT = (
    "各单位最近一次报来的文件与上一次的对照：改好的、没改的、新出现的问题，以及没有要求改而改了的格子。"
)
NUMBER, UNIT, YEAR, PROJECT, STATE, ROUND = "序号", "单位", "年度", "项目", "状态", "第几次"
ARRIVED, ERRORS, WARNINGS = "收到", "错误", "提醒"
MENDED, STANDING, NEW, CHANGED = "改好", "没改", "新问题", "另改了"
DECISION, WHY, BY = "决定", "理由", "决定人"
NEXT, SOURCE, KEY = "下一步", "来源", "登记号（请勿改动）"
WORDS = ("人工通过", "退回")
PROMPT_TITLE, PROMPT = "决定", "选“人工通过”或“退回”，并写理由和决定人；清空就是收回。"
WRONG_TITLE, WRONG = "只能选一种", "只有“人工通过”和“退回”两种；清空就是收回。"
KIND, PLACE, TEXT, BEFORE, AFTER = "对照", "位置", "问题或栏目", "原来", "现在"
LATE_NEXT = "迟报；{next}"
OVERDUE = "截止 {day}；{next}"
LOST_NEXT = "{next}。另有一个没有采用的决定：{word}（{by}：{why}）"
NOBODY, NO_REASON = "没有写谁", "没有写理由"

BAD_WORD = "{place} 的决定“{word}”看不懂，没有采用；只有“人工通过”“退回”两种。{kept}"
ONLY_REASON = "{place} 写了理由或决定人，没有写决定，没有采用。{kept}"
NOT_FOUND = "{place} 的决定对不上登记里的申报表（{unit}），没有采用。{kept}"
NO_FILE = "{place}：“{unit}”还没有报来文件，决定没有采用。{kept}"
SEVERAL_FILES = (
    "{place}：“{unit}”报来几份不同的文件，请先定哪一份算数（留一份，或用 --prefer 指定），再作决定；"
    "这个决定没有采用。{kept}"
)
KEPT = "填写的原件在 {name}。"
CONFLICT = (
    "{place}：汇总表里把“{unit}”写成“{word}”（{by}），而登记里已另记“{other}”（{other_by}）。以登记里的为准，"
    "汇总表里写的也留在登记里；如要改，请在新的汇总表里再填一次。"
)
INCOMPLETE = "{count} 个决定没有写理由或决定人（{units}），已记入；请在汇总表里补上。"
TAKEN = "从汇总表读回 {count} 个决定：{units}。"
UNREADABLE = "{path} 打不开，改名为 {name} 放在一旁。里面如有新填的决定，请在新的汇总表里再填一次。"
ORIGINAL_NAME = "原件-{number}_{name}"
SEPARATOR = "、"
EMPTY = "（空）"
SOURCE_NAME = "汇总表"
