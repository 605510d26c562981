"""Sentences and heads of 汇总.xlsx."""

OLD_TITLE = "部门整体绩效目标申报汇总"
"""What 0.2.0 called it, by which its workbooks are known."""

TITLE, SEVERAL_FORMS = "{title}审核汇总", "绩效申报表"
OVERVIEW, PROBLEMS, RANKING, GAPS, FILES = "总览", "问题", "排名", "没有检查的", "逐份结果"
REGISTER, POINTS, SCORES = "登记", "分值构成", "自评得分"
HEATMAP, DUPLICATES, ARRIVALS, CHARTS = "审核热图", "跨表雷同", "报送情况", "图表"

# ── heads ────────────────────────────────────────────────────────────────────────────────────────
NUMBER, DEPARTMENT, YEAR, SOURCE = "序号", "单位", "年度", "来源"
VERDICT, SUGGESTED, FULL, TOTAL, GRADE = "审核结论", "建议等次", "分值合计", "自评总分", "自评等次"
STATUS, RESULT = "处理", "结果文件，或没有生成的原因"
STATE, FORMS, UNITS, NEXT, WHOSE = "状态", "份数", "单位数", "下一步", "哪些单位"
ROUND, COMPARED, TOTALS = "轮次", "与上一次相比", "总分"
PROBLEM_KIND, FINDINGS, SEVERITY, CELLS, HINT = "问题", "处数", "程度", "在哪些栏（处数）", "怎样改"
REASON, COUNT, WHICH, WHICH_CHECKS, NOT_CHECKED_KIND = (
    "原因",
    "份数",
    "哪些单位或文件",
    "哪些检查",
    "没有检查的",
)
MATTER, NUMBER_OF, SEE = "事项", "数目", "见"
KIND, SHARED, PLACES = "类别", "哪些文字相同", "几处"
RANK, REMARK = "名次", "说明"
CODE, DEADLINE, FILED, CONTACT = "编码", "截止日期", "报送日期", "联系人"
SUM = "合计"

# ── lists in a cell ──────────────────────────────────────────────────────────────────────────────
SEPARATOR, SUFFIX_SEPARATOR = "、", "、"
WITH_PROJECT = "{unit}（{project}）"
NAME_COUNT = "{name}（{count}处）"
MORE_NAMES = "……共{count}个"
MORE_NAMES_IN = "……共{count}个，全部见“{where}”"
CELL_COUNT = "{cell} {count}"
MORE_CELLS = "其他 {count}"

# ── 总览 ─────────────────────────────────────────────────────────────────────────────────────────
ABOUT = "表样：{profile}　登记在册 {units} 个单位、{total} 份申报表{day}。各数与登记、退回意见一致。"
ABOUT_DAY = "，审核到 {day}"
PART, PART_NUMBERS = "{number}、{title}", "一二三四五"
PART_STATES, PART_ROUNDS, PART_PROBLEMS, PART_SCORES, PART_REST = (
    "报到哪一步",
    "审到第几轮",
    "问题最多的",
    "自评",
    "还要知道的",
)
EXPECTED = "名册应报 {count} 个单位"
NOT_EXPECTED = "；另有 {count} 个不在名册"
LATE_UNITS = "迟报 {count} 份：{units}"
NTH = "第{number}次"
MENDED_OF = "改好 {mended} 处，没改 {standing} 处，新问题 {new} 处，没有要求而改 {changed} 格"
GRADED = "{title}（{grade}）"
OTHER_PROBLEMS = "其他 {count} 类"
SEE_PROBLEMS = "见“问题”"
OPEN_GRADE = "还没有总分"
ALL_SCORED = "已有总分"
SCORES_OF = "平均 {mean} 分，最高 {most} 分，最低 {least} 分"
NO_TOTAL = "还有指标没有得分，或没有给实际完成值"
FILES_PASSED, CHECKS_MISSED, UNMADE = "没有读的文件", "检查没有做的原因", "没有错误而没有做成"
SEE_SHEET = {
    FILES_PASSED: "“没有检查的”（按原因），“逐份结果”（逐个文件）",
    CHECKS_MISSED: "“没有检查的”；没有检查不等于没有问题",
    UNMADE: "“逐份结果”写明原因",
}
REASON_COUNT, REASON_SEPARATOR = "{reason}（{count}）", "；"
MORE_REASONS = "另 {count} 个原因"

# ── 问题 ─────────────────────────────────────────────────────────────────────────────────────────
PROBLEMS_ABOUT = (
    "一类问题一行：一共几处，几个单位有，在表的哪些栏，都是谁。错误必须改，提醒请单位核对，提示仅供参考。"
)
PROBLEMS_IGNORED = "其中 {count} 处审核人已忽略，算在内，退回意见里不写。"
PROBLEMS_NONE = "没有发现问题"

