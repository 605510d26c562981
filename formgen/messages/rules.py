"""Sentences of the scoring rules: readings, formulas, conditions, standard wordings, traces, faults of
declared rules. What concerns rows, wordings and actual values is in `messages.scoring`."""

KIND_NAMES = {
    "threshold_linear": "及格线以上按比例计分",
    "proportional": "按完成比例计分",
    "over_budget": "超支逐步扣分",
    "per_unit": "逐步扣分",
    "percent_points": "按百分点扣分",
    "bands": "按数值分档计分",
    "tiers": "按评定档次计分",
    "tier_range": "按档次范围给分",
    "yes_no": "直接赋分",
    "checklist": "逐项累加计分",
    "discretionary": "未达酌情扣分",
    "none": "不计分",
}

# Declared rules
RULE_FAULTY = "规则（rule）有误，请逐条改正："
KIND_MISSING = "规则缺少 kind。"
KIND_UNKNOWN = "不认识的规则 kind “{kind}”。"
KNOWN_KINDS = "可用的有：{kinds}。"
KNOWN_KEYS = "可用的有：{keys}。"
NEAREST = "是不是 {near}？"
KEY_MISSING = "规则 {kind} 缺少 {key}。"
KEY_UNKNOWN = "规则 {kind} 没有 {key} 这一项。"
KEY_BAD = "{key}：{why}"
KEY_CHOICES = "{key} 应为以下之一：{allowed}。"
KEY_LIMITS = {
    "greater_than": "{key} 应大于 {limit}。",
    "greater_than_equal": "{key} 不应小于 {limit}。",
    "less_than": "{key} 应小于 {limit}。",
    "less_than_equal": "{key} 不应大于 {limit}。",
}
KEY_TOO_FEW = "{key} 至少要有 {least} 项。"
KEY_WRONG = "{key} 的值“{value}”不是这里能用的类型。"
NOT_A_NUMBER = "应为数字。"
NUMBER_TOO_LONG = "数字过长：整数部分最多 15 位，小数部分最多 9 位。"
POINTS_PLACES = "分值最多两位小数。"
BAD_PER = "应为计量单位，如 天、工作日、月、项，前面可带数，如 2天。"
BAD_FULL_AT = "应为数字或日期，如 2 或 2023-12-31。"
LABEL_EMPTY = "档次或项目的名称不能为空。"
LABEL_BAD = "名称“{label}”不能只是数字，也不能带引号“”或换行。"
LABEL_TWICE = "名称重复：{labels}。"
NO_POINTS_AT_ALL = "各档都是0分，没有满分。"
LIMIT_OVER_POINTS = "最多扣的分（most_off）和最低保留的分（least）不能多于满分。"
TOP_UNDER_FLOOR = "top 应大于 floor。"
TIER_LEAST = "档内最低分（least）不能高于该档的分值。"
TIER_POINTS = "{points}分"
RANGES_OPEN = "各档须从 1 到 0 依次相接，不留空、不重叠。"
BAND_NO_LIMIT = "每一档至少要有 min 或 max。"
BAND_EMPTY = "{min} 到 {max} 之间没有任何数值。"
BAND_ALONE = "只有一档，不能覆盖全部数值。"
BAND_GAP_ABOVE = "大于 {limit} 的数值不在任何一档。"
BAND_GAP_BELOW = "小于 {limit} 的数值不在任何一档。"
BAND_GAP = "{low} 与 {high} 之间的数值不在任何一档。"
BAND_GAP_AT = "{limit} 不在任何一档。"
BAND_OVERLAP = "{limit} 同时在两档之内。"
BAND_OVERLAP_RANGE = "{low} 与 {high} 之间的数值同时在两档之内。"

