"""Signatures of PDFs: what holds is told with its signer and time, what does not is a difference."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formgen.messages import signatures as say
from formgen.verify.signatures import TRUST_VARIABLE, SignatureState, read_signatures, signed_revision
from tests.archive.tools import verify
from tests.verify import certificates as made

State = SignatureState


@pytest.fixture(scope="module")
def plain(pdf: Path) -> bytes:
    return pdf.read_bytes()


@pytest.fixture(scope="module")
def signed(plain: bytes) -> bytes:
    return made.sign(plain)


@pytest.fixture
def judged(results: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[bytes], dict[str, Any]]:
    """What verify says of these bytes in place of the PDF of the results: id → its checks."""

    def judge(data: bytes) -> dict[str, Any]:
        (path,) = results.glob("*.pdf")
        path.write_bytes(data)
        _, report = verify(capsys, path)
        found: dict[str, list[Any]] = {}
        for check in report["files"][0]["checks"]:
            found.setdefault(check["id"], []).append(check)
        return found

    return judge


def states(found: dict[str, Any], id: str) -> set[str]:
    return {check["state"] for check in found[id]}


@pytest.mark.slow
def test_one_that_holds(signed: bytes, judged: Callable[[bytes], dict[str, Any]]) -> None:
    (item,) = read_signatures(signed)
    assert (item.field, item.kind, item.state) == ("签名", "电子签名", State.VALID)
    assert item.signer == "张三（示例市档案馆）" and item.issuer == "示例根证书（示例市档案馆）"
    assert item.time == made.STAMPED_AT and item.stamped
    assert item.whole_file and not item.altered and not item.visible and not item.trusted
    assert signed_revision(signed) == signed
    found = judged(signed)
    assert states(found, "SIG-01") == {"info"} and states(found, "DIG-01") == {"pass"}
    (line,) = found["SIG-01"]
    assert "张三" in line["message"] and "2024-03-01" in line["message"]
    assert "没有核对它是否可信" in line["message"]


@pytest.mark.slow
def test_time_on_the_signers_word_is_called_so(plain: bytes) -> None:
    (item,) = read_signatures(made.sign(plain, stamped=False))
    assert item.state is State.VALID and item.time is not None and not item.stamped


def test_a_root_of_ones_own_is_trusted(
    signed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, _ = made.write_pair(made.root(), tmp_path)
    monkeypatch.setenv(TRUST_VARIABLE, str(certificate))
    assert read_signatures(signed)[0].trusted


def test_no_signature(plain: bytes, judged: Callable[[bytes], dict[str, Any]]) -> None:
    assert read_signatures(plain) == () and signed_revision(plain) is None
    assert states(judged(plain), "SIG-01") == {"info"}


def test_a_changed_byte(signed: bytes, judged: Callable[[bytes], dict[str, Any]]) -> None:
    at = signed.index(b"\xe2\xe3") + 1 if b"\xe2\xe3" in signed[:50] else 12
    changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    (item,) = read_signatures(changed)
    assert item.state is State.INVALID and item.why == say.DIGEST and signed_revision(changed) is None
    assert states(judged(changed), "SIG-01") == {"fail"}


@pytest.mark.slow
def test_painted_over_after_signing(signed: bytes, judged: Callable[[bytes], dict[str, Any]]) -> None:
    changed = made.paint(signed)
    (item,) = read_signatures(changed)
    assert item.state is State.VALID and item.altered and not item.whole_file
    assert signed_revision(changed) == signed
    found = judged(changed)
    assert states(found, "SIG-01") == {"fail"} and states(found, "DIG-01") == {"fail"}


@pytest.mark.slow
def test_painted_over_and_then_signed(plain: bytes, judged: Callable[[bytes], dict[str, Any]]) -> None:
    """The signature holds for what was painted; the manifest knows the file before."""
    changed = made.sign(made.paint(plain))
    assert [item.state for item in read_signatures(changed)] == [State.VALID]
    found = judged(changed)
    assert states(found, "DIG-01") == {"fail"} and "第 1 页" in found["DIG-01"][0]["message"]


@pytest.mark.slow
@pytest.mark.parametrize("box", [None, (50, 50, 150, 120)])
def test_several_signatures_and_a_stamp(
    box: tuple[int, int, int, int] | None, signed: bytes, judged: Callable[[bytes], dict[str, Any]]
) -> None:
    several = made.stamp(made.sign(signed, "第二", box=box))
    first, second, third = read_signatures(several)
    assert {item.state for item in (first, second, third)} == {State.VALID}
    assert [item.whole_file for item in (first, second, third)] == [False, False, True]
    assert (third.kind, third.time) == ("时间戳", made.STAMPED_AT)
    assert second.visible is (box is not None) and not any(item.altered for item in (first, second, third))
    assert "第二" in first.changes[0] and signed_revision(several) == several
    found = judged(several)
    assert states(found, "SIG-01") == {"info"} and states(found, "DIG-01") == {"pass"}


@pytest.mark.slow
def test_a_seal_that_is_seen_is_not_accused_but_tells_what_it_covers(
    plain: bytes,
    judged: Callable[[bytes], dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Anybody can make a seal for himself: over a text it passes only where its root is trusted here."""
    aside, over = made.sign(plain, box=(5, 5, 35, 30)), made.sign(plain, box=(300, 300, 420, 420))
    found = judged(aside)
    assert states(found, "PAGE-01") == {"pass"} and states(found, "SIG-01") == {"info"}
    assert [check for checks in found.values() for check in checks if check["state"] == "fail"] == []
    found = judged(over)
    assert states(found, "PAGE-01") == {"pass", "not_checked"}
    (told,) = (check["message"] for check in found["PAGE-01"] if check["state"] != "pass")
    assert "第 1 页" in told and "盖住" in told
    certificate, _ = made.write_pair(made.root(), tmp_path)
    monkeypatch.setenv(TRUST_VARIABLE, str(certificate))
    assert states(judged(over), "PAGE-01") == {"pass", "info"}


