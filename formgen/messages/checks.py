"""Sentences of the checks: what is wrong (one sentence) and what to write instead (hint)."""

# ── what each check is called ────────────────────────────────────────────────────────────────────
TITLES = {
    "READ-01": "读取时作了规范",
    "READ-02": "读不出",
    "READ-03": "读不懂的单元格",
    "REQ-01": "必填项为空",
    "REQ-02": "占位文字与“无”",
    "REQ-03": "缺少指标",
    "REQ-04": "表上没有位置的内容",
    "TXT-01": "文字被截断",
    "TXT-02": "空格与全半角",
    "TXT-03": "层级不符",
    "TXT-04": "解释只重复名称",
    "TXT-05": "形近字",
    "TAX-01": "指标分类不对",
    "TAX-02": "重复、过多、次序",
    "TAX-03": "归类存疑",
    "VAL-01": "指标值不是数字",
    "VAL-02": "计量单位",
    "VAL-03": "方向存疑",
    "VAL-04": "指标值存疑",
    "VAL-05": "日期与年度",
    "VAL-06": "单位与指标值相同",
    "VAL-07": "百分数写成小数",
    "SCO-01": "总分",
    "SCO-02": "分值不一致",
    "SCO-03": "评分标准算不出",
    "SCO-04": "分档不全",
    "SCO-05": "评分标准与指标不符",
    "SCO-06": "单项分值过大",
    "SCO-07": "有两种读法",
    "ACT-01": "缺少偏差原因",
    "ACT-02": "得分与算出的不同",
    "ACT-03": "实际完成值不对",
    "FUND-01": "超预算",
    "FUND-02": "合计不等于各项之和",
    "FUND-03": "比率不符",
    "FUND-04": "应当相等的数不等",
    "FUND-05": "比重合计不符",
    "FUND-06": "超过限额",
    "DUP-01": "跨表雷同",
}

# ── sources; † marks common practice, where no article is quoted ─────────────────────────────────
SOURCE_FORM = "申报表表样"
SOURCE_INDICATORS = "财预〔2021〕101号；通行做法†"
SOURCE_EVALUATION = "财预〔2020〕10号；通行做法†"
SOURCE_TOTAL = "申报表表样规定的总分"
SOURCE_BUDGET = "财预〔2015〕88号；通行做法†"
SOURCE_PRACTICE = "通行做法†"
SOURCE_ARITHMETIC = "申报表表样的勾稽关系"

# ── verdicts and grades ──────────────────────────────────────────────────────────────────────────
GRADES = ("优", "良", "中", "差")
GRADE_MEANING = {
    "优": "直接进入下一步预算安排流程",
    "良": "可与单位协商，直接完善后进入下一步预算安排流程",
    "中": "退回单位修改完善，按程序重新报送审核",
    "差": "不进入下一步预算安排流程",
}
"""中央部门预算绩效目标管理办法（财预〔2015〕88号）."""

# ── why a check could not be made ────────────────────────────────────────────────────────────────
NEEDS = {
    "rules": "没有评分规则，无法核对分值。",
    "actuals": "没有提供实际完成值，无法核对偏差原因和得分。",
    "budget": "没有提供单位预算数，无法与成本指标核对。",
    "folder": "只有一份申报表，没有可比对的。",
}
SWITCHED_OFF = "表样的 profile.toml 停用了这项检查。"
UNREAD = "文件没有读出来，这项检查没有进行。"
LEFT_OUT = "有 {count} 份申报表读不出，没有参与比对。"
PROFILE_FAULTY = "{path} 的 [checks] 有错，请改正："
UNKNOWN_CHECK = "没有编号为“{id}”的检查。"
KNOWN_CHECKS = "现有：{ids}。"