# Why a rule cannot be computed on a row
OF_UNUSABLE = "of = “{of}”不能用在这种规则或这一行上。"
LINE_AGAINST = "不得分线（zero_below、zero_above）与计分的方向相反。"
BAD_LINE = "指标值不是日期，zero_above 不能写日期。"
NEEDS_DEADLINE = "指标值不是截止日期，不能按逾期天数分档。"
WHOLE_NUMBERS = "应为整数，不能是 {actual}。"
NEEDS_NUMBER = "指标值不是能计算的数字（整数部分最多 15 位，小数最多 9 位），按比例计分无从计算。"
NEGATIVE_TARGET = "指标值是负数，不能按比例计分。"
NEEDS_UPWARD = "指标值类型是“越少越好”或定性，不能用完成率及格线的规则。"
NEEDS_DOWNWARD = "指标值类型是“越多越好”，不能用超支扣分的规则。"
BASE_NEEDS_PERCENT = "计量单位不是%，不能把指标值本身当作率。"
NO_FULL_AT = "没有可以起算的数字或日期：指标值不是数字或截止日期，规则也没有写 full_at。"
NO_SIDE = "从指标值类型看不出多了扣分还是少了扣分，规则请写 side（over 或 under）。"
SIDE_AGAINST = "扣分的方向与指标值类型相反。"
UNIT_AGAINST = "按“{per}”扣分，而计量单位是“{unit}”，无法换算。"
NO_CALENDAR = "从日期数工作日需要节假日日历，程序不作推算；请把指标值改为工作日数，或改按天、按月扣分。"
NOT_A_PERIOD = "指标值是日期，而扣分按“{per}”计，无法从日期算出。"
NO_EXACT_MONTHS = "按月扣分不能按比例（exact）：各月天数不同。"
POINTS_NEED_PERCENT = "按百分点扣分，而计量单位不是%。"
IN_NO_BAND = "实际完成值 {actual} 不在任何一档之内。"
OUTSIDE_TIER = "{points}分不在“{label}”一档的 {range} 之内（最多两位小数）。"
OUTSIDE_POINTS = "{points}分不在0到{w}分之间，或多于两位小数。"
NOTHING_TO_MEET = "无法与指标值比较，请填“是”或“否”。"

# Traces: lead；得分＝sum＝score
TRACE = "{lead}；得分＝{sum}＝{score}"
LEAD_RATIO = "实际{actual}÷指标值{target}{ratio}"
LEAD_VALUE = "实际{actual}，按率本身计{ratio}"
BELOW_FLOOR = "，小于{floor}，不得分"
AT_FULL = "，按100%计"
NOTHING_DONE = "，没有完成"
WITHIN = "，未超过指标值"
TWICE = "，达到指标值的两倍或以上，不得分"
ZERO_MET = "指标值为0，不作除法；实际{actual}，视为完成"
ZERO_MISSED = "指标值为0，不作除法；实际{actual}，未达到，不得分"
LEADS_OF_RATIO = {
    "over": ("实际{actual}，未超过{target}", "实际{actual}，比{target}超过的比例{ratio}"),
    "short": ("实际{actual}，不低于{target}", "实际{actual}，比{target}少的比例{ratio}"),
    "deviation": ("实际{actual}，等于{target}", "实际{actual}，与{target}相差的比例{ratio}"),
}
LEAD_COMPLETION = "{actual}，完成率{ratio}"
AT_TOP = "，达到{top}，计满分"
PAST_LINE = "，{line}，不得分"
CAPPED = "，最低计{left}分"
ON_OPEN_BORDER = "恰为{limit}，原文有两档都含这个数，归哪一档由评价人决定"
LEAD_STEPS = "，每{each}为一步，{how}，计{steps}步"
LEAD_IN_TIME = "{actual}完成，不晚于{limit}"
LEAD_LATE = "{actual}完成，晚于{limit}"
LEAD_MET = "实际{actual}，满分点{limit}，没有扣分"
LEAD_PAST = "实际{actual}，超过{limit}"
LEAD_SHORT = "实际{actual}，低于{limit}"
USED_UP = "，扣完为止"
LEAD_BAND = "实际{actual}，属于“{band}”一档"
LEAD_TIER = "评定为第{number}档“{label}”"
LEAD_RANGE = "评定为“{label}”（{range}），由评价人在档内给分"
LEAD_MEETS = "实际{actual}，达到指标值{operator}{target}"
LEAD_MISSES = "实际{actual}，未达到指标值{operator}{target}"
LEAD_YES = "评定为达到指标值"
LEAD_NO = "评定为未达到指标值"
LEAD_TICKS = "已完成{labels}"
LEAD_NO_TICKS = "各项均未完成"
LEAD_JUDGED = "由评价人给分"
BY = "不晚于"
RANGE_NEEDS_POINTS = "评定为“{label}”，须由评价人在{range}内给分"
PERSON_DECIDES = "{lead}；酌情扣分，须由评价人在0至{w}分之间给分"

STEP_RULE = {
    "floor": "不足{each}的部分不计",
    "ceil": "不足{each}按{each}计",
    "exact": "不足{each}按比例计",
}
STEP_WORDING = {
    "floor": "不足{each}不扣分",
    "ceil": "不足{each}按{each}计",
    "exact": "不足{each}按比例扣分",
}

