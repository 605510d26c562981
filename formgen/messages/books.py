"""Sentences in every workbook that formgen writes."""

CUT = "……（共 {length} 字，此处放不下，全文见{where}）"
ORIGINAL = "原文件"
REVIEW = "审核意见"
