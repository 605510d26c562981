"""Nothing is in the document but what formgen puts there: no scripts, no second set of texts, no second file.

Comes in: an open PDF with its objects, and its bytes. Goes out: sentences, one per thing that does not belong there.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Stream

from formgen.inspect.pdf import squeeze
from formgen.messages import verify as say
from formgen.sources.pdf_objects import Objects
from formgen.verify.pdf_colour import is_plain_profile

_ROOT_KEYS = {
    "/Type", "/Pages", "/StructTreeRoot", "/ViewerPreferences", "/OutputIntents", "/Outlines", "/AF", "/Metadata",
    "/MarkInfo", "/Names", "/Lang", "/Version", "/Extensions", "/PageMode", "/PageLayout", "/AcroForm", "/DSS", "/Perms",
}  # fmt: skip
_TREE_KEYS = {"/Type", "/Kids", "/Count", "/Parent", "/MediaBox", "/Resources"}
_TAG_KEYS = {"/Type", "/S", "/P", "/Pg", "/K", "/A", "/C", "/R", "/ID", "/Lang", "/NS"}
_SAID_OF = {"/Figure": "/Alt", "/H1": "/T", "/H2": "/T", "/H3": "/T", "/H4": "/T"}
"""Tags that may have words of their own: a picture must, a heading repeats its text."""

_TAGS = {"/Document", "/Sect", "/Div", "/P", "/H", "/H1", "/H2", "/H3", "/Table", "/THead", "/TBody", "/TFoot", "/TR",
         "/TH", "/TD", "/Span", "/Figure", "/NonStruct", "/Artifact"}  # fmt: skip
"""Tags that mean what they say, whatever a file would have them mean."""

_VIEWER_KEYS = {"/DisplayDocTitle", "/Direction"}
_OUTSIDE = ("/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData")
_RUNNING = ("/JavaScript", "/Named", "/Hide", "/SetOCGState", "/ResetForm", "/Rendition", "/Movie", "/Sound", "/Trans",
            "/RichMediaExecute", "/GoTo3DView", "/Thread")  # fmt: skip
_ACTION = re.compile(rb"/(?:JS|AA|S /(?:%s))\b" % "|".join(_OUTSIDE + _RUNNING).replace("/", "").encode())
_DEEPEST = 20
_REVISION_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_LAST_END = b"%%EOF"
_NOTHING = re.compile(rb"(?:\s|%[^\r\n]*)*")
_ARCHIVE_END = b"PK\5\6"
_HYBRID = b"/XRefStm"


def find_unsafe(pdf: pikepdf.Pdf, objects: Objects) -> Iterator[str]:
    """Scripts, actions that run by themselves, and ways out of the file. objects: of the document."""
    names = pdf.Root.get("/Names")
    scripted = (isinstance(names, Dictionary) and "/JavaScript" in names) or _runs(
        pdf.Root.get("/OpenAction")
    )
    outside: dict[str, None] = {}
    for item in objects.others:
        if not isinstance(item, Dictionary) or not _ACTION.search(item.unparse(resolved=True)):
            continue
        for inner in _dictionaries(item):
            kind = inner.get("/S")
            scripted = scripted or "/JS" in inner or "/AA" in inner or kind in _RUNNING
            if kind in _OUTSIDE:
                outside[str(kind).removeprefix("/")] = None
    if scripted:
        yield say.SCRIPTS
    if outside:
        yield say.EXTERNAL.format(targets="、".join(outside))


def _runs(action: pikepdf.Object | None) -> bool:
    """Whether opening the file does more than show a page, which scanners like to say."""
    return isinstance(action, Dictionary) and action.get("/S") not in ("/GoTo", None)


def _dictionaries(item: pikepdf.Object, depth: int = 0) -> Iterator[Dictionary]:
    """The dictionary, and those that stand in it; what it refers to is an object of its own."""
    if isinstance(item, Dictionary):
        yield item
    inside: Sequence[object] = ()
    if depth < _DEEPEST:
        inside = list(item.as_dict().values()) if isinstance(item, Dictionary) else list(item)
    for value in inside:
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def find_document_faults(pdf: pikepdf.Pdf, objects: Objects) -> Iterator[str]:
    """What the document has beside pages, structure and data. objects: its own."""
    strange = sorted(set(pdf.Root.keys()) - _ROOT_KEYS)
    names = pdf.Root.get("/Names")
    strange += sorted(set(names.keys()) - {"/EmbeddedFiles"}) if isinstance(names, Dictionary) else []
    wishes = pdf.Root.get("/ViewerPreferences")
    strange += sorted(set(wishes.keys()) - _VIEWER_KEYS) if isinstance(wishes, Dictionary) else []
    if strange:
        yield say.WORLD_DOCUMENT.format(names="、".join(strange))
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        fields = form.get("/Fields")
        kinds = [item.get("/FT") for item in (fields if isinstance(fields, Array) else ())]
        if not kinds or any(kind != "/Sig" for kind in kinds) or "/XFA" in form or "/NeedAppearances" in form:
            yield say.WORLD_FIELDS
    yield from _colour_faults(pdf)
    yield from _tag_faults(pdf, objects)
    yield from _node_faults(pdf)
    if pdf.get_warnings():
        yield say.WORLD_AMBIGUOUS


def _colour_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = pdf.Root.get("/OutputIntents")
    for intent in intents if isinstance(intents, Array) else ():
        profile = intent.get("/DestOutputProfile")
        if not isinstance(profile, Stream) or not is_plain_profile(profile):
            yield say.WORLD_INTENT
            return


def _tag_faults(pdf: pikepdf.Pdf, objects: Objects) -> Iterator[str]:
    """Texts that stand in for those of the page, and tags of pages that are no longer there."""
    pages = {page.objgen for page in pdf.pages}
    replaced = False
    named: list[pikepdf.Object | None] = [pdf.get_object(place) for place in objects.pages - pages]
    for item in objects.others:
        if isinstance(item, Dictionary) and "/S" in item and "/P" in item:
            replaced = replaced or _speaks(item)
            named.append(item.get("/Pg"))
    lost = any(page is not None and page.objgen not in pages for page in named)
    root = pdf.Root.get("/StructTreeRoot")
    roles = root.get("/RoleMap") if isinstance(root, Dictionary) else None
    if replaced or (isinstance(roles, Dictionary) and not _TAGS.isdisjoint(roles.keys())):
        yield say.WORLD_REPLACED
    if lost:
        yield say.WORLD_LOST


def _speaks(tag: Dictionary) -> bool:
    """Whether a tag has words of its own that it should not have."""
    looks = tag.get("/A")
    inside = list(looks) if isinstance(looks, Array) else [looks]
    summed = any(isinstance(look, Dictionary) and "/Summary" in look for look in inside)
    return summed or not set(tag.keys()) <= {*_TAG_KEYS, _SAID_OF.get(str(tag["/S"]), "/S")}


def _node_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        node = page.obj.get("/Parent")
        for _ in range(8):
            if not isinstance(node, Dictionary):
                break
            if set(node.keys()) - _TREE_KEYS:
                yield say.WORLD_PAGES
                return
            node = node.get("/Parent")


def find_byte_faults(data: bytes, folder: bytes = b"") -> Iterator[str]:
    """What stands before or behind the PDF, and a table of objects that some readers see and others do not.
    folder: the profile's folder as it travels inside, the one archive that is to be there."""
    ends = data.rfind(_LAST_END)
    around = not data.startswith(b"%PDF-") or not _NOTHING.fullmatch(data, ends + len(_LAST_END))
    if ends < 0 or around or _is_archive(data, folder):
        yield say.WORLD_AROUND
    if _HYBRID in data:
        yield say.WORLD_AMBIGUOUS


