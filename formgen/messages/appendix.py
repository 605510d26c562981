"""What the appendix for signature says: titles, sentences of each shape of rule, explanations of scores;
and what its inspection finds. Office language: what is done, not what the program could or could not do.

A † marks common practice that is no article of a document; every page that bears one explains it."""

MARK = "†"
FOOTNOTE = "标†的是通行做法，不是文件条文。申报表原文与本细则不一致的，以申报表原文为准。"

TITLE = "附件：评分细则"
SUBTITLE = "{department}{year_line}"
PARTS = ("一、{name}", "二、{name}", "三、{name}")
POINTS_PART = "分值构成"
RULES_PART = "评分办法"
SCORES_PART = "自评得分"
NO_RULES = "没有计分的指标。"
SECTION = "（{number}）{title}"
NUMERALS = "一二三四五六七八九"
TENS = "十"
NOTE = "注：{notes}"

# 分值构成
LEVEL1_HEAD, LEVEL2_HEAD, COUNT_HEAD, POINTS_HEAD, TOTAL_HEAD = (
    "一级指标",
    "二级指标",
    "指标数",
    "分值",
    "合计",
)
LEVEL1_POINTS = "{name}（{points}分）"
NONE_COUNTED = "—"
UNKNOWN_POINTS = "未定"
GRADES = "等级：{grades}。得分保留两位小数，总分为各指标得分之和。"
GRADE_TOP = "{low}分（含）以上为{name}"
GRADE_MIDDLE = "{low}分（含）至{high}分为{name}"
GRADE_BOTTOM = "{high}分以下为{name}"
GRADE_SEPARATOR = "，"
NOT_COUNTED = "{names}不适用，不计分。"
NAME_SEPARATOR = "、"

# 评分办法: heads and cells of the tables
LEAD_HEADS = ("三级指标", "指标值", "分值")
RATES = "完成率达到下列比例时的实际完成值与得分"
VALUE_RATES = "实际完成值达到下列比例时的得分"
FULL_RATE = "100%及以上"
BELOW = "不足{limit}"
LESS = "<{value}"
NOT_OVER_TARGET = "不超指标值"
OVER_SHARE = "超{share}"
OVER_LAST = {"floor": "超{share}及以上", "ceil": "超{share}", "exact": "超{share}及以上"}
OVERRUNS = "实际完成值超过指标值下列比例时的实际完成值与得分"
AMOUNTS = {
    "floor": "{what}达到下列数值起{unit}",
    "ceil": "{what}在下列数值以内{unit}",
    "exact": "{what}为下列数值时{unit}",
}
IN_UNIT = "（{unit}）"
SPENT, ACTUAL = "实际支出", "实际完成值"
SCORE_FOOT = "得　分"
STEP_HEADS = {
    "over": {"full": "{value}以内", "floor": "达到{value}", "ceil": "{value}以内", "exact": "{value}"},
    "under": {"full": "{value}及以上", "floor": "降到{value}", "ceil": "{value}及以上", "exact": "{value}"},
}
FULL_HEAD = "得满分"
NTH_STEP = "扣{number}步"
STEP_VALUES = {"over": "实际完成值达到下列数值时的得分", "under": "实际完成值降到下列数值时的得分"}
DEADLINE = "指标值所定期限"
SHORT_DAY = "{year}.{month}.{day}"
DAYS = {
    "floor": "在下列日期起完成时的得分（首列为期限）",
    "ceil": "在下列日期前完成时的得分（首列为期限）",
    "exact": "在下列日期完成时的得分（首列为期限）",
}
DAY, DAY_OF_YEAR = "{month}月{day}日", "{year}年{month}月{day}日"
DAY_BY, DAY_FROM = "前", "起"
FROM, ABOVE, UP_TO = "{limit}（含）以上", "超过{limit}", "{limit}（含）以下"
LOW_IN, LOW_OUT, BETWEEN, INCLUDED = "{limit}（含）", "超过{limit}", "{low}至{high}", "（含）"
TIER = "第{number}档"
TIER_WORTH = "{tier}　{points}分"
LABEL_WORTH = "{label}　{points}分"
TOP_RANGE = "{low}分（含）至{high}分（含）"
POINTS_RANGE = "{low}分（含）至{high}分"
MET_HEADS = ("达到指标值", "未达到指标值")
PERSON_LIMITS = "评价人员在0至{w}分之间评定"
BY_PERSON_SHORT = "评定"
ITEM = "第{number}项"
NTH_SAMPLE = "例{number}"
SAMPLES = "下列实际完成值的得分"
UNREAD_HEADS = ("申报表评（扣）分标准", "须评定的原因")
NOTHING_WRITTEN = "（未填写）"