# ── 排名 ─────────────────────────────────────────────────────────────────────────────────────────
RANKING_ABOUT = (
    "先按状态（通过、人工通过、已改未核、退回、读不出、未报），再按问题轻重：错误少的在前，错误一样的提醒少的在前；"
    "都一样的同名次。提示不影响名次。建议等次由程序给出，由审核人决定。"
)

# ── 没有检查的 ───────────────────────────────────────────────────────────────────────────────────
GAPS_ABOUT = "一个原因一行。没有读的文件逐个列在“逐份结果”末尾；没有进行的检查不算通过。"
GAPS_NONE = "文件都读了，检查都做了。"
KIND_FILE, KIND_CHECK = "文件没有读", "检查没有做"
ALL_CHECKS, ALL_READ = "全部", "读出的全部"
ITS_NAME, SOME = "本单位", "几"

# ── 逐份结果 ─────────────────────────────────────────────────────────────────────────────────────
FILES_ABOUT = (
    "这一次运行的每个文件：读了 {count} 份；没有当作申报表读的 {skipped} 个列在最后，不计入其他各表。"
)
DIGEST = "清单 manifest.json 的 SM3 摘要（请另抄一份存放）：{digest}"
NOT_REVIEWED = "未审核"
STATUSES = {"built": "已生成", "kept": "沿用", "checked": "已审核", "failed": "未生成"}
PASSED_OVER = "没有读"
MORE_HINTS = "其余各按所在的栏改，见退回意见。"
MORE_FAULTS = "……另有 {count} 处，见审核意见。"
REASON_LINE = "{place}{message}"
REASON_PLACE = "{place}："

# ── 分值构成, 自评得分 ───────────────────────────────────────────────────────────────────────────
POINTS_ABOUT = "各级指标的分值（分）。“未定”是有指标的分值读不出。{left} 份读不出或没有选定，没有列入。"
SCORES_ABOUT = "各级指标的自评得分（分）。“未定”是还有指标没有得分。{left} 份读不出或没有选定，没有列入。"
SUBTOTAL = "{level1}\n小计"
OPEN = "未定"

# ── 审核热图 ─────────────────────────────────────────────────────────────────────────────────────
HEATMAP_ABOUT = (
    "数字是发现的条数，颜色按最重的一级：{error} 错误、{warning} 提醒、{note} 提示。“·”是查过、没有发现；"
    "“未检查”是没有进行；数字带 * 是没有查完。"
)
HEATMAP_SOUND = "另有 {count} 项检查在读出的各份里都查过，都没有发现，没有列出：{checks}。"
COLOURS = {"error": "红", "warning": "黄", "note": "蓝"}
NOT_CHECKED = "未检查"
ALL_UNITS = "合计"

# ── 跨表雷同 ─────────────────────────────────────────────────────────────────────────────────────
DUPLICATES_ABOUT = (
    "同样几个单位相同的文字并作一行。多数单位都有的指标像是统一下达的共性指标，只作提示，不影响等次。"
)
DUPLICATES_NONE = "没有发现跨表雷同。"
KIND_DEPARTMENT, KIND_GOAL, KIND_ROW, KIND_BOTH = "同一单位多份", "年度总体目标", "指标", "目标和指标"
FILES_DIFFER = "{files}（有 {count} 格不同）"
SHARED_GOAL = "年度总体目标：{text}"
SHARED_ROWS = "指标 {count} 项：{names}"
SHARED_NAME = "单位名称、年度、项目相同"
GOES_ON = "……"

# ── 报送情况 ─────────────────────────────────────────────────────────────────────────────────────
ARRIVALS_ABOUT = (
    "应报 {expected}，已报 {present}（其中迟报 {late}），未报 {missing}，不在名单 {extra}。"
    "迟报指报送日期晚于截止日期；报送日期取名单所记，名单没有记的取申报数据里的填报日期，都没有的看第一次收到是否在"
    "截止以前，看不出的为“日期不详”。报来而被退回、读不出的，只要认得出单位，都算已报。"
)
PRESENT, LATE, UNDATED, MISSING, EXTRA, NAMELESS = (
    "已报",
    "迟报",
    "已报，日期不详",
    "未报",
    "不在名单",
    "单位不详",
)
POSSIBLE_FILE = "也许是读不出的 {files}"
NAMELESS_REMARK = "文件读不出，不知道是哪个单位的"
EXTRA_REMARK = "请核对单位名称，或补进名单"

# ── 图表 ─────────────────────────────────────────────────────────────────────────────────────────
CHART_STATES, CHART_SUGGESTED, CHART_GRADES, CHART_CHECKS = (
    "状态（份）", "建议等次（份）", "自评等次（份）", "发现最多的问题（处）",
)  # fmt: skip
CHARTS_ABOUT = "图由左侧的数据画成。"
