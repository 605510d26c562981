"""Words of the report of a verification (四性检测, DA/T 70)."""

TITLE = "电子文件核验报告（四性检测）"
COUNTS = "共核验 {total} 个文件：通过 {passed} 个，不符 {failed} 个，未核对 {open} 个。"
ITEM, RESULT, BASIS = "检测项目", "结果", "说明"
NOT_BY_PROGRAM = "不能由程序检查"
NONE_SUCH = "没有这一项"
FILES = "{count} 个文件"
AMONG, ALIKE = "{count} 个文件，例如：{message}", "{count} 个文件：{message}"
BY_FILE, FILE = "逐个文件", "文件"
PASSED_ITEMS, OTHER_ITEMS = "{count} 项通过", "，{count} 项未检查或另有说明"
BY_HAND = "核验人：　　　　　　　　　　核验日期：　　　　　　　　　　"

QUALITIES = (
    (
        "真实性",
        (
            "DIG-01",
            "MAN-01",
            "MAN-03",
            "SIG-01",
            "SIG-02",
            "PROP-01",
            "PROP-02",
            "ATT-02",
            "DATA-01",
            "SAME-01",
            "DOC-02",
        ),
        (
            ("来源是否可靠、形成单位是否如实", "由档案人员与移交单位核对移交手续和登记。"),
            ("签章单位是否有权、印章是否真实", "由签章系统或电子印章管理部门核验。"),
        ),
    ),
    (
        "完整性",
        ("MAN-02", "ATT-01", "PAGE-01", "PAGE-02", "DOC-01", "OFD-01"),
        (("归档范围、件数与应归档的是否一致", "由档案人员与归档范围表、名册核对。"),),
    ),
    (
        "可用性",
        ("FILE-01", "FONT-01", "PDFA-01", "PDFA-02", "UA-01", "UA-02"),
        (("所用载体是否可读、能否长期保存", "由档案人员按载体检测规范检查。"),),
    ),
    (
        "安全性",
        ("SAFE-01",),
        (
            ("有无病毒", "由杀毒软件检查。"),
            ("归档过程、存储环境是否安全", "由档案和信息系统管理人员检查。"),
        ),
    ),
)

STYLE = (
    "@page{size:A4;margin:25mm 22mm}"
    "body{font-family:'宋体','SimSun','Noto Serif SC',serif;font-size:10.5pt;line-height:1.5;max-width:48em;"
    "margin:2em auto;padding:0 1em;color:#000}"
    "h1{font-size:18pt;text-align:center;margin:0 0 1em}"
    "h2{font-family:'黑体','SimHei','Noto Sans SC',sans-serif;font-size:12pt;margin:1.4em 0 .5em;break-after:avoid}"
    "h3{font-size:10.5pt;margin:1.2em 0 .4em;overflow-wrap:anywhere;break-after:avoid}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed;border:1.5px solid #000}"
    "th,td{border:1px solid #000;padding:.25em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{text-align:center;font-weight:bold}thead{display:table-header-group}tr{break-inside:avoid}"
    "th:nth-child(1){width:32%}th:nth-child(2){width:16%}.list th:nth-child(1){width:56%}"
    ".list th:nth-child(2){width:12%}td:nth-child(2){text-align:center}"
    ".fail{font-weight:bold}td.fail,span.fail{text-decoration:underline}"
    ".sign{margin-top:2.5em;white-space:pre-wrap}footer{margin-top:1em;font-size:9pt}"
    "@media print{body{margin:0;padding:0;max-width:none}}"
)
PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head>
<body>
{body}
<footer>formgen {version}</footer>
</body></html>
"""
