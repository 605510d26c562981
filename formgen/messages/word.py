"""Sentences about what a Word document shows beside its plain texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """message: {text} is what was seen. is_fault: in a cell it stops the form. for_person: it was read, and somebody
    should look."""

    message: str
    hint: str = ""
    is_fault: bool = False
    for_person: bool = False


SEEN = {
    "number": Seen("自动编号（{text}）已照看到的样子读作文字。"),
    "raised": Seen("上标、下标已读作对应的字符（{text}）。"),
    "flat": Seen("上标或下标“{text}”没有对应的字符，已读作普通文字，请核对。", for_person=True),
    "struck": Seen("有画了删除线的文字“{text}”，也已读取；不要的内容请删去。", for_person=True),
    "hidden": Seen("有设为隐藏的文字“{text}”，看不见，没有读取。", for_person=True),
    "prompt": Seen("“{text}”是控件里提示填写的话，已按没有填写读取。"),
    "removed": Seen("有修订删去的文字“{text}”，没有读取。", for_person=True),
    "added": Seen("有修订加上的文字“{text}”，已读取。", for_person=True),
    "comment": Seen("这里有批注，没有读取。"),
    "picture": Seen("这里有图片，图片里的内容没有读取。", for_person=True),
    "note": Seen("这里有脚注或尾注“{text}”，没有读取；要印在表上的请写进格子。", for_person=True),
    "sign": Seen(
        "有认不出的符号（{text}），不知道看到的是什么字。",
        "请删去它，改用键盘或“插入符号”里的普通字符。",
        True,
    ),
    "math": Seen("有公式“{text}”，写不成一行文字。", "请把公式改写成一行文字，例如（A÷B）×100%。", True),
    "field": Seen("有域（{text}），看不出它显示什么。", "请在 Word 或 WPS 里选中它，改成普通文字。", True),
    "box": Seen("有文本框“{text}”，没有读入。", "请把文本框里的内容写进格子，再删去文本框。", True),
    "table": Seen("格子里又有一张表“{text}”，没有读入。", "请把里面的内容写成文字，再删去里面的表。", True),
}
"""What is seen, by kind."""