# 评分办法: sentences
METHOD, FORMULA, FULL, ZERO, SOURCE = "办法", "公式", "满分", "零分", "依据"
COUNT = "（{rows}项，{points}分）"
SOURCE_WORDING = "申报表评（扣）分标准"
SOURCE_DECLARED = "申报时填写的计分规则"
SOURCE_MIXED = "申报表评（扣）分标准及申报时填写的计分规则"
REMARK = "（{remarks}）"
REMARK_SEPARATOR = "；"
CUT = "末尾被截去"
CUT_FORMULA = "末尾被截去，公式按通行句式补†"
REMARKS = {
    "against_operator": "恰为指标值的得满分†",
    "number_cut": "末档“计0”后被截去，按0分计†",
    "tiers_open": "原文最低一档也得分，更差的情形未写明",
}
ROUNDED = "按个数计的指标，列达到该完成率的最小整数，并按这个整数计分，{example}。"
ROUNDED_EXAMPLE = "如{target}的{rate}为{exact}，列{whole}，得{score}分"
BEGUN = {
    "floor": "不足{each}的部分不扣{mark}",
    "ceil": "不足{each}的按{each}扣{mark}",
    "exact": "不足{each}的按比例扣{mark}",
}
DEDUCTED, DEDUCTED_SHARE = "{points}分", "该指标分值的{share}"
WHOLE = {"floor": "（取整数）", "ceil": "（有零头的进一）", "exact": ""}
POINTS = "分值"
TARGET_WORD = "指标值"
USED_UP = "扣完为止"
NEVER_ZERO = "无"
OR = "，或"
STOP = "。"
MEASURE_WORD = "个"
WORKDAY = "工作日"
MEASURED_UNITS = frozenset({"工作日", "月", "季度", "小时", "星期"})
MEASURE_OF = {"月": "", "工作日": "", "百分点": ""}
EACH_PERIOD = {
    "天": "逐日",
    "日": "逐日",
    "自然日": "逐日",
    "工作日": "逐日",
    "周": "逐周",
    "月": "逐月",
    "季度": "逐季",
    "年": "逐年",
}
EACH_OTHER = "逐{per}"
IN_TIME = "in_time"

