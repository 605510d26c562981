"""Sentences about checkers of PDF/A and PDF/UA that are not formgen's own."""

NO_VERAPDF = "本机没有 veraPDF，没有检查。需要时请安装 veraPDF，或用环境变量 FORMGEN_VERAPDF 指明它的位置。"
VERAPDF_SLOW = "veraPDF 没有在限定时间内答复，没有检查。"
VERAPDF_FAILED = "veraPDF 没有给出能读的结果（{why}），没有检查。请单独运行 veraPDF 看看。"
VERAPDF_SILENT = "veraPDF 没有提到这个文件，没有检查。"