@pytest.mark.slow
def test_a_field_filled_after_signing(plain: bytes, judged: Callable[[bytes], dict[str, Any]]) -> None:
    form = made.sign(made.add_text_field(plain, "160"))
    assert [item.altered for item in read_signatures(form)] == [False]
    filled = made.fill_text_field(form, "960")
    (item,) = read_signatures(filled)
    assert item.state is State.VALID and item.altered and "金额" in item.changes[0]
    assert signed_revision(filled) == form
    assert states(judged(filled), "SIG-01") == {"fail"}
    assert "不是签名的表单域" in judged(form)["DIG-01"][0]["message"]


def _fakes(plain: bytes) -> dict[str, bytes]:
    from pyhanko.pdf_utils import generic

    span = generic.ArrayObject([generic.NumberObject(number) for number in (0, 10, 20, len(plain))])
    loose = {
        "/Type": generic.NameObject("/Sig"),
        "/ByteRange": span,
        "/Contents": generic.ByteStringObject(b"0"),
    }
    signed = made.sign(plain)
    return {
        "loose": made.add_object(plain, loose),
        "beside a real one": made.add_object(signed, loose),
        "emptied": _blank(signed),
        "shorter range": _narrow(signed),
        "another field's": signed.replace(b"/Sig", b"/Txx", 1),
    }


def _blank(signed: bytes) -> bytes:
    start = signed.rindex(b"/Contents <") + 11
    return signed[:start] + b"0" * 200 + signed[start + 200 :]


def _narrow(signed: bytes) -> bytes:
    start = signed.rindex(b"/ByteRange [") + 12
    end = signed.index(b"]", start)
    numbers = signed[start:end].split()
    numbers[3] = str(int(numbers[3]) - 50).encode()
    return signed[:start] + b" ".join(numbers).ljust(end - start) + signed[end:]


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["loose", "beside a real one", "emptied", "shorter range", "another field's"]
)
def test_what_only_looks_like_one(kind: str, plain: bytes, judged: Callable[[bytes], dict[str, Any]]) -> None:
    fake = _fakes(plain)[kind]
    assert fake != plain
    found = judged(fake)
    assert "fail" in states(found, "SIG-01") and "pass" not in states(found, "DIG-01")


def test_a_national_seal_is_told_and_not_judged(
    signed: bytes, judged: Callable[[bytes], dict[str, Any]]
) -> None:
    """The identifier of an algorithm of GB/T 32918 within the signature; nothing else of the file is touched."""
    start = signed.rindex(b"/Contents <") + 11
    seal = signed[:start] + b"3012060a2a811ccf550183750102" + signed[start + 28 :]
    (item,) = read_signatures(seal)
    assert (item.kind, item.state) == ("国密签章", State.UNJUDGED) and signed_revision(seal) is None
    found = judged(seal)
    assert states(found, "SIG-01") == {"not_checked"} and states(found, "DIG-01") == {"not_checked"}
    assert "SM2" in found["SIG-01"][0]["message"]


def test_without_pyhanko_nothing_is_claimed(
    signed: bytes, judged: Callable[[bytes], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "pyhanko" else find(name, *rest)
    )
    found = judged(signed)
    assert states(found, "SIG-01") == {"not_checked"} and "formgen[sign]" in found["SIG-01"][0]["message"]
