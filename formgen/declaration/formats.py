"""The versions of the files that formgen writes, and the names under which they stand there.

A reader refuses a newer version in a sentence and reads older ones for ever; a file without a version is
older than all.
"""

from __future__ import annotations

WORKBOOK_FORMAT = 1
"""Workbooks: the form to fill in, actual values, reports."""

FORMAT_PROPERTY = "formgen_format"
"""Custom property with the version, a whole number."""

KIND_PROPERTY = "formgen_kind"
"""Custom property that says what a workbook is: one of `WorkbookKind`."""

PROFILE_PROPERTY = "formgen-profile"
"""Custom property with the id of the profile of a fill-in workbook."""
