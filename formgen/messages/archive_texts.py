"""The plain texts of a package for the archive: for people who have no formgen."""

README_HEAD = """归档包说明

本包是部门（单位）绩效申报表的归档包，共 {count} 件。不用任何专门软件也能看懂、核对和取出数据；本文件说明怎么做。
每件一个文件夹，以档号为名。

一、有哪些件
"""
README_ITEM = "  {number}　{title}"
README_FILES = """
二、每个文件是什么
"""
README_FILE = "  {name}：{what}"
README_PROFILES = """
表样：{profiles}。表样文件说明表上每一栏叫什么、数据里的每个键是哪一栏、表内各数怎样相互验算。
"""
README_HOW = """三、怎样读出数据

1. 看表：打开“档号.pdf”。PDF 是归档版本，自带字体，任何 PDF 阅读器都能看、能搜。
2. 用文字编辑器（记事本等）打开“档号.toml”。它是 UTF-8 编码的纯文本，每行一个“键 = 值”；[[indicators]] 下面是一条指标。
   键的中文名在“表样”文件夹的 profile.toml 里：key 是键，label 是表上的栏目名。
3. 用表格软件打开各个 .csv（UTF-8 编码，第一行是栏目名）。单元格开头若有一个单引号（'），是防止被当作公式，原文里没有。
4. “计分规则.txt”写着每条指标原来的评（扣）分标准，和按它怎样算分。

四、怎样核对没有被改动

1. manifest.json 是清单，也是纯文本：files 和 package 下面每个文件有 name（位置）、size（字节数）、sha256、sm3。
2. 在 Linux、macOS、麒麟、统信的终端里算出一个文件的摘要，与清单里的逐字相比：
     sha256sum 文件名
     openssl sm3 文件名
   Windows 的命令行：certutil -hashfile 文件名 SHA256
   例外：本文件最后一行是清单写好以后添上的，清单里记的是去掉最后一行以后的摘要：head -n -1 说明.txt | sha256sum
3. 清单自己的摘要（SM3）在本文件最后一行。收包时请把它另抄一份，记在移交清册或档案系统里：
   有人把文件连同清单全部重做一遍，只有抄在别处的摘要看得出来。
   也可以给清单加电子签名（manifest.json.p7s，CMS 分离签名），用 openssl cms -verify 检验。
4. 有 formgen 程序时：formgen verify 本文件夹；formgen verify 本文件夹 --digest 抄下的摘要。

五、各种证明说明什么

  摘要相符：文件自写清单以来一个字节也没有变。
  清单签名有效：清单在签名后没有变，签名者是证书上的人；证书是否可信要向签发机构核实。
  四性检测报告：打包那天程序检查了什么、结果怎样，哪些程序不能检查。
  事件记录：这些文件怎么来的。没有记录的事情留空，没有推测。
  盖章件的扫描图与数据是否一致，程序没有比对，要由人来看。
"""
README_LAST = "manifest.json 的 SM3 摘要： {sm3}"

RULES_HEAD = "{department}{year}年度　计分规则"
RULES_ROW = "{number}. {name}\n   评（扣）分标准（原文）：{wording}"
RULES_NONE = "没有填写"
RULES_READ = "以下是按上面的原文整理的计分办法，与申报表所附评分细则相同："

REPORT_HEAD = """四性检测报告（打包时）

检测日期：{day}
检测程序：formgen {version}
检测对象：打包前的 {files} 个文件；不符的 {failed} 个
依据：DA/T 70《文书类电子档案检测一般要求》中程序能做的项目；程序不能做的逐项列出，没有写作“通过”。"""
REPORT_CHECK = "  {name}：{count} 个文件通过"
REPORT_FILES = "{count} 个文件"
REPORT_LINE = "    {file}　{state}：{message}"
REPORT_BY_PEOPLE = "  不能由程序检查：{item}"
AUTHENTIC, COMPLETE, USABLE, SAFE = "一、真实性", "二、完整性", "三、可用性", "四、安全性"
PROPERTIES = {
    AUTHENTIC: ("DIG", "DATA", "PROP", "SIG"),
    COMPLETE: ("MAN", "ATT", "PAGE", "DOC", "OFD"),
    USABLE: ("FILE", "FONT", "PDFA", "UA"),
    SAFE: ("SAFE",),
}
"""Property → the first parts of the checks' ids."""

BY_PEOPLE = {
    AUTHENTIC: (
        "申报内容本身是否属实（由业务部门审核）",
        "盖章件上的印章、签字是不是本单位的（由收件人辨认）",
        "国密电子签章的真伪（用签章厂商的验章程序）",
    ),
    COMPLETE: (
        "应归档的单位和年度是否都在包里（对照应归档名册）",
        "盖章件扫描图是否清楚、有没有缺页（由收件人翻看）",
    ),
    USABLE: ("在本馆的阅读环境里能否打开（由档案人员抽看）",),
    SAFE: (
        "有没有病毒（用本单位的杀毒软件）",
        "载体有没有损坏（由档案人员检查）",
        "移交手续是否办齐（由移接双方）",
    ),
}
