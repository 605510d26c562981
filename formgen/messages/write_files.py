"""Sentences about results that could not be written."""

DISK_FULL = "磁盘已满，{path} 没有写出；原有文件未动。请清理磁盘后重试。"
NO_RIGHTS = "没有写入 {folder} 的权限，{path} 没有写出。请换一个能写入的文件夹，或关闭正在打开该文件的程序。"
NOT_A_FOLDER = "{folder} 不是文件夹，{path} 没有写出。请换一个文件夹。"
IS_A_FOLDER = "{path} 是一个文件夹，不能写成文件。请改用别的名字。"
OPEN_ELSEWHERE = "{path} 正在 WPS 或别的程序里打开着，没有写出；原有文件未动。请先关闭它再试。"
BAD_NAME = '{path} 不能用作文件名，没有写出。请换一个名字（不含 \\ / : * ? " < > | 这些字符）。'
DEVICE_NAME = (
    "{path} 是 Windows 留给设备的名字（con、prn、aux、nul、com1、lpt1 等），没有写出。请换一个文件名。"
)
NAME_TOO_LONG = "文件名太长，{path} 没有写出。请换一个短一些的名字，或路径短一些的文件夹。"
FAILED = "{path} 没有写出（{why}）；原有文件未动。"
EXISTS = "{path} 已经存在，没有覆盖。请换一个文件名，或先移走它。"
