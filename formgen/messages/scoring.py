"""Sentences of scoring that concern rows: wordings that are or are not read, points, actual values, the
score sheet and the appendix. What a rule says of itself is in `messages.rules`."""

# Wordings that give no rule
NO_WORDING = "没有评（扣）分标准。"
PLACEHOLDER = "“{wording}”不是评（扣）分标准，没有写明怎样计分。"
UNKNOWN = "读不出这条评（扣）分标准怎样计分，不作猜测。可改用常见写法，或在“规则”列写明规则。"
UNKNOWN_CLAUSE = "“{clause}”这一句读不出怎样计分，不作猜测。"
CLAUSES_APART = "各句合不成一条规则，不作猜测。"
FOREIGN_FACT = "“{noun}”要与指标值以外的数字（上年、平均、名次等）比较，须由人评定。"
FOREIGN_CONDITION = "“{noun}”是另外的条件，从实际完成值算不出来，须由人评定。"
FOREIGN_NOUN = "标准说的是“{noun}”，指标是“{name}”，不是同一个量。"
TWO_NOUNS = "前后说的不是同一个量：“{one}”与“{other}”。"
LAST_YEAR = "上年"
NO_TARGET = "指标值不是数字，无从计算。"
PARTLY_DOWN = "指标值是上限，看不出“部分完成”指多少。"
LIMIT_DIFFERS = "标准写“{words}”，指标值是{target}，两者不一致，先定下以哪一个为准才能计分。"
UNIT_MIXED = "标准里的数与指标值不是同一种单位，无法换算。"
NO_RATIO_OF_ZERO = "指标值不大于0，百分之几无从计算。"
DATE_UNIT = "时间"
NO_UNIT = "无单位"
NOT_LATE = "从截止日期算不出“{unit}”。"
BONUS_OR_RANGE = "有加分，或扣分、给分的幅度没有定数，须由人评定。"
MORE_OFF_THAN_FULL = "扣的分比满分还多。"
RISES_WRONG = "得分的方向与指标值类型或指标值相反。"
THRESHOLD_UPWARD = "这种算法只用于越多越好的指标。"
FLOOR_REVERSED = "及格线两边的方向写反了，或看不出及格线本身算不算及格。"
SEVERAL_STEPS = "有几种不同的扣分步长，须由人评定。"
STEP_ONCE = "没有写“每”，看不出只扣一次还是逐步扣，请改写清楚。"
STEP_FROM_WHERE = "看不出从哪里开始扣分。"
EVENTS_OF_WHAT = "看不出从第几起开始扣分。"
BEGINS = "从第{count}起"
LIMIT_DOUBTED = "“{words}”是否包括这个数本身，写法前后不一，请写明“（含）”或“（不含）”。"
NUMBERS_UNFIT = "其中的数字不能用来计分（如每次扣 0 分、分值超过两位小数），请核对原文。"
RATIO_NEVER = "一处说按比例计分，一处说未达到指标值就不得分，两者矛盾。"
LINE_AT_FULL = "一处说逐步扣分，一处说超过指标值就不得分，两者矛盾。"
LINE_OF_WHAT = "看不出“超过”的是总数还是超出指标值的部分，请改写清楚。"
OVERLAPPING = "有两档重叠。"
GAP_BETWEEN = "{low} 与 {high} 之间的数值不在任何一档。"
OVERLAP_BETWEEN = "{low} 与 {high} 之间的数值同时在两档之内。"
BORDER_TWICE = "{limit} 同时在两档之内。"
BORDER_NOWHERE = "{limit} 不在任何一档。"
GAP_ABOVE = "大于 {limit} 的数值不在任何一档。"
GAP_BELOW = "小于 {limit} 的数值不在任何一档。"
ONE_PIECE = "只有一档，不能覆盖全部数值。"
ENDLESS = "换算后除不尽，请改写。"
NO_RUNG = "看不出“{label}”是哪一档，须由人评定。"
MARKS = {True: "（含）", False: "（不含）"}

