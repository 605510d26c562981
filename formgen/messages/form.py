"""What stands on a form beside the declared values."""

TRUE, FALSE = "是", "否"
DAY = "{year}年{month}月{day}日"
INDENT = "　"
OTHER_HEADING = "本表样没有专门栏目的申报内容"
OTHER_ROW = "{name} {label}"
