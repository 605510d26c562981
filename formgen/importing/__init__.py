"""Last year's files → the fill-in workbook of the wanted form and year.

Comes in: files of any kind that people keep (Word, Excel, PDF, formgen's own). Goes out: a workbook, with a
sheet that says of every cell of the old files where it went. Nothing is guessed: what needs a person is
marked, and no form is made of the workbook while a mark is open.
"""