# What the clauses of a reading mean
MEANING_TIERS = "按档次给分"
MEANING_PIECE = "满足条件得多少分"
MEANING_TIER = "一档或一项及其分值"
MEANING_WHOLE = "本指标的分值"
MEANING_HEADING = "引语"
MEANING_NUMBER = "序号"
MEANING_CUT = "被截断的通行公式"
MEANING_OWN = "本套表自己的规定写法"
MEANINGS = {
    "heading": MEANING_HEADING,
    "whole": MEANING_WHOLE,
    "piece": MEANING_PIECE,
    "step": "每差一步扣多少分",
    "cap": "得分或扣分的上下限",
    "begun": "不足一步怎样计",
    "free": "允许的误差",
    "count": "项目总数",
}
TOO_LONG = "评（扣）分标准过长，读不出怎样计分。请在“规则”列写明规则。"
NO_METHOD = "只写了分值，没有写怎样计分。"
NO_POINTS = "没有写明分值。请在评（扣）分标准中写“该指标分值为几分”，或填写分值列。"
NO_NUMBER = "其中有写得不成数的数字。"
CUT_BEFORE_RULE = "文字被截断，剩下的部分还定不下怎样计分。请补全原文，或在“规则”列写明规则。"
TWO_PATTERNS = "这条评（扣）分标准有两种读法，不作猜测。请改写清楚，或在“规则”列写明规则。"
POINTS_IN_WORDING = "同一条评（扣）分标准里的分值不一致：{values}。"
TWO_FLOORS = "及格线前后不一致：{low}%与{high}%。"
TWO_RATES = "前后说的不是同一个率：{one}与{other}。"
UNKNOWN_RATE = "看不出“{rate}”怎样折算成百分比。"
OTHER_FORMULA = "所附的计算公式与前面的文字不是同一算法。"
NO_SUCH_DAY = "没有“{day}”这一天。"
STEP_MEASURE = "“{phrase}”与扣分的单位不一致。"
TWO_STEPS = "对不足一步的部分有两种说法。"
DIRECTION = "“每{verb}”扣分的方向与指标值类型（{operator}）或满分条件相反。"
UNIT_DIFFERS = "标准里的单位“{worded}”与计量单位“{unit}”不一致。"
PERCENT_OF_WHAT = "看不出“百分之几”是百分点还是指标值的百分之几，请写明“个百分点”或“指标值的”。"
BANDS_FAULTY = "各档没有把数值分清：{why}"
MARK_AGAINST = "“{sign}”与“{mark}”相矛盾。"
REST_TWICE = "看不出“其他”指哪些数值。"
LIST_OR_TIERS = "看不出是逐项累加还是只取一档，请写明总分值，如“该指标分值为几分”。"
RANGES_UNEVEN = "档次的个数与分值区间的个数不一致。"

# Notes on a reading
TWO_BASES = "“{rate}”有两种读法：{first}，或{second}；现按前一种计算。例如实际完成值为{actual}时，前者得{one}分，后者得{two}分。"
BY_TARGET = "按完成率（实际值÷指标值）"
BY_VALUE = "按该率本身"
AGAINST_OPERATOR = (
    "标准写“{words}”，指标值类型是“{operator}”：恰为{limit}时，按字面不得满分，现按“{operator}”得满分。"
)
NUMBER_DIFFERS = "标准写“{words}”，指标值是{target}，两者不一致。"
DATE_DIFFERS = "标准写“{words}”，指标值写“{target}”，两者说法不一；截止日现读作{read}。"
INTEGER_BANDS = "各档按整数写（如 80%-89%），上一个数后面的小数并入本档，例如 89.5 归 80-89 一档。"
OPEN_BORDER = "原文有两档都含 {limit}，恰为 {limit} 时由评价人决定归哪一档。"
SHARE_AS_PERCENT = "标准里的小数（如 0.95）按百分数（95%）读。"
FORMULA_ABSENT = "标准没有写出计算公式，现按通行公式（完成率-及格线）/（1-及格线）×分值计算。"
NUMBER_CUT = "最后一档的分值在“0”后被截断，现读作0分；若原文是零点几分，请补全。"
TIERS_OPEN = "最低一档也得{least}分，没有写明更差的情形。"
STEP_DEFAULT = {
    "floor": "标准没有写明不足一步怎样算，现按不足一步不扣分。",
    "ceil": "标准没有写明不足一步怎样算，现按不足一步按一步扣分。",
    "exact": "标准没有写明不足一步怎样算，现按比例扣分。",
}