# ── REQ ──────────────────────────────────────────────────────────────────────────────────────────
THIS_ROW = "本行"
EMPTY_FACT = "{label}没有填写。"
EMPTY_CELL = "“{name}”的{label}是空的。"
FILL_FACT = "请填写{label}。"
FILL_CELL = {
    "operator": "请从 ≥、≤、=、>、<、定性 中选一个。",
    "level3": "请写明三级指标的名称；这一类确实不适用的，整行都写“无”。",
    "target": "请填写指标值：能量化的写数字，定性指标写要达到的状态。",
    "explanation": "请用一句话说明这条指标考察什么、怎样取数。",
    "scoring": "请写明分值和扣分办法，例如“该指标分值为2分，……”。",
}
PLACEHOLDER = "{label}“{text}”是占位文字，不是内容。"
WRITE_IT = "请写出完整的{label}。"
NOT_APPLICABLE = "“{level2}”整行为“无”，按不适用处理，不计分。"
NOT_APPLICABLE_HINT = "确实不适用的可保留。"
NONE_IN_PART = "{label}写了“{text}”，同一行的其他栏却有内容。"
NONE_IN_PART_HINT = "不适用的整行都写“无”；适用的请补齐这一栏。"
ONLY_NAME_IS_NONE = "“{level2}”的三级指标写“无”、其他栏空着，按整行“无”（不适用）处理，不计分。"
NO_INDICATORS = "一条绩效指标也没有。"
NO_INDICATORS_HINT = "请至少填写一行指标。"
NO_LEVEL3 = "“{level1}”下没有一条三级指标。"
NO_LEVEL3_HINT = "请在“{level1}”下至少填写一条三级指标。"
LEVEL2_LEFT_OUT = "“{level1}”下没有“{level2}”。"
LEVEL2_LEFT_OUT_HINT = "不适用的，可保留该二级指标、整行写“无”；适用的请补充三级指标。"

HOMELESS = "填写了“{label}”{rows}，这张表样没有它的位置；打印时列在表后的附加内容里。"
IN_ROWS = "（{count} 行）"
HOMELESS_HINT = "请核对是否用错了表样；确实不报的，删去“{label}”。"

# ── TXT ──────────────────────────────────────────────────────────────────────────────────────────
CUT = "{label}以“{end}”结尾，像是导出时被截断了。"
CUT_HINT = "请对照原件补全这一格的文字。"
CUT_AT_LIMIT = "{label}恰好 {length} 字，又停在半句上（“…{end}”），像是被系统截断了。"
CUT_AT_LIMIT_HINT = "请核对原件，补全句子。"
ODD_SIGNS = "{label}里{what}。"
ODD = {
    "BLANKS_AT_ENDS": "开头或结尾有多余的空格（“{shown}”）",
    "BLANKS_INSIDE": "文字中间有多余的空格（“{shown}”）",
    "WIDE_BLANK": "文字中间有全角空格（“{shown}”）",
    "WIDE_SIGNS": "有全角的数字、字母或符号（“{shown}”）",
    "SPELT_SIGNS": "≥、≤ 写成了两个符号（“{shown}”）",
    "NARROW_MARKS": "中文之间用了半角标点（“{shown}”）",
    "BRACKETS": "全角括号与半角括号混用",
    "CONTROL": "有看不见的控制字符（{codes}）",
    "PRIVATE": "有自造字（{codes}），在别的电脑上显示不出，请换成规范的字",
    "LOST": "有转换时丢失的字（{codes}），请重新输入",
}
ODD_SIGNS_HINT = (
    "数字、字母和 % 用半角，中文标点用全角，去掉多余的空格；formgen check --fix 可代改其中大部分。"
)
LEVELS = {"PROVINCE": "省级", "CITY": "市级", "COUNTY": "县级", "DISTRICT": "区级", "TOWN": "乡镇级"}
LEVEL_UNKNOWN = "从单位名称“{name}”看不出是哪一级，无法核对文中的层级。"
OTHER_LEVEL = "{label}里的“{words}”是别的层级的提法，而本单位是{level}单位。"
OTHER_LEVEL_HINT = "请核对是否照抄了其他地方的材料，改成本级的提法。"
LOOKALIKES = "{label}里有 {count} 个形近而不同的字（{shown}），检索时找不到。"
LOOKALIKE = "{old} {code} 应为 {new}"
LOOKALIKES_HINT = "请重新输入这些字；formgen check --fix 可代改。"
EXPLAINS_NOTHING = "{label}只重复了指标名称“{name}”。"
EXPLAINS_NOTHING_HINT = "请说明这条指标考察什么、口径是什么、数据从哪里来。"

