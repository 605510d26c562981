"""Workbooks that formgen writes: one palette, one clock, one limit that says so.

`writer` makes reports (summary, report, diff). `package` finishes what openpyxl made (the fill-in
workbook, actual values), so that it is valid and the same on every day. `cell_text` and `palette` serve
both.
"""