def _is_archive(data: bytes, folder: bytes) -> bool:
    """Whether a program that reads archives finds one, other than that folder."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return False
    at = data.find(folder) if folder else -1
    return not 0 <= at <= data.rfind(_ARCHIVE_END) < at + len(folder)


def count_revisions(data: bytes) -> int:
    """How often something was saved behind the first version. A linearised file has two ends of its own."""
    ends = len(_REVISION_END.findall(data))
    return max(0, ends - (2 if b"/Linearized" in data[:1024] else 1))


def find_title_faults(pdf: pikepdf.Pdf, objects: Objects, texts: Iterable[str]) -> Iterator[str]:
    """Bookmarks and headings in the tags that say what no page says. texts: of the pages."""
    pages = [squeeze(text) for text in texts]
    tags = [item for item in objects.others if isinstance(item, Dictionary) and "/S" in item and "/T" in item]
    for title in dict.fromkeys([*_bookmarks(pdf), *(str(tag["/T"]) for tag in tags)]):
        if not any(squeeze(title) in page for page in pages):
            yield say.WORLD_TITLE.format(title=title[:40])


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The titles of all bookmarks; of those that run in circles, once."""
    root = pdf.Root.get("/Outlines")
    waiting: list[pikepdf.Object | None] = [root.get("/First")] if isinstance(root, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, Dictionary) and item.objgen not in seen:
            seen.add(item.objgen)
            yield str(item.get("/Title", ""))
            waiting += [item.get("/Next"), item.get("/First")]
