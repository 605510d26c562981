"""Words of the event log of a package."""

HEADS = ("档号", "事件", "时间", "责任者", "程序", "说明")
MADE, CHECKED, TAKEN, SIGNED, VERIFIED, PACKED = "生成", "审核", "收入盖章件", "签名", "核验", "打包"
SEVERITIES = {"error": "错误", "warning": "提醒", "note": "提示"}
COUNT = "{name} {count} 处"
VERDICT = "审核结果：{counts}"
FROM = "由数据文件 {source} 按表样 {profile} 生成；生成的时间和经办人没有记录"
WAS = "收到时名为 {name}"
VERIFIED_NOTE = "打包前核验 {files} 个文件：不符 {failed} 项，未检查 {unchecked} 项，详见四性检测报告"
PACKED_NOTE = "写出归档包，并从磁盘读回核验；经办人没有记录"
