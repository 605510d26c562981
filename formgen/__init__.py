"""formgen: declaration data in, the official 部门（单位）整体绩效目标申报表 out, as DOCX and PDF.

The road of one declaration is `formgen.run.produce.produce`; the command line is `formgen.cli`.
"""

__version__ = "0.2.0"