# Limits that every measured rule may have
QUANTITY_NAMES = {
    "value": "实际完成值",
    "count": "实际完成值",
    "completion": "完成率",
    "over": "超支率",
    "short": "未完成率",
    "excess": "超出数",
    "lack": "缺少数",
    "deviation": "偏差率",
    "late": "完成时间",
}
BAND_NAMES = {
    "completion": "完成率",
    "over": "超支率",
    "short": "未完成率",
    "excess": "超出数",
    "lack": "缺少数",
    "deviation": "偏差率",
    "late": "逾期天数",
}
DAY = "天"
LINE_WORDS = {(True, False): "超过", (True, True): "达到", (False, False): "低于", (False, True): "不高于"}
LATE_LINE = {False: "晚于{day}完成", True: "{day}及以后完成"}
LINE_LIMIT = "，{line}不得分"
MOST_OFF = "，最多扣{points}分"
LEAST = "，扣至{points}分为止"
FREE_LIMIT = "，允许误差{free}"
OPEN_BORDER = "恰为{limit}时由评价人决定归哪一档。"

# threshold_linear
RATE_OF_TARGET = "完成率"
RATE_OF_VALUE = "指标实际值"
WORDED_RATE = "完成率"
WORDED_ACTUAL_RATE = "实际完成率"
WORDED_VALUE = "指标实际值"
THRESHOLD_WORDING = (
    "该指标分值为{w}分，{rate}小于{floor}为不及格，不得分；大于等于{floor}的，按超过的比重赋分，"
    "计算公式为：得分=（{actual_rate}-{floor}）/（1-{floor}）×指标分值"
)
THRESHOLD_WORDING_TOP = (
    "该指标分值为{w}分，{rate}达到{top}得满分，{rate}低于{floor}不得分，{floor}-{top}之间按线性插值计分"
)
THRESHOLD_READING = (
    "满分{w}分；完成率（实际完成值÷指标值）小于{floor}不得分，达到{floor}后按超过{floor}的部分占比计分，"
    "超过100%按100%计{limits}。"
)
THRESHOLD_READING_VALUE = "满分{w}分；按指标实际值（率）本身计，小于{floor}不得分，达到{floor}后按超过{floor}的部分占比计分{limits}。"
THRESHOLD_READING_TOP = (
    "满分{w}分；{rate}达到{top}得满分，小于{floor}不得分，两者之间按线性插值计分{limits}。"
)
THRESHOLD_FORMULA = (
    "得分＝({rate}－{floor})÷({whole}－{floor})×{w}；{rate}小于{floor}时为0，大于{top}时按{top}"
)
THRESHOLD_FULL = "{rate}达到{top}"
THRESHOLD_ZERO = "{rate}不超过{floor}"

# proportional
PROPORTIONAL_WORDING = "该指标分值为{w}分，按完成比例赋分"
PROPORTIONAL_READING = "满分{w}分；按实际完成值占指标值的比例计分，超过100%按100%计{limits}。"
PROPORTIONAL_READING_DOWN = (
    "满分{w}分；不超过指标值得满分，超过后按超过的比例扣分，达到指标值两倍时为0分{limits}。"
)
PROPORTIONAL_FORMULA = "得分＝实际完成值÷指标值×{w}，最高{w}"
PROPORTIONAL_FORMULA_DOWN = "得分＝(1－(实际完成值－指标值)÷指标值)×{w}，最高{w}，最低0"
PROPORTIONAL_ZERO = "实际完成值不大于{limit}"
PROPORTIONAL_ZERO_DOWN = "实际完成值达到{limit}"
AT_LEAST_FULL = "实际完成值不低于{target}"
AT_MOST_FULL = "实际完成值不超过{target}"
EXACT_FULL = "实际完成值等于{target}"

# over_budget
BUDGET_WORDING = "预算成本控制在{target}以内计{w}分，每{verb}{each}{off_worded}（{step}），扣完为止{limits}"
RATIO_STEP_WORDING = "{full}得{w}分，每{verb}指标值的{each}{off_worded}（{step}），扣完为止{limits}"
BUDGET_READING = "满分{w}分；{full}得满分，每{verb}{each}{off}，{how}，扣完为止{limits}。"
BUDGET_FORMULA = "得分＝{w}－{sum}×步数，步数＝{verb}的百分比÷{each}，最低0"
SHARE_OFF = "扣满分的{share}"
SHARE_OFF_WORDED = "扣权重分的{share}"
POINTS_OFF = "扣{deduct}分"
SIDES_OF_RATIO = {
    "over": ("不超过{target}", "超过"),
    "short": ("不少于{target}", "少于"),
    "deviation": ("等于{target}", "偏离"),
}
STEPS_ZERO = "计满{steps}步（每步{each}）"

# per_unit and percent_points
OVER = "超过"
UNDER = "少于"
UNDER_RATE = "低于"
LATER = "延后"
NOT_OVER = "不超过{limit}"
NOT_UNDER = "不少于{limit}"
BY_DAY = "不晚于{day}完成"
WORDED_DAY = "{day}前完成"
PERCENT_POINT = "{count}个百分点"
PERCENT_POINT_UNIT = "百分点"
WORDED_TARGET = "达到指标值"
UNIT_WORDING = "{limit}得{w}分，每{verb}{each}扣{deduct}分（{step}），扣完为止{limits}"
UNIT_READING = "{limit}得满分{w}分；每{verb}{each}扣{deduct}分，{how}，扣完为止{limits}。"
MONTH_READING = "按整月计，第一步在{day}计满。"
UNIT_FORMULA = "得分＝{w}－{deduct}×步数，每{verb}{each}为一步，最低0"
UNIT_ZERO = "{verb}计满{steps}步（每步{each}）"

