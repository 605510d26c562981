"""The seed built whole, shared with the tests of results."""

from tests.archive.conftest import built, docx, pdf, results, source

__all__ = ["built", "docx", "pdf", "results", "source"]
