"""Sentences of `formgen split`."""

HELP = """把一个工作簿拆成每个单位（项目）一个文件。

WORKBOOK 里每张工作表一个单位，或是一张登记表（每行一个指标，有“部门（单位）名称”一列，项目的表再有“项目名称”一列）。
读不出的逐个说明，其余照常拆出；已有的文件不会覆盖。
"""
FOLDER_HELP = "拆出的文件放在哪个文件夹。"
NOT_WORKBOOK = "{path} 只有一份申报表，不用拆。split 拆的是 .xlsx 工作簿。"
SAME_NAME = (
    "{labels} 会拆成同名文件“{name}”，都没有写出。请核对{names}和年度：重复的删去一份，不同的改成不同名称。"
)
LOST = "{label} 拆出的文件与原表不一致，没有写出。请把原工作簿反馈给维护者。"
LABEL_SEPARATOR = "、"
WRITTEN = "已写出：{path}"
FAILED = "{label}：{why}"
UNIT = "单位"
NAME = "名称"
SUMMARY = "共 {total} 个{kind}：拆出 {done} 个，失败 {failed} 个。结果在 {folder}。"
