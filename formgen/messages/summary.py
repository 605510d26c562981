"""Sentences and heads of 汇总.xlsx."""

TITLE = "部门整体绩效目标申报汇总"
ABOUT = "表样：{profile}　共 {total} 份。排列：名单里的单位在前、按名单次序，其余按来源文件名。"
ABOUT_NO_ROSTER = "表样：{profile}　共 {total} 份。按来源文件名排列。"
DIGEST = "清单 manifest.json 的 SM3 摘要（请另抄一份存放）：{digest}"

OVERVIEW, RANKING, POINTS, SCORES = "总览", "排名", "分值构成", "自评得分"
HEATMAP, DUPLICATES, ARRIVALS, CHARTS = "审核热图", "跨表雷同", "报送情况", "图表"

NUMBER, DEPARTMENT, YEAR, SOURCE = "序号", "单位", "年度", "来源"
VERDICT, SUGGESTED, FULL, TOTAL, GRADE = "审核结论", "建议等次", "分值合计", "自评总分", "自评等次"
STATUS, RESULT = "处理", "结果文件，或没有生成的原因"
NOT_REVIEWED = "未审核"
UNKNOWN_DEPARTMENT = "（单位不详）"
STATUSES = {"built": "已生成", "kept": "沿用", "checked": "已审核", "failed": "未生成"}
COUNT_TOTAL, COUNT_MISSING, COUNT_LATE, COUNT_EXPECTED, COUNT_EXTRA = (
    "报送",
    "未报",
    "迟报",
    "应报",
    "不在名单",
)
MORE_FAULTS = "……另有 {count} 处，见审核意见。"
REASON_LINE = "{place}{message}"
REASON_PLACE = "{place}："
COUNT_SKIPPED = "未读"
SKIPPED, SKIPPED_REASON = "未读的文件", "没有读的原因"
SKIPPED_ABOUT = (
    "文件夹里另有 {count} 个文件没有当作申报表读，不计入其他各表。如有应报而未读的，请按原因处理后重新运行。"
)

RANK, REMARK = "名次", "说明"
RANKED_BY_TOTAL = "按自评总分从高到低排名，同分同名次。{open} 份没有自评总分，列在后面，不排名次。"
RANKED_BY_GRADE = (
    "没有自评总分，按建议等次（优、良、中、差）排名；等次相同的，错误、提醒、提示少的在前，都相同的同名次。"
    "{open} 份读不出，列在后面，不排名次。等次为程序建议，由审核人决定。"
)
NO_TOTAL = "没有自评总分"
NOT_READ = "读不出"

POINTS_ABOUT = "各级指标的分值（分）。“未定”是有指标的分值读不出。{left} 份读不出，没有列入。"
SCORES_ABOUT = "各级指标的自评得分（分）。“未定”是还有指标没有得分。{left} 份读不出，没有列入。"
SUBTOTAL = "{level1}\n小计"
SUM = "合计"
OPEN = "未定"

HEATMAP_ABOUT = (
    "数字是发现的条数，颜色按最重的一级：{error} 错误、{warning} 提醒、{note} 提示。“·”是查过、没有发现；"
    "“未检查”是没有进行；数字带 * 是没有查完。"
)
COLOURS = {"error": "红", "warning": "黄", "note": "蓝"}
NOT_CHECKED = "未检查"
ALL_UNITS = "合计"

DUPLICATES_ABOUT = "DUP-01 的发现，以及同一单位同一年度不止一份的。"
DUPLICATES_NONE = "没有发现跨表雷同。"
KIND, PLACE, PROBLEM, HINT = "类别", "位置", "问题", "怎样改"
KIND_DEPARTMENT, KIND_GOAL, KIND_ROW = "同一单位", "年度总体目标", "指标"
SAME_DEPARTMENT = "同一单位同一年度的文件不止一份，还有：{others}。"
SAME_DEPARTMENT_HINT = "请确认以哪一份为准。"

ARRIVALS_ABOUT = (
    "应报 {expected}，已报 {present}（其中迟报 {late}），未报 {missing}，不在名单 {extra}。"
    "迟报指报送日期晚于截止日期；报送日期取名单所记，名单没有记的取申报数据里的填报日期，都没有的为“日期不详”。"
    "报来而被退回、读不出的，只要认得出单位，都算已报。"
)
CODE, DEADLINE, FILED, STATE = "编码", "截止日期", "报送日期", "状态"
PRESENT, LATE, UNDATED, MISSING, EXTRA, NAMELESS = (
    "已报",
    "迟报",
    "已报，日期不详",
    "未报",
    "不在名单",
    "单位不详",
)
SEPARATOR = "、"
POSSIBLE_FILE = "也许是读不出的 {files}"
NAMELESS_REMARK = "文件读不出，不知道是哪个单位的"
EXTRA_REMARK = "请核对单位名称，或补进名单"

CHART_VERDICTS, CHART_SUGGESTED, CHART_GRADES, CHART_CHECKS = (
    "审核结论（份）", "建议等次（份）", "自评等次（份）", "发现最多的检查（条）",
)  # fmt: skip
CHARTS_ABOUT = "图由左侧的数据画成。"
COUNT = "份数"
OPEN_GRADE = "未评"
SUFFIX_SEPARATOR = "、"
