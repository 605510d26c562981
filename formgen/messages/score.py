"""Labels and sentences of `formgen score`."""

HEADS = ("二级指标", "三级指标", "分值", "状态", "实际完成值", "得分", "计算过程")
NUMERIC = ("分值", "得分")
STATUS = {
    "scored": "已计分",
    "no_actual": "待填实际完成值",
    "needs_person": "须由人评定",
    "not_applicable": "不适用",
}
UNKNOWN = "未定"
SUBTOTAL = "{name}：分值 {points}{score}"
SCORE_PART = "，得分 {score}"
FULL = "分值合计：{points}"
TOTAL = "总分：{total}　等次：{grade}"
OPEN = "总分和等次未定：还有指标没有得分。"
MISSING = "  缺实际完成值：{name}"
ONE_AT_A_TIME = "{path} 里有 {count} 份申报表，一次只能算一份。请先用 formgen split 分开。"

RULES_HELP = "列出各种规则的标准写法（可直接写进“规则”列），每种附例句"
RULES_HEAD = "评（扣）分标准的标准写法。“规则”列可以照写成句子，把数字换成自己的："
RULES_LINE = "\n{name}（{kind}），例：指标值 {row}\n  {sentence}"