RATE_OF_TARGET, RATE_OF_VALUE = "完成率", "实际完成值"
RATE_IS = "完成率＝实际完成值÷指标值"
RATE_IS_VALUE = "实际完成值为百分比，直接按该比例计"
RATE_OF_PERCENT = "，办结率、知晓率等以百分比作指标值的也这样算†"
THRESHOLD_TITLE = "达到及格线后按比例计分"
THRESHOLD_METHOD = "。不足{floor}不得分；达到{floor}的，按超过{floor}的比重计分；超过100%的按100%计。"
THRESHOLD_FORMULA = "得分＝（{rate}－{floor}）÷（1－{floor}）×分值"
NO_FLOOR_METHOD = "。按{rate}计分，超过100%的按100%计。"
NO_FLOOR_FORMULA = "得分＝{rate}×分值"
NO_FLOOR_ZERO = "{rate}为0"
RATE_FULL = "{rate}达到100%"
RATE_ZERO = "{rate}不超过{floor}"
PROPORTIONAL = (
    "按完成比例计分",
    "完成率＝实际完成值÷指标值。按完成率计分，超过100%的按100%计。",
    "得分＝完成率×分值",
    "完成率达到100%",
    "完成率为0",
)
PROPORTIONAL_DOWN = (
    "超过指标值按比例扣分",
    "实际完成值不超过指标值的得满分；超过的，按超过的比例扣分†，扣完为止。",
    "得分＝（1－（实际完成值－指标值）÷指标值）×分值",
    "不超过指标值",
    "达到指标值的2倍",
)
BUDGET_TITLE, BUDGET_TITLE_OTHER = "超支扣分", "超过指标值逐步扣分"
BUDGET_METHOD = (
    "{what}不超过指标值的得满分；每超过指标值的{each}扣该指标分值的{share}{taken}，{begun}，扣完为止。"
)
TAKEN = "（即{points}分）"
OVERSPENT, EXCEEDED = "超支", "超过"
BUDGET_FORMULA = "得分＝分值－分值×{share}×{over}百分比{each}{whole}"
DIVIDED = "÷{each}"
BUDGET_ZERO = "{over}达到{share}"
BUDGET_ZERO_CEIL = "{over}{share}以上"
LATE_TITLE = "超过完成期限{period}扣分"
LATE_METHOD = "在{day}（含）前完成的得满分；每延后{each}扣{deducted}，{begun}，扣完为止。"
LATE_FORMULA = "得分＝{w}－{deduct}×延后的{unit}数{whole}"
LATE_FULL = "{day}前完成"
LATE_ZERO = "{day}及以后完成"
LATE_ZERO_CEIL = "{day}以后完成"
PERCENT_POINT = "{count}个百分点"
PERCENT_POINTS = "百分点"
BY_POINTS = "按百分点"
_OVER = {
    "title": "超过指标值{period}扣分",
    "method": "不超过{limit}的得满分；每超过{each}扣{deducted}，{begun}，扣完为止。",
    "formula": "得分＝{w}－{deduct}×超过的{unit}数{whole}",
    "full": "不超过{limit}",
    "zero": "达到{value}",
    "zero_ceil": "超过{value}",
}
UNIT_WORDS = {
    "over": _OVER,
    "in_time": {
        **_OVER,
        "title": "超过办理时限{period}扣分",
        "method": "在{limit}（含）以内办结的得满分；每超过{each}扣{deducted}，{begun}，扣完为止。",
    },
    "under": {
        "title": "低于指标值{period}扣分",
        "method": "不低于{limit}的得满分；每低{each}扣{deducted}，{begun}，扣完为止。",
        "formula": "得分＝{w}－{deduct}×低于的{unit}数{whole}",
        "full": "不低于{limit}",
        "zero": "降到{value}",
        "zero_ceil": "低于{value}",
    },
}
BANDS_TITLE = "按实际完成值分档计分"
BANDS_METHOD = "按实际完成值所在的档计分"
BANDS_MARKED = "，“（含）”表示该数归入本档"
COUNTS = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九")
TIERS_TITLE = "定性指标按{count}档评定"
TIERS_METHOD = "由评价人员对照下列{count}档评定，按评定的档计分，并在自评时写明理由。"
JUDGED_AS = "评为{tier}"
TIER_RANGE = (
    "定性指标先定档次再评分",
    "由评价人员先评定档次，再在该档的分值范围内评分，并在自评时写明理由。",
    "",
    "评为“{first}”并给足分值",
    "评为“{last}”并给0分",
)
CHECKLIST = (
    "逐项累加计分",
    "完成一项得一项的分，未完成的项不得分。",
    "得分＝已完成各项的分值之和",
    "各项全部完成",
    "各项均未完成",
)
YES_NO = ("达到指标值得分", "达到指标值得满分，未达到不得分，没有中间分。", "", "达到指标值", "未达到指标值")
DISCRETIONARY = (
    "达到得满分，未达到酌情评分",
    "达到指标值得满分；未达到的，由评价人员根据完成情况酌情评分，并写明理由。",
    "",
    "达到指标值",
    "由评价人员评定",
)
UNREAD_TITLE = "由评价人员评定"
UNREAD_METHOD = "下列指标的评（扣）分标准没有写明可以直接计算的办法，由评价人员对照原文评分，并写明理由。"
WHY_NO_METHOD = "原文没有写明可直接计算的计分办法"
WHY_DISAGREES = "计分规则与评（扣）分标准原文不一致"
WHY_BY_PERSON = {
    "empty": "没有填写评（扣）分标准",
    "placeholder": "所填内容没有写明计分办法",
    "truncated": "原文不完整，缺少计分办法",
    "no_method": "只写了分值，没有写计分办法",
    "ambiguous": "原文可有不同理解",
    "conflict": "原文前后不一致",
    "no_points": "没有写明分值",
    "unit": "原文所用单位与计量单位不一致",
    "direction": "扣分方向与指标值类型相反",
    "gap": "各档之间有未写明的数值",
    "overlap": "各档之间有重复的数值",
}

