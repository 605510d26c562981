"""A Word document in other containers, as other programs save it: what it says and carries is the same."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.inspect.docx import read_docx
from formgen.sources.docx_carried import read_baggage
from formgen.sources.extract import extract
from tests.conftest import ROOT
from tests.reading.containers import pack

MADE = ROOT / "tests" / "data" / "v0.2.0" / "no-appendix" / "2023_示例市全项局_部门整体绩效目标申报表.docx"
TEXT, TEXT_RELS = "word/document.xml", "word/_rels/document.xml.rels"
Package = dict[str, bytes]


def parts() -> Package:
    with zipfile.ZipFile(MADE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def renamed(change: Callable[[str], str]) -> bytes:
    return pack({change(name): content for name, content in parts().items()})


def strict() -> bytes:
    """The namespaces of ECMA-376 part 1, in every part."""
    made = {}
    for name, content in parts().items():
        if name.endswith((".xml", ".rels")):
            content = re.sub(
                rb"http://schemas\.openxmlformats\.org/(wordprocessingml|drawingml)/2006/",
                rb"http://purl.oclc.org/ooxml/\1/",
                content,
            )
            content = content.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/",
                b"http://purl.oclc.org/ooxml/officeDocument/",
            )
        made[name] = content
    assert made[TEXT] != parts()[TEXT]
    return pack(made)


def elsewhere() -> bytes:
    made = parts()
    made["text/main.xml"] = made.pop(TEXT)
    rels = re.sub(rb'Target="(?!\.\./)', b'Target="/word/', made.pop(TEXT_RELS)).replace(
        b'Target="../', b'Target="/'
    )
    made["text/_rels/main.xml.rels"] = rels
    made["_rels/.rels"] = made["_rels/.rels"].replace(b"word/document.xml", b"text/main.xml")
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(
        b"/word/document.xml", b"/text/main.xml"
    )
    return pack(made)


def item_elsewhere() -> bytes:
    """The data carried inside under a name that Word does not give."""
    made = parts()
    made["data/申报.xml"] = made.pop("customXml/item1.xml")
    made[TEXT_RELS] = made[TEXT_RELS].replace(b"../customXml/item1.xml", b"/data/%E7%94%B3%E6%8A%A5.xml")
    return pack(made)


def in_utf_16() -> bytes:
    made = parts()
    made[TEXT] = re.sub(
        r"^<\?xml.*?\?>", '<?xml version="1.0" encoding="UTF-16"?>', made[TEXT].decode()
    ).encode("utf-16")
    return pack(made)


VARIANTS: dict[str, Callable[[], bytes]] = {
    "strict": strict,
    "upper case": lambda: renamed(str.upper),
    "backslashes": lambda: renamed(lambda name: name.replace("/", "\\")),
    "in a folder": lambda: renamed(lambda name: f"申报表/{name}"),
    "leading slashes": lambda: renamed(lambda name: f"/{name}"),
    "bytes before": lambda: b"\r\n" + pack(parts()),
    "text elsewhere": elsewhere,
    "data elsewhere": item_elsewhere,
    "UTF-16": in_utf_16,
    "no types": lambda: pack({name: data for name, data in parts().items() if name != "[Content_Types].xml"}),
    "no root relations": lambda: pack(
        {name: data for name, data in parts().items() if name != "_rels/.rels"}
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_is_read(name: str, tmp_path: Path) -> None:
    data = VARIANTS[name]()
    assert read_docx(data) == read_docx(MADE.read_bytes())
    assert read_baggage(data).data == read_baggage(MADE.read_bytes()).data != ()
    path = tmp_path / "表.docx"
    path.write_bytes(data)
    assert extract(path).declaration == extract(MADE).declaration


def test_two_texts_under_one_name_are_refused(tmp_path: Path) -> None:
    from formgen.base.errors import UnreadableInput

    made = parts()
    path = tmp_path / "表.docx"
    path.write_bytes(
        pack(made | {"WORD/DOCUMENT.XML": made[TEXT].replace("示例市".encode(), "别的市".encode())})
    )
    assert extract(path).declaration == extract(MADE).declaration  # its own spelling comes first
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(
            pack([*made.items(), (TEXT, made[TEXT].replace("示例市".encode(), "别的市".encode()))])
        )
    with pytest.raises(UnreadableInput, match="两个同名"):
        extract(path)
