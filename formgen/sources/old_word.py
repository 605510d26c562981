"""A document of Word 97–2003 or WPS (.doc, .wps) → the same as a .docx.

Comes in: the bytes of an OLE file with a Word document in it. Goes out: the bytes of a .docx.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from formgen.base.errors import UnreadableInput
from formgen.messages import reading as say

_MOST_BYTES = 100 * 1024 * 1024


def convert_old_word(data: bytes, path: Path) -> bytes:
    """The converter takes and writes files only: both lie in a folder of our own, under names of our own. path: for
    messages. Raises UnreadableInput for what is damaged, set with a password, or beyond the converter."""
    from doc2docx import convert
    from doc2docx.cfb.container import CompoundFileLimits
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.doc"), Path(folder, "new.docx")
        old.write_bytes(data)
        limits = CompoundFileLimits(max_input_bytes=_MOST_BYTES, max_stream_bytes=_MOST_BYTES)
        try:
            convert(old, new, limits=limits)
        except EncryptedDocumentError as error:
            raise UnreadableInput(say.LOCKED_OLD_WORD.format(path=path)) from error
        # What damaged records make the converter raise beside its own errors.
        except (Doc2DocxError, ValueError, LookupError, TypeError, ArithmeticError, OSError) as error:
            raise UnreadableInput(say.BROKEN_OLD_WORD.format(path=path)) from error
        return new.read_bytes()
