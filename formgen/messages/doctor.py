"""Sentences of `formgen doctor`."""

NOT_INSTALLED = "未安装"
PRESENT = "已安装"
PIP = "运行 pip install {name}"

PANGO = "Pango（PDF 排版库）"
PANGO_MISSING = "未找到，不能生成 PDF；DOCX 不受影响（--formats docx）"
PANGO_MISSING_WITH_TYPST = "未找到，默认引擎不能生成 PDF；可以加 --engine typst 生成"
PANGO_REMEDIES = {
    "apt-get": "运行 sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0（Debian、Ubuntu、银河麒麟桌面版）",
    "dnf": "运行 sudo dnf install pango harfbuzz（银河麒麟服务器版、欧拉、Fedora）",
    "yum": "运行 sudo yum install pango harfbuzz（银河麒麟服务器版、欧拉、CentOS）",
    "zypper": "运行 sudo zypper install libpango-1_0-0 libharfbuzz-subset0",
    "win32": (
        "安装 MSYS2 后在其终端运行 pacman -S mingw-w64-x86_64-pango，"
        r"并把 C:\msys64\mingw64\bin 设为环境变量 WEASYPRINT_DLL_DIRECTORIES"
    ),
    "darwin": "运行 brew install pango",
    "other": "请安装 Pango 1.44 以上版本和 HarfBuzz（含 subset 库）",
}
SUBSETTER = "HarfBuzz subset（字体子集库）"
SUBSETTER_MISSING = "未找到，仍可生成 PDF，但每份要慢很多倍"
SUBSETTER_REMEDIES = {
    "apt-get": "运行 sudo apt-get install libharfbuzz-subset0",
    "dnf": "运行 sudo dnf install harfbuzz",
    "yum": "运行 sudo yum install harfbuzz",
    "zypper": "运行 sudo zypper install libharfbuzz-subset0",
    "win32": "在 MSYS2 终端运行 pacman -S mingw-w64-x86_64-harfbuzz",
    "darwin": "运行 brew install harfbuzz",
    "other": "请安装带 subset 库的 HarfBuzz 4.1 以上版本",
}
UNKNOWN_WITHOUT_PANGO = "装好 Pango 后再查"

TYPST = "Typst（批量用的 PDF 引擎，可选）"
TYPST_MISSING = "未安装，不能用 --engine typst"

FONTS = "字体"
USES = {"title": "标题", "head": "表头", "body": "表格正文", "prose": "职责与目标", "heading": "附件标题"}
FONT_OF = "PDF {use}字体"
FONT_REPLACED = "本机没有 {wanted}，用 {family} 代替"
FONT_REMEDY = "不影响内容；要用 {wanted}，请安装该字体，或把字体文件放进表样文件夹的 fonts 目录"

VALIDATOR = "Java（veraPDF 校验，可选）"
NO_JAVA = "未找到，PDF/A 只做内置校验"
JAVA_REMEDY = "需要完整校验时安装 Java 17"

SUMMARY_GOOD = "可以生成 DOCX 和 PDF。"
SUMMARY_MISSING = "缺少标 × 的项目，请按“→”后的办法安装。"
