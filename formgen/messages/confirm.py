"""Sentences and labels of the workbook in which a person confirms how each wording is read."""

SHEET = "规则核对"
LISTS = "选项"
TITLE = "评（扣）分标准核对表"
UNIT_LINE = "填报单位：{department}　　　　{year}年度"
HEADS = ("第几条", "三级指标", "评（扣）分标准原文", "理解为", "算例", "核对意见")
WIDTHS = (14, 44, 70, 66, 48, 45)
RIGHT = "对"
OTHER = "另选：{sentence}"
UNREAD = "原文没有写明可直接计算的办法，请从“核对意见”里另选，或由评价人员评定"
EXAMPLE = "{value}：{score}分"
PROMPT_TITLE = "核对意见"
PROMPT = "理解无误选“对”；有误的选一种标准说法。留空表示以后再核对。"
SUFFIX = "规则核对表的文件名须以 .xlsx 结尾：{path}"
NOT_CONFIRM = "{path} 不是规则核对表：找不到“第几条”“核对意见”两列。请用 formgen score --confirm 重新生成。"
CHANGED_SINCE = (
    "第{number}条“{name}”：申报表在核对之后改过，核对表里的评（扣）分标准或读法已经不是现在的。"
    "请另存一个文件名重新生成核对表，再核对这一条。"
)
BAD_CHOICE = "第{number}条“{name}”的核对意见“{choice}”不是可选的说法，请从列表里选。"
OTHER_FORM = "第{number}条在申报表里是“{name}”，在核对表里是“{found}”：两者不是同一份，请重新生成核对表。"
FAULTY = "规则核对表有误，请逐条改正："
WRITTEN = "已生成规则核对表：{path}。在“核对意见”列逐条选好、保存后，再运行同一条命令，所选规则就写入申报表。"
APPLIED = "已把 {count} 条规则写入 {source}，其余内容没有改动。"
NOTHING_CHOSEN = "{path} 里还没有填核对意见，申报表没有改动。"
HELP = "规则核对表：还没有时生成；已有时读回，把所选规则写入申报表。"
NO_RULE_COLUMN = "{path} 里没有“规则”列，无法写入所选规则。"