# ── TAX ──────────────────────────────────────────────────────────────────────────────────────────
STRANGE_LEVEL1 = "表样里没有“{level1}”这个一级指标。"
STRANGE_LEVEL2 = "“{level1}”下没有“{level2}”这个二级指标。"
COST_TWICE = "“{level1}”作了一级指标，“产出指标”下又有成本指标，两处重复。"
COST_TWICE_HINT = "请把成本指标合并到一处：本表样放在“产出指标”的“成本指标”下。"
DID_YOU_MEAN = "是不是“{near}”？"
BELONGS_UNDER = "“{level2}”应放在“{level1}”下。"
KNOWN_GROUPS = "可填：{known}。"
SAME_NAME = "三级指标“{name}”与第 {row} 条{place}重名。"
SAME_NAME_HINT = "重复的请删去一条；不是一回事的请改名区分。"
CROWDED = "“{level2}”下有 {count} 条三级指标，超过 {most} 条。"
CROWDED_HINT = "请只保留最能反映工作成效的指标。"
SCATTERED = "“{level1}”的“{level2}”没有排在一起。"
SCATTERED_HINT = "请把同一二级指标的各行移到一起。"
OUT_OF_ORDER = "“{level2}”排在“{before}”之后，与表样的次序不同。"
OUT_OF_ORDER_HINT = "请按表样的次序排列各组指标。"
MISPLACED = "“{name}”放在“{level2}”下，看名称或单位更像“{wanted}”。"
MISPLACED_HINT = "请核对；确属“{wanted}”的请移过去。"

NO_TAXONOMY = "表样没有规定一、二级指标的名称，没有核对分类。"

# ── VAL ──────────────────────────────────────────────────────────────────────────────────────────
OPEN_NUMBER = "{label}“{text}”里的“{words}”使数字不确定，不能作为指标值。"
OPEN_NUMBER_HINT = "请只写一个确定的数字；“不少于”“不超过”的意思由指标值类型表示。"
RANGE = "{label}“{text}”是一个范围，不是一个数字。"
RANGE_HINT = "请只写一个数字：不少于的写下限，不超过的写上限。"
OPEN_UNDER_QUALITATIVE = "指标值“{text}”里的“{words}”使数字不确定，无法判断是否完成。"
OPEN_UNDER_QUALITATIVE_HINT = "能量化的请选 ≥、≤ 或 =，只写一个确定的数字。"
NO_NUMBER = "{label}“{text}”不是数字，而指标值类型是“{operator}”。"
NO_NUMBER_HINT = "请只写一个数字；不能量化的，指标值类型改为“定性”。"
UNIT_IN_VALUE = "{label}“{text}”把数字和单位写在一格里，而计量单位栏是“{unit}”。"
UNIT_IN_VALUE_HINT = "请核对后分开写：指标值 {number}，计量单位 {unit}。"
NUMBER_UNDER_QUALITATIVE = "{label}“{text}”是数量，指标值类型却是“定性”。"
NUMBER_UNDER_QUALITATIVE_HINT = "请把指标值类型改为 ≥、≤ 或 =，指标值只写数字，单位写到计量单位栏。"
TARGET_IN_NAME = "{label}的名称里带着数量“{text}”。"
TARGET_IN_NAME_HINT = "名称只写考察什么（如“参训人数”），数量写到指标值栏。"
NO_UNIT = "有数量却没有{label}。"
NO_UNIT_HINT = "请填写计量单位，例如 件、次、%、万元。"
UNIT_HINT = "这类指标的计量单位一般是 {units}。"
UNIT_UNFIT = "“{name}”的计量单位是“{unit}”，与名称不相称。"
PERCENT_IN_WORDS = "{label}写成了“{unit}”。"
PERCENT_IN_WORDS_HINT = "请写 %。"
DIRECTION = "“{name}”的指标值类型是“{operator}”，而{why}。"
MORE_IS_BETTER = "这类指标一般是越高越好"
WORK_TO_DO = "要完成的工作量一般是不少于"
COSTS_ARE_CAPPED = "成本支出一般是不超过"
SOONER_IS_BETTER = "期限一般是不超过"
FEWER_IS_BETTER = "这类指标一般是越少越好"
DIRECTION_HINT = "请核对，一般写“{wanted}”。"
VAGUE = "定性指标值“{text}”太笼统，无法判断是否完成。"
VAGUE_HINT = "请写出可以核实的状态，或改成可量化的指标。"
OVER_HUNDRED = "百分比指标值 {target} 超过了 100。"
OVER_HUNDRED_HINT = "请核对数字和单位；确实可以超过 100% 的可保留。"
ZERO_TARGET = "指标值是 0，而评分标准按比例计分，无从计算比例。"
ZERO_NOT_CHECKED = "没有评分规则，指标值 0 是否能按比例计分没有核对。"
ZERO_TARGET_HINT = "请核对指标值，或把评分标准改为按次、按件扣分。"
OTHER_YEAR_FORM = "申报年度是 {year}，而用的是{form}的表样。"
OTHER_YEAR_FORM_HINT = "请核对年度，写错的请改正；确属该年度的，请换用该年度的表样。"
YEARS_FROM = " {first} 年起使用"
YEARS_TO = " {first}—{last} 年"
DATE_OUTSIDE = "指标值“{text}”不在申报年度 {year} 年内。"
DATE_OUTSIDE_HINT = "请核对日期；应为 {year} 年的请改正。"
DATE_UNDER_NUMBER = "指标值“{text}”是日期，而指标值类型是“{operator}”。"
DATE_UNDER_NUMBER_HINT = "日期请用“定性”，例如 定性、2023年12月底之前。"
NUMBER_IS_DATE = "指标值 {target} 像是日期（{date}），却是一个数字。"
NUMBER_IS_DATE_HINT = (
    "是日期的，指标值类型选“定性”，指标值写“{date}底之前”这样的文字；是数量的请写上计量单位。"
)
MONTH_SHOWN = "{year}年{month}月"
DAY_SHOWN = "{year}年{month}月{day}日"
FRACTION = "计量单位是 %，指标值却是 {target}，像是把百分数写成了小数。"
FRACTION_HINT = "请核对：{percent}% 的请写 {percent}；确实不到 1% 的可保留。"
UNIT_REPEATS = "定性指标的计量单位“{unit}”与指标值相同。"
UNIT_REPEATS_HINT = "定性指标没有计量单位，可留空。"

