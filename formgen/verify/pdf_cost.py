"""How much a PDF's pages draw at most, told before anything of it is drawn or gone through.

Comes in: an open PDF. Goes out: whether it is as much as a form could have. A few kilobytes can ask for billions of
strokes: a content that thousands of pages share, forms that show forms that show forms.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Stream

MOST_OF_A_PAGE = 4 << 20
MOST_OF_ALL = 32 << 20
"""Bytes of what draws the pages, forms as often as they are shown. A dense page has 40,000; 2,400 indicators with their
appendix take 10 million."""

_MOST_DEPTH = 4
_SHOWS = b"Do"
"""Whatever is shown beside text is called so. It may stand in a text, too, and be counted for nothing."""


def is_moderate(pdf: pikepdf.Pdf) -> bool:
    """Raises pikepdf.PdfError for what cannot be unpacked."""
    counter, total = _Counter(), 0
    for page in pdf.pages:
        cost = counter.of_page(page.obj)
        total += cost
        if cost > MOST_OF_A_PAGE or total > MOST_OF_ALL:
            return False
    return True


class _Counter:
    """Each stream is looked at once, however often it is shown."""

    def __init__(self) -> None:
        self._sizes: dict[tuple[int, int], tuple[int, int]] = {}
        self._costs: dict[tuple[int, int], int] = {}

    def of_page(self, page: Dictionary) -> int:
        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, Array) else [contents]
        sizes = [self._size(item) for item in streams if isinstance(item, Stream)]
        shown = sum(count for _, count in sizes)
        return sum(size for size, _ in sizes) + (shown * self._largest(page, 0) if shown else 0)

    def _size(self, stream: Stream) -> tuple[int, int]:
        """Bytes, and how often it may show something."""
        if stream.objgen not in self._sizes:
            content = stream.read_bytes()
            self._sizes[stream.objgen] = len(content), content.count(_SHOWS)
        return self._sizes[stream.objgen]

    def _largest(self, holder: Dictionary | Stream, depth: int) -> int:
        """The cost of the costliest form that it could show."""
        resources = holder.get("/Resources")
        named = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        items = list(named.as_dict().values()) if isinstance(named, Dictionary) else []
        forms = [item for item in items if isinstance(item, Stream) and item.get("/Subtype") == "/Form"]
        return max((self._of_form(form, depth + 1) for form in forms), default=0)

    def _of_form(self, form: Stream, depth: int) -> int:
        if depth > _MOST_DEPTH:
            return MOST_OF_ALL
        key = form.objgen
        if key not in self._costs:
            self._costs[key] = MOST_OF_ALL  # where it shows itself
            size, shown = self._size(form)
            self._costs[key] = size + (shown * self._largest(form, depth) if shown else 0)
        return self._costs[key]
