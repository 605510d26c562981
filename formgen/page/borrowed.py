"""Files for readers that take none but files: there for as long as they read, under the names that the user knows.

Comes in: names and bytes from a browser. Goes out: paths in a private folder, which is gone afterwards; refusals call
the files by their names alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from formgen.base.errors import FormgenError, UnreadableInput
from formgen.declaration.naming import safe_part


@contextmanager
def as_files(files: Sequence[tuple[str, bytes]]) -> Iterator[list[Path]]:
    """The files, each in a folder of its own: two may have one name. Raises UnreadableInput for whatever is refused
    meanwhile."""
    with TemporaryDirectory(prefix="formgen-") as folder:
        paths = [
            Path(folder) / str(number) / safe_part(PurePath(name).name)
            for number, (name, _) in enumerate(files)
        ]
        for path, (_, data) in zip(paths, files, strict=True):
            path.parent.mkdir()
            path.write_bytes(data)
        try:
            yield paths
        except FormgenError as error:
            above = rf"(?:{re.escape(folder)}|{re.escape(Path(folder).as_posix())})[/\\]\d+[/\\]"
            raise UnreadableInput(re.sub(above, "", str(error))) from error