# ── SCO ──────────────────────────────────────────────────────────────────────────────────────────
TOTAL = "各指标分值合计 {total} 分，应为 {wanted} 分。"
TOTAL_HINT = "请把分值合计{change} {gap} 分，调整到 {wanted} 分。"
SUBTOTAL = "“{group}”的分值合计 {total} 分，应为 {wanted} 分。"
SUBTOTAL_HINT = TOTAL_HINT
STATED_SUM = "“{label}”写的是 {points} 分，各行分值合计却是 {total} 分。"
STATED_SUM_HINT = "请核对各行分值和合计，改成一致。"
STATED_UNKNOWN = "有指标读不出分值，“{label}”的 {points} 分没有核对。"
NO_POINTS_ANYWHERE = "这张表没有分值，也没有评分标准，没有核对总分。"
MORE = "增加"
LESS = "减少"
TOTAL_UNKNOWN = "有 {count} 条指标读不出分值（其余合计 {known} 分），无法核对合计是否为 {wanted} 分。"
POINTS_HINT = "请核对，几处写成同一个分值。"
RULE_DIFFERS_HINT = "请以评（扣）分标准为准改规则，或改写文字，使两者一致。"
POINTS_ON_NONE = "本行为“无”，分值栏却写了 {points} 分。"
POINTS_ON_NONE_HINT = "不适用的行不计分，请清空分值；适用的请填写指标。"
RULE_FAULTY = "“规则”用不上：{why}"
RULE_HINT = "请改正规则，或删去规则、只用评（扣）分标准的文字。"
PLACEHOLDER_WORDING_HINT = "请写明分值、得满分的条件和扣分办法。"
NOT_COMPUTABLE = "评（扣）分标准不能自动计算：{why}"
NOT_COMPUTABLE_HINT = "不改的话，这一条由评价人打分。"
DISCRETION = "评（扣）分标准写“酌情”，未达到指标值时怎样扣分没有写明。"
DISCRETION_HINT = "请写明每差多少扣几分；不改的话，未达到时由评价人打分。"
BANDS_HINT = "请让各档首尾相接，每个数值恰好落在一档。"
TIERS_HINT = "请补上最差一档的情形和分值。"
AGREEMENT_HINT = "请核对，把评（扣）分标准与指标值改成一致。"
HEAVY = "这一条占 {points} 分，超过总分的 {share}%（{most} 分）。"
HEAVY_HINT = "请把分值分给几条指标，或说明理由。"
READINGS_HINT = "请在评（扣）分标准里写清按哪一种计算，例如统一写“完成率”。"