# 自评得分
SUMMARY_TOTAL, SUMMARY_GRADE = "总　分", "等　级"
SUMMARY_HEADS = ("一级指标", "分值", "得分", "得分率")
SUMMARY_LOST = "失分的指标（由多到少）"
SUMMARY_FULL = "满分{full}分，失{lost}分"
SUMMARY_UNKNOWN = "满分未定"
SUMMARY_OPEN = "尚有{count}项未计分"
RANGE_TOP, RANGE_MIDDLE, RANGE_BOTTOM = "{low}（含）以上", "{low}（含）至{high}", "{high}以下"
MORE_LOST = "其余{count}项"
NONE_LOST = "没有失分"
OPEN = "待定"
SCORE_HEADS = ("二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分", "计算", "偏差原因")
LEVEL2_POINTS = "{name}\n（{points}分）"
RATE_TRACE = "完成率{rate}%"
VALUE_TRACE = "实际完成值{rate}%"
GETS_FULL = "{lead}，得满分"
GETS_NONE = "{lead}，不足{floor}，不得分"
WITH_SUM = "{lead}\n{sum}"
ON_BUDGET, UNDER_LIMIT = "未超支", "未超过指标值"
OVER_BY = "{over}{rate}%"
IN_TIME_ON = "在{day}前完成"
LATE_BY = "延后{days}天"
NOT_OVER, NOT_UNDER = "未超过{limit}", "不低于{limit}"
OVER_LIMIT, UNDER_LIMIT_BY = "超过{distance}", "低{distance}"
IN_BAND = "在“{band}”一档"
IN_TIER = "评为{tier}"
IN_RANGE = "评为“{label}”，档内评{points}分"
MEETS, MISSES = "达到指标值", "未达到指标值"
JUDGED = "人工评定"
TO_JUDGE = "待评价人员评定"
TO_FILL = "未填实际完成值"
TICKED = "完成{count}项"

CHART_SCORED = "各二级指标分值与得分（单位：分）"
CHART = "各二级指标分值（单位：分）"
LEGEND_FULL, LEGEND_SCORE = "分值", "得分"
CHART_OPEN = "未定"
CHART_ALT = "{caption}：{bars}。"
BAR_ALT = "{label}{full}"
BAR_ALT_SCORED = "{label}分值{full}、得分{score}"
BAR_SEPARATOR = "；"
CHART_NO_GLYPH = "附件的图里有“{character}”（U+{code}），随程序安装的字体没有此字，无法画图。"
CHART_NO_GLYPH_HINT = "请核对二级指标的名称。"

# Inspection
BLOCK_COUNT = "Word 文件的附件有 {found} 段标题与文字，应有 {expected} 段。"
TABLE_COUNT = "Word 文件的附件有 {found} 个表格，应有 {expected} 个。"
TABLE_PLACE = "附件“{heading}”"
CELL_PLACE = "附件“{heading}”第 {row} 行第 {column} 格"
ROW_COUNT = "Word 文件的附件“{heading}”有 {found} 行，应有 {expected} 行。"
TEXT_PLACE = "附件第 {number} 段文字"
PICTURE_COUNT = "Word 文件的附件有 {found} 幅图，应有 {expected} 幅。"
PICTURE_RESIZED = "Word 文件里“{name}”等指标的得分图被放大、缩小或拉变形。"
PICTURE_DIFFERS = "Word 文件的附件里，图“{name}”与应有的图不一样。"
PICTURE_TEXT = "图的文字说明"
LINE_LABEL = "附件文字"
CHART_LABEL = "附件图中文字"
