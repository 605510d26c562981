"""Words of the register of a campaign: states, decisions, what comes next."""

from typing import Literal

MISSING, UNREADABLE, RETURNED = "未报", "读不出", "退回"
CHANGED, PASSED, ACCEPTED = "已改未核", "通过", "人工通过"

NEXT = {
    MISSING: "催报",
    UNREADABLE: "请单位按“读不出”的原因另存后重报",
    RETURNED: "发退回意见，等改后的文件",
    CHANGED: "请审核人看一遍，在汇总表“决定”列填人工通过或退回",
    PASSED: "可以收下",
    ACCEPTED: "可以收下",
}
"""What a person does next, by state."""

LATE, OVERDUE = "迟报", "已过截止日期"
DOUBLE_NEXT = "同一单位报来 {count} 份不同的文件，请只留一份，或用 --prefer 指定"

SYNONYMS: dict[str, Literal["人工通过", "退回"]] = {
    "人工通过": "人工通过",
    "通过": "人工通过",
    "同意": "人工通过",
    "退回": "退回",
    "不通过": "退回",
}
"""What reviewers write in the column 决定 → what it means."""

NO_SUCH_UNIT = "登记里没有“{unit}”。请写单位全称；formgen status 列出登记里的单位。"
SEVERAL_FORMS = "“{unit}”有 {count} 份申报表（{forms}），请指明年度或项目。"
NOTHING_TO_DECIDE = "“{unit}”还没有报来文件，没有可以决定的。"
BAD_WORD = "决定只有“人工通过”和“退回”两种（空的是收回），不能写“{word}”。"
NO_REGISTER = "{folder} 里没有登记（{name}）。先用 formgen check 各单位的文件夹/ -o 结果/ 建立登记，再运行 formgen status 结果/。"
REGISTER_BELOW = "{folder} 里没有登记（{name}），{below} 里有一本。请运行 formgen status {below}。"
NO_FOLDER = "没有 {folder} 这个文件夹。请核对名称；结果文件夹是 build、check 用 -o 指定的那个。"
NOT_A_FOLDER = "{folder} 是文件，不是文件夹。请写结果文件夹，如 formgen status {parent}。"
NO_ACCESS = "{path} 打不开，没有权限，或者正被别的程序占用。"
DAMAGED = "登记里有 {count} 行损坏，这里没有计入；下次运行 build 或 check 时会移到一旁。"
FROM_LIBRARY = "程序"

WEIGH_WHY = "请写明为什么忽略这一条。"
WEIGH_WORDS = "请写出要单位怎样改。"
