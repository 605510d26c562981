"""Sentences about fonts and the characters they lack."""

NO_FONT = (
    "表样的 fonts.{use} 所列字体（{families}）本机一个也没有。"
    "请安装其中一种，或在该行末尾加上随程序安装的字体（{bundled}）。"
)
DAMAGED_FONT = "字体“{family}”的文件 {path} 已损坏或不是可用的字体。请重新安装该字体，或移走这个文件。"
GLYPHS_MISSING = "有的字在可用字体中找不到，无法原样印出，未生成任何文件："
NO_GLYPH = "“{label}”中的字符“{character}”（U+{code}）没有字体可以显示。"
NO_GLYPH_HINT = "请核对是否误输；确需此字时，安装含有该字的字体，并把字体名写进表样 profile.toml 的 fonts。"
SCRIPT_HINT = (
    "请核对是否误输；确需此字时，请安装{script}的字体：Windows 和 WPS 用“{windows}”，"
    "Debian、Ubuntu、麒麟运行 apt install {package}（字体名“{family}”），再把字体名加到表样 profile.toml 的 fonts 各行末尾。"
)
PRIVATE_HINT = "这是自造字（私用区），别的电脑上没有这个字形。请换成规范字，或把单位的造字字体放进表样的 fonts 文件夹，并把字体名写进 profile.toml 的 fonts。"
SELECTOR_HINT = "它是看不见的异体字选择符，请求前一个字换一种字形。请删去它，只留前面的字；两种字形不能相混的，请直接输入要用的那个字。"
UYGHUR, TIBETAN, MONGOLIAN, YI, DAI = "维吾尔文、哈萨克文（阿拉伯字母）", "藏文", "蒙古文", "彝文", "傣文"
LISU, MIAO, KOREAN, THAI, DEVANAGARI = "傈僳文", "苗文", "朝鲜文", "泰文", "天城文"
HAN, RARE_HAN, SYMBOLS = "汉字", "生僻汉字（扩展区）", "符号"
