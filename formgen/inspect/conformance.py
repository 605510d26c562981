"""Does a PDF conform to PDF/A and PDF/UA? Checkers that are not ours, behind one thin wall.

Comes in: the bytes of a PDF, or paths. Goes out: typed answers: pass, fail, or not checked, which is
never a pass. pikepdf's checks are always there and cover PDF/A-3b; veraPDF, where
it is installed, covers PDF/A-3a and PDF/UA-1.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from formgen.base.load_pdf import load_pdf
from formgen.messages import conformance as say

if TYPE_CHECKING:
    from formgen.sources.pdf_objects import Objects

VERAPDF_VARIABLE = "FORMGEN_VERAPDF"
"""Environment variable that names the veraPDF command."""

FLAVOURS = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
_SECONDS = 120
_SECONDS_A_FILE = 30
_MOST_REASONS = 5

# pikepdf's list of permitted XMP knows no extension schema, so the packet that the file bears is set
# aside and this one stands in for it; what the file's own says is `formgen.verify`'s matter.
_NEUTRAL_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Answer(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Conformance:
    """One checker's answer. reasons: why it is not a pass."""

    standard: str
    checker: str
    answer: Answer
    reasons: tuple[str, ...] = ()


def check_builtin(data: bytes) -> Conformance:
    """PDF/A-3b by pikepdf: everything but the XMP packet."""
    with load_pdf(data, suppress_warnings=True) as pdf:
        return check_opened(pdf)


def check_opened(pdf: pikepdf.Pdf, objects: Objects | None = None) -> Conformance:
    """The same of a PDF that is open, as it was read. It is left as it is. objects: its own, where they are known."""
    from formgen.inspect.harmless_objects import check_objects_that_matter
    from formgen.inspect.known_outlines import reading_outlines_once

    # fontTools logs the fixed dates that keep our fonts the same on every day.
    with _neutral(pdf), _quiet("fontTools"), reading_outlines_once():
        report = check_objects_that_matter(pdf, objects)
    reasons = tuple(f"{item.where}: {item.message}" for item in report.findings[:_MOST_REASONS])
    return Conformance("PDF/A-3b", "pikepdf", Answer(report.verdict), reasons)


@contextmanager
def _neutral(pdf: pikepdf.Pdf) -> Iterator[None]:
    """Meanwhile it says of itself what _NEUTRAL_XMP says, and no more."""
    own = [
        (holder, key, holder.get(key)) for holder, key in ((pdf.Root, "/Metadata"), (pdf.trailer, "/Info"))
    ]
    pdf.Root.Metadata = pdf.make_stream(_NEUTRAL_XMP.encode(), {"/Type": Name.Metadata, "/Subtype": Name.XML})
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    try:
        yield
    finally:
        del pdf.Root["/Metadata"]
        for holder, key, value in own:
            if value is not None:
                holder[key] = value


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def find_verapdf() -> Path | None:
    """The veraPDF command: named by FORMGEN_VERAPDF, else found on the path."""
    named = os.environ.get(VERAPDF_VARIABLE)
    found = shutil.which(named or "verapdf")
    return Path(found) if found else None


def check_verapdf(paths: Sequence[Path]) -> dict[Path, tuple[Conformance, ...]]:
    """PDF/A-3a and PDF/UA-1 of every file by veraPDF, one run per standard; not checked where it is not
    installed or gave no answer."""
    command = find_verapdf()
    if command is None or not paths:
        missing = tuple(_not_checked(standard, say.NO_VERAPDF) for standard in FLAVOURS.values())
        return dict.fromkeys(paths, missing)
    answers = [_ask(command, flavour, paths) for flavour in FLAVOURS]
    return {path: tuple(answer[path] for answer in answers) for path in paths}


def _ask(command: Path, flavour: str, paths: Sequence[Path]) -> dict[Path, Conformance]:
    standard = FLAVOURS[flavour]
    arguments = [str(command), "--format", "json", "--flavour", flavour, *(str(p.absolute()) for p in paths)]
    try:
        run = subprocess.run(
            arguments,
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS + _SECONDS_A_FILE * len(paths),
        )
        jobs = json.loads(run.stdout)["report"]["jobs"]
        answers = {Path(job["itemDetails"]["name"]): _read_job(standard, job) for job in jobs}
    except subprocess.TimeoutExpired:
        return dict.fromkeys(paths, _not_checked(standard, say.VERAPDF_SLOW))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return dict.fromkeys(paths, _not_checked(standard, say.VERAPDF_FAILED.format(why=error)))
    silent = _not_checked(standard, say.VERAPDF_SILENT)
    return {path: answers.get(path.absolute(), silent) for path in paths}


def _read_job(standard: str, job: Mapping[str, Any]) -> Conformance:
    """One file's result; a list of them since veraPDF 1.26, a single one before."""
    result = job.get("validationResult")
    results = result if isinstance(result, list) else [result] if result else []
    if not results:
        return _not_checked(standard, say.VERAPDF_SILENT)
    reasons = tuple(reason for item in results for reason in _reasons(item))
    good = all(item["compliant"] is True for item in results)
    return Conformance(standard, "veraPDF", Answer.PASS if good else Answer.FAIL, reasons[:_MOST_REASONS])


def _reasons(result: Mapping[str, Any]) -> Iterator[str]:
    for rule in result.get("details", {}).get("ruleSummaries", []):
        if rule.get("ruleStatus", rule.get("status")) in ("FAILED", "failed"):
            yield f"{rule.get('clause')}-{rule.get('testNumber')}: {rule.get('description')}"


def _not_checked(standard: str, reason: str) -> Conformance:
    return Conformance(standard, "veraPDF", Answer.NOT_CHECKED, (reason,))
