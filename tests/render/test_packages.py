"""Packages are what `zipfile` writes, to the byte, and are read back whole."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.base.packages import entries_of, join_entries, pack_entry, pack_shared, unpack_entry

names = st.text("abcXYZ019_./[]表样", min_size=1, max_size=30)
packages = st.dictionaries(names, st.binary(max_size=300) | st.text(max_size=80).map(str.encode), max_size=6)


def by_zipfile(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, content)
    return stream.getvalue()


@pytest.mark.slow
@given(parts=packages)
def test_a_package_is_what_zipfile_writes(parts: dict[str, bytes]) -> None:
    package = join_entries([pack_entry(name, content) for name, content in parts.items()])
    assert package == by_zipfile(parts)
    assert join_entries([pack_shared(name, content) for name, content in parts.items()]) == package


@given(parts=packages)
def test_its_entries_come_back_and_make_it_again(parts: dict[str, bytes]) -> None:
    package = by_zipfile(parts)
    entries = list(entries_of(package))
    assert {entry.name: unpack_entry(entry) for entry in entries} == parts
    assert join_entries(entries) == package