# bands, tiers
LIST_SEPARATOR = "；"
WORDED_SEPARATOR = "，"
OR = "，或"
INCLUDED = "（含）"
EXCLUDED = "（不含）"
AND_ABOVE = "以上"
AND_BELOW = "以下"
FROM_IN, FROM_OUT, TO_IN, TO_OUT = "大于等于", "大于", "小于等于", "小于"
BETWEEN = "{low}且{high}"
BAND_LINE = "{band}计{points}分"
BAND_IN_TIME = "按时完成"
BAND_WORDING = "{band}计{points}分"
BANDS_READING = "满分{w}分；按实际完成值所在的档计分：{bands}{limits}。"
BANDS_FORMULA = "得分＝实际完成值所在档的分值"
NEVER_ZERO = "没有得0分的情形"
QUOTED = "“{label}”"
TIER_LINE = "“{label}”{points}分"
TIER_WORDING = "“{label}”得{points}分"
TIERS_READING = "满分{w}分；由评价人评定档次，按档计分：{tiers}。"
TIERS_FORMULA = "得分＝评定档次的分值"

# tier_range
REACHED = "达成"
PARTLY = "部分达成"
NOT_REACHED = "未达成"
POINTS_RANGE = "{low}分（含）至{high}分{top}"
SHARE_RANGE = "{high}-{low}（含）"
RANGE_LINE = "“{label}”{range}"
RANGE_WORDING = "该指标分值为{w}分，分为{labels}{count}档，分别按分值的{shares}赋分"
RANGE_READING = "满分{w}分；由评价人先评定档次，再在该档范围内给分：{tiers}。"
RANGE_FORMULA = "得分＝评价人在评定档次范围内给出的分值"
RANGE_FULL = "评定为“{label}”并给足分值"
RANGE_ZERO = "评定为“{label}”并给0分"

# yes_no, checklist, discretionary, none
MEETS = "达到指标值"
MEETS_NOT = "未达到指标值"
YES = "是"
NO = "否"
YES_NO_WORDING = "该指标分值为{w}分，直接赋分，达到指标值得满分，未达到不得分"
YES_NO_READING_EQUAL = "满分{w}分；等于指标值得满分，否则得0分，没有中间分。"
YES_NO_WORDING_EQUAL = "该指标分值为{w}分，等于指标值得满分，否则不得分"
YES_NO_READING = "满分{w}分；达到指标值得满分，未达到得0分，没有中间分。"
YES_NO_FORMULA = "达到指标值：得分＝{w}；未达到：得分＝0"
CHECKLIST_WORDING = "该指标分值为{w}分：{items}"
CHECKLIST_ITEM = "{number}{label}计{points}分"
CHECKLIST_SEPARATOR = "；"
CHECKLIST_READING = "满分{w}分；逐项计分，完成一项得一项的分：{items}。"
CHECKLIST_FORMULA = "得分＝已完成各项的分值之和"
CHECKLIST_FULL = "{count}项全部完成"
CHECKLIST_ZERO = "没有一项完成"
ALL_ITEMS = "全部完成"
DISCRETION_WORDING_DAY = "该指标分值为{w}分，按时完成得满分，未按时完成酌情扣分"
DISCRETION_WORDING = "该指标分值为{w}分，达到指标值得满分，未达指标值酌情扣分"
DISCRETION_READING = "满分{w}分；达到指标值得满分，未达到时由评价人酌情给分。"
DISCRETION_FORMULA = "达到指标值：得分＝{w}；未达到：由评价人在0至{w}分之间给分"
BY_PERSON = "由评价人酌情决定"
NONE_READING = "本行不适用，不计分。"
NONE_WORDING = "无"

# Sample tables
HEAD_SCORE = "得分"
HEAD_ACTUAL = "实际完成值"
HEADS_OF_RATIO = {"over": "超过比例", "short": "少于比例", "deviation": "偏差比例"}
HEAD_STEPS = "{verb}（{unit}）"
HEAD_BAND = "实际完成值所在档"
HEAD_NUMBER = "序号"
HEAD_TIER = "档次"
HEAD_RANGE = "分值范围"
HEAD_MET = "是否达到指标值"
HEAD_ITEM = "完成的项目"
NO_RATIO = "指标值为0"
OPEN = "由评价人确定"
