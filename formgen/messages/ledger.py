"""Sentences about the result folder."""

BUSY = "另一个 formgen 正在往 {folder} 写结果。请等它结束，或用 -o 换一个文件夹。"
