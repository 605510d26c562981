"""Ordinary tags of a PDF are told from all that something could hide in, and tags of lost pages are seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from formgen.sources.pdf_objects import sort_objects
from formgen.verify.pdf_document import find_document_faults
from tests.archive.test_conformance import HIDDEN, tags_of

STRANGE: dict[str, tuple[str, bytes]] = {
    "a script": ("JS", b"(x)"),
    "actions": ("AA", b"<< >>"),
    "an action": ("A", b"<< /S /URI /URI (http://example.com) >>"),
    "an action among looks": ("A", b"[ << /O /Table >> << /S /Launch >> ]"),
    "an action's kind": ("S", b"/URI"),
    "a picture": ("S", b"/Figure"),
    "a kind of its own": ("S", b"/Layer"),
    "an attachment": ("EF", b"<< >>"),
    "an attachment elsewhere": ("FS", b"<< /EF << >> >>"),
    "a signature": ("ByteRange", b"[ 0 1 2 3 ]"),
    "a signature's kind": ("Type", b"/Sig"),
    "a text in the place of another": ("ActualText", b"(x)"),
    "another, in sixteens": ("Act#75alText", b"(x)"),
    "what is short for another": ("E", b"(x)"),
    "a tag inside": ("K", b"[ << /S /TD /ActualText (x) >> ]"),
    "a word": ("A", b"<< /O (x) >>"),
} | {f"past the limits: {name}": ("XX", value) for name, value in HIDDEN.items()}


@pytest.fixture
def document(pdf: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf) as opened:
        yield opened


def test_most_are_ordinary(document: pikepdf.Pdf) -> None:
    objects = sort_objects(document)
    assert {tag.objgen for tag in tags_of(document)} <= objects.tags
    assert len(objects.others) + len(objects.tags) == len(document.objects)
    assert objects.pages == {page.objgen for page in document.pages}


@pytest.mark.parametrize("what", STRANGE)
def test_none_of_them_holds_anything(what: str, document: pikepdf.Pdf) -> None:
    key, written = STRANGE[what]
    tag = tags_of(document)[0]
    tag[f"/{key}"] = pikepdf.Object.parse(written)
    assert tag.objgen not in sort_objects(document).tags


def test_a_page_that_is_no_longer_there(document: pikepdf.Pdf) -> None:
    assert not list(find_document_faults(document, sort_objects(document)))
    gone = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))
    tags_of(document)[0].Pg = gone
    assert len(list(find_document_faults(document, sort_objects(document)))) == 1
