"""Sentences about the result folder."""

BUSY = "另一个 formgen 正在往 {folder} 写结果。请等它结束，或用 -o 换一个文件夹。"

DAMAGED_NAME = "{name}.损坏-{number}"
NEWER_NAME = "{name}.较新版本-{number}"
SET_ASIDE = "{path} 已损坏，改名为 {name} 放在一旁；要用到的记录从头再做，结果不受影响。"
SET_ASIDE_IN_PART = (
    "{path} 有 {count} 处损坏，原件改名为 {name} 放在一旁；没有损坏的记录照常使用，其余从头再做。"
)
LINES_SET_ASIDE = (
    "{path} 有 {count} 行损坏，单独移到 {name} 里放在一旁；其余各行（审核人的决定也在内）照常使用。"
    "损坏的行里如有决定，请在汇总表里重新填写。"
)
REGISTER_SET_ASIDE = (
    "{path} 不是文件，改名为 {name} 放在一旁，重新登记。以前的决定如不在汇总表里，请重新填写。"
)
SET_ASIDE_NEWER = (
    "{path} 是更新版本的 formgen 写的（format {found}，本版本读到 {known}），改名为 {name} 放在一旁；"
    "要用到的记录从头再做。要接着原来的做，请先升级 formgen。"
)
