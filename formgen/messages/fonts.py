"""Sentences about fonts and the characters they lack."""

NO_FONT = (
    "表样的 fonts.{use} 所列字体（{families}）本机一个也没有。"
    "请安装其中一种，或在该行末尾加上随程序安装的字体（{bundled}）。"
)
DAMAGED_FONT = "字体“{family}”的文件 {path} 已损坏或不是可用的字体。请重新安装该字体，或移走这个文件。"
GLYPHS_MISSING = "有的字在可用字体中找不到，无法原样印出，未生成任何文件："
NO_GLYPH = "“{label}”中的字符“{character}”（U+{code}）没有字体可以显示。"
NO_GLYPH_HINT = "请核对是否误输；确需此字时，安装含有该字的字体，并把字体名写进表样 profile.toml 的 fonts。"