# Rules in force and points
POINTS_DIFFER = "分值不一致：{claims}。"
CLAIM = "{source}{points}分"
SOURCES = {"rule": "规则", "wording": "评（扣）分标准", "column": "分值列"}
RULE_AGAINST_WORDING = "规则与评（扣）分标准不一致：规则是“{rule}”，标准读作“{wording}”。现按规则计分；请改成一致，或删去其中一个。"
SENTENCE_UNREAD = "规则写成了句子，但读不出：{why}可用 formgen score --rules 查看标准写法。"
RULE_BAD = "规则有误：{faults}"

# Actual values
ACTUALS_FAULTY = "实际完成值有误，请逐条改正："
ACTUAL_UNKNOWN = "没有名为“{name}”的三级指标。"
ACTUAL_NEAREST = "是不是“{near}”？"
ACTUAL_NOWHERE = "请照申报表里的三级指标名称写；申报表里没有的，删去这一条。"
ACTUAL_TWICE = "三级指标“{name}”出现不止一次，请写成“二级指标/三级指标”，如“{example}”。"
ACTUAL_SAME_ROW = "“{name}”与另一条指的是同一行，请只留一条。"
ACTUAL_SAME_NAMES = "二级指标与三级指标都相同的行不止一行，无法分清“{name}”指哪一行，请在名称后写明是第几条，如“{name}（第3条）”。"
ACTUAL_FAULT = "“{name}”：{why}"
ACTUAL_KEY = "不认识的项“{key}”，只能有 value（实际完成值）、reason（偏差原因）、points（评价人给的分）。"
ACTUAL_NO_VALUE = "没有实际完成值（value）。"
ACTUAL_TYPE = "实际完成值的类型不对。"
ACTUAL_REASON = "偏差原因应为文字。"
ACTUAL_POINTS = "评价人给的分（points）应为数字。"
WANT_SHORTER = "数字过长：整数部分最多 15 位，小数部分最多 9 位，不能是“{value}”，请四舍五入后再填。"
WANT_COUNT = "按个数计的指标，实际完成值不能是负数“{value}”。"
WANT_NUMBER = "应为数字{unit}，不能是“{value}”。"
WANT_PLAIN_PERCENT = "“{value}”是百分之{value}，还是{hundred}%？请写成“{value}%”或“{hundred}%”。"
WANT_NO_PERCENT = "计量单位是“{unit}”，不能填百分数“{value}”。"
WANT_DAY = "应为完成日期，如 2024-01-20，不能是“{value}”。"
MONTH_END = "只写了月份“{text}”，按该月最后一天（{day}）计。"
WANT_TIER = "应为档次的名称或序号：{tiers}。"
WANT_TICKS = "应为已完成项目的名称或序号：{items}；没有完成的写“无”，全部完成的写“全部”。"
WANT_YES_NO = "应为“是”或“否”。"
WANT_YES_NO_OR_VALUE = "应为“是”或“否”，或可与指标值比较的数字、日期。"
NUMBERED = "{number}“{label}”"

# The score sheet
TRACE = "{kind}：{trace}"
NO_ACTUAL = "尚无实际完成值。"
NOT_APPLICABLE = "本行不适用，不计分。"
NEEDS_PERSON = "须由人计分：{why}"
BY_EVALUATOR = "人工评定：由评价人给分"
RULE_WOULD_GIVE = "评价人给{given}分，按规则应为{ruled}分，现按评价人所给计分。"
TRUE, FALSE = "是", "否"

# The appendix
TARGET = "{operator}{target}"
UNREAD = "未能读出规则：{why}"
TRUNCATED_NOTE = "原文被截断，以上按剩下的部分读出。"
SUBTOTAL = "小计"
TOTAL = "合计"
UNKNOWN_POINTS = "未定"
SCORE_HEADS = ("一级指标", "二级指标", "三级指标", "分值", "实际完成值", "得分", "计分过程")
NO_REASON = "未填写"
NONE_TICKED = "无"
OPEN = "待定"
LIST_SEPARATOR = "、"
ACTUALS_FROM_BOTH = (
    "申报表的 [[indicators]] 里已经有实际完成值（actual 栏），又用 --actuals 给了一份；两处只能用一处："
    "请去掉 --actuals，或清空表里的实际完成值。"
)
