"""What stands on a form beside the declared values."""

TRUE, FALSE = "是", "否"
DAY = "{year}年{month}月{day}日"
INDENT = "　"
LABEL_BLANK = "　　"
"""Room to write in a label, where a declaration says nothing."""

LABEL_UNKNOWN = "××"
"""In a label that is called by its name, where no declaration is at hand."""

OTHER_HEADING = "本表样没有专门栏目的申报内容"
OTHER_ROW = "{name} {label}"

LABEL_WORDS = ("指标", "满意度", "效益", "影响", "可持续", "服务", "对象", "年度", "总体", "目标", "绩效", "任务", "主要",
               "资金", "（万元）", "（元）", "申请", "明细", "预算", "完成", "情况", "原因", "分析", "措施", "改进", "方向性", "单位", "名称", "标准",
               "部门", "项目", "代码", "成本", "生态", "环境", "社会", "经济", "月底", "以前", "底前")  # fmt: skip
"""Words of labels that a line break does not part."""