# ── ACT, FUND, DUP ───────────────────────────────────────────────────────────────────────────────
UNSCORED = "有 {count} 条指标还没有得分，没有核对偏差原因。"
NO_REASON = "“{name}”扣了 {lost} 分，没有写偏差原因。"
NO_REASON_HINT = "请补充偏差原因和改进措施。"
OVERSHOT = "“{name}”完成到指标值的 {ratio}%，没有说明原因。"
OVERSHOT_HINT = "请说明超额的原因；指标值定低了的，下年请调整。"
SCORE_DIFFERS = "“{name}”填写的{label}是 {given} 分，按评分标准算出 {ruled} 分。"
SCORE_DIFFERS_HINT = "请核对实际完成值和得分；评分标准另有约定的，请在偏差原因里写明。"
ACTUAL_UNFIT = "“{name}”的实际完成值不能用：{why}"
ACTUAL_UNFIT_HINT = "请改正实际完成值；须由人评定的，由评价人直接给分。"
SCORE_OUTSIDE = "“{name}”填写的{label}是 {given} 分，而这一条的分值是 {points} 分。"
SCORE_OUTSIDE_HINT = "得分在 0 和分值之间，请核对这两个数。"
SCORE_OPEN = "有 {count} 条填了得分，但没有按标准算出来的得分可比。"
SUM_DIFFERS = "{whole}填的是 {found}{unit}，而{terms}合计 {expected}{unit}，相差 {gap}{unit}。"
SUM_DIFFERS_HINT = "请核对{whole}和各项，改正写错的那一个。"
RATIO_DIFFERS = "{whole}填的是 {found}%，而{terms}算出 {expected}%。"
RATIO_DIFFERS_HINT = "请核对{whole}；应为 {of} ÷ {by}。"
RATE_SCORE_DIFFERS = "{whole}填的是 {found} 分，按{terms}% 算出 {expected} 分。"
RATE_SCORE_DIFFERS_HINT = "请核对{whole}和{by}。"
EQUAL_DIFFERS = "{whole}是 {found}{unit}，{terms}是 {expected}{unit}，两处应当相等，相差 {gap}{unit}。"
EQUAL_DIFFERS_HINT = "请核对两处，改成一致。"
SHARE_DIFFERS = "{terms}合计 {expected}，应为 {found}，相差 {gap}。"
SHARE_DIFFERS_HINT = "请核对各项比重，使合计为 {found}。"
MOST_EXCEEDED = "{whole}是 {found}{unit}，超过了{terms}{expected}{unit}。"
MOST_EXCEEDED_HINT = "请核对{whole}，或核对限额。"
PROFILE_SAYS = "{message}（{found}，{expected}）"
OWN_FOUND = "填的是 {found}{unit}"
OWN_EXPECTED = "应为 {expected}{unit}"
TERM = "{label} {value}"
PLUS, OVER, AND = " + ", " ÷ ", "、"
TITLES_OF_RULES = {
    "sum": "合计",
    "ratio": "比率",
    "score": "按比率得分",
    "equal": "两处是否相等",
    "share": "比重合计",
    "at_most": "限额",
}
CELLS_EMPTY = "{cells}没有填写（或不是数字），没有核对{rule}。"
OF_ROW = "“{row}”的{label}"
ROW_ALONE = "“{row}”"
NTH_ROW = "第 {number} 行的{label}"
SUM_OF = "各行{label}"
MORE_CELLS = " 等 {count} 格"
OVER_BUDGET = "{count} 条成本指标合计 {total} 万元，超过单位预算 {budget} 万元。"
OVER_BUDGET_HINT = "请核对成本指标的数额、单位，或预算数。"
COSTS_UNREAD = "有 {count} 条成本指标读不出数额，没有核对完。"
NO_COSTS = "没有以金额计的成本指标，无法与预算核对。"
SAME_DEPARTMENT = "同一单位同一年度的申报表不止一份，还有：{others}。"
SAME_DEPARTMENT_HINT = "请确认以哪一份为准，删去其余。"
SAME_GOAL = "年度总体目标与别的单位一字不差：{others}。"
SAME_ROW = "“{name}”整行与别的单位一字不差：{others}。"
COMMON_ROW = "“{name}”整行与多数单位一字不差，像是统一下达的共性指标：{others}。"
COMMON_ROW_HINT = "确是统一下达的不必改；不是的，请结合本单位的职责和工作重新填写。"
SAME_TEXT_HINT = "请结合本单位的职责和工作重新填写。"
AND_MORE = " 等，另有 {count} 份"
