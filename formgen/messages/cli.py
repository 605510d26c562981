"""Sentences of the command line."""

PROGRAM_HELP = """把申报数据（xlsx 或 TOML）做成官方的部门（单位）整体绩效目标申报表：可编辑的 DOCX 和可归档的 PDF。

\b
第一次用：
  formgen new 申报表.xlsx      生成空白填报表，用 WPS 或 Excel 填写
  formgen check 申报表.xlsx    先自查，看哪些地方会被退回
  formgen build 申报表.xlsx    生成 DOCX 和 PDF
"""
VERSION_HELP = "显示版本号。"
HELP_HELP = "显示这份说明。"
USAGE = "用法："
OPTIONS = "选项"
REQUIRED = "[必填]"
OPTIONS_METAVAR = "[选项]"
COMMAND_METAVAR = "命令 [参数]..."
COMMANDS = "命令"
HEADING_END = "："

INTERRUPTED = "已中断。已完成的结果保留，再运行一次可继续。"
OUTPUT_LOST = (
    "屏幕输出没有全部写出：它导向的文件所在的磁盘满了，或不能写。请清理磁盘或换一个地方，再运行一次。"
)
BUG = "程序出错（{kind}），这是 formgen 的问题。记录在 {log}，请连同数据文件发给维护者。"
BUG_WITHOUT_LOG = "程序出错（{kind}：{why}），这是 formgen 的问题；记录也没能写出，请清理磁盘后重试，并把数据文件发给维护者。"

SEE_HELP = "运行 {command} --help 查看用法。"
NO_SUCH_OPTION = "没有选项“{option}”。"
DID_YOU_MEAN = "是不是“{near}”？"
MISSING = "缺少 {name}{what}。"
WANTED = {
    "PATH...": "（文件或文件夹）",
    "FILE": "（文件名）",
    "OLD...": "（去年的表）",
    "A": " 和 B（要比较的两份申报表）",
    "B": "（要比较的另一份申报表）",
    "WORKBOOK": "（要拆的工作簿）",
    "RESULTS": "（结果文件夹）",
    "OUTPUTS": "（build 的结果文件夹）",
}
BAD_VALUE = "{name} 的值不对：{why}"
BAD_OPTION = "选项“{option}”缺少值或用法不对。"
BAD_FILE = "{path} 打不开。"
NO_SUCH_COMMAND = "没有这个命令：{name}。"
MEANT_HELP = "没有这个命令：help。是不是“formgen --help”，或“formgen 命令 --help”？"
MEANT_FILE = "“{name}”不是命令。是不是“formgen check {name}”（自查），或“formgen build {name}”（生成）？"
TOO_MANY = "多出了“{words}”。"
BAD_USAGE = "用法不对。"
NOT_ONE_OF = "没有“{value}”，可用 {choices}。"
CHOICE_SEPARATOR = "、"
NOT_A_COUNT = "“{value}”不是从 1 起的整数"
NOT_UNDERSTOOD = "看不懂"

PROFILE_HELP = "表样名称，或自己的表样文件夹。"
OUTPUT_HELP = "结果放在哪个文件夹。"

BUILD_HELP = """生成 DOCX 和 PDF。

PATH 是数据文件（.toml、.xlsx）或文件夹；一个工作簿里每张工作表算一份申报表。
结果先逐格核对，与数据不一致就不发布。
"""
DRAFT_HELP = "草稿：有错误也生成，每页印“草稿”。"
FORMATS_HELP = "生成哪些格式，用逗号隔开：docx、pdf、ofd。"
BAD_FORMATS = "格式只有 docx、pdf 和 ofd，写法如 --formats docx,pdf,ofd"
DONE = "已生成：{path}"
KEPT = "没有改动，沿用：{path}"
NOTES = "{path}：读取时规范了 {count} 处："
FAILED_FILE = "{path}：{why}"

NEW_HELP = """写一份空白填报表。

FILE 以 .xlsx 结尾时是像申报表一样的工作簿（推荐），以 .toml 结尾时是文本数据文件。
"""
NEW_DONE = "已写出 {path}。填好后运行 formgen check {path}{profile} 自查，再运行 formgen build {path}{profile} 生成申报表。"
NEW_PROFILE = " --profile {profile}"

SCORE_HELP = """按评（扣）分标准计分：每个指标的分值、规则，有实际完成值时算出得分。

FILE 是申报表数据（.toml、.xlsx）。实际完成值文件用 formgen new --actuals 生成后填写。
"""
ACTUALS_HELP = (
    "实际完成值：一个单位的文件（.toml、.xlsx），有“单位名称”一列的工作簿，或每个单位一份的文件夹。"
)
FORMAT_HELP = "输出形式。"
BUILD_FORMAT_HELP = "text：给人看；json：给程序读。"
APPENDIX_HELP = "附件：评分细则放在哪里： inside 放在申报表后面， separate 单独成文件， none 不要。"
ENGINE_HELP = (
    "用哪种 PDF 引擎：auto（默认：结果文件夹原来用哪种就用哪种，否则有 Pango 用 weasyprint，没有就用 typst），"
    "weasyprint，或 typst（快得多，不需要系统库；先 pip install 'formgen[typst]'）。"
)
ENGINE_PICKED = "PDF 用 Typst 排版（本机没有 Pango，或这个文件夹原来就用 Typst）。"
JOBS_HELP = "同时用几个进程（默认用满本机处理器）。"
ROSTER_HELP = "应报单位名册（.xlsx、.xls、.et、.ods、.csv）：未报、迟报列入汇总，预算数用来核对成本指标。"
PREFER_HELP = (
    "同一单位报来几份时用哪份：newest 取新的（先看填报日期，再看文件修改时间），或写文件名；可写多次。"
)
CLUSTER_HELP = "交给 Dask 集群去做，如 tcp://scheduler:8786。"
NEW_YEAR_HELP = "申报年度（默认用表样的年度）。"
NEW_YEAR_WRONG = "年度应为四位数，不是 {year}"
NEW_ACTUALS_HELP = "生成实际完成值填报文件（与 --for 一起用）。"
NEW_FOR_HELP = "为哪份申报表生成实际完成值文件。"
NEW_FOR_MISSING = "--actuals 要与 --for 申报表文件 一起用"
NEW_ACTUALS_DONE = "已写出 {path}。填好实际完成值后运行 formgen score {source} --actuals {path}"

DOCTOR_HELP = "检查本机：字体、系统库、版本，缺什么、怎么装。"
