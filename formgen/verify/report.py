"""A verification as a page for the file: self-contained HTML, under the four headings of DA/T 70 (四性检测).

Comes in: verdicts. Goes out: the page's text. What no program can check stands there too, with who can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from formgen.base.shown import shown
from formgen.base.version import __version__
from formgen.messages import verify as names
from formgen.messages import verify_report as say
from formgen.verify.verdict import UNREADABLE_ID, Check, FileVerdict, State

_WORST = (State.FAIL, State.NOT_CHECKED, State.INFO, State.PASS)


def report_html(verdicts: Sequence[FileVerdict]) -> str:
    """The page. Nothing in it depends on the day or the machine."""
    parts = [*_summary(verdicts), *_qualities(verdicts), *_files(verdicts)]
    body = "\n".join([*parts, f'<p class="sign">{say.BY_HAND}</p>'])
    return say.PAGE.format(title=say.TITLE, style=say.STYLE, body=body, version=escape(__version__))


def _summary(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    yield f"<h1>{say.TITLE}</h1>"
    counts = {state: sum(verdict.state is state for verdict in verdicts) for state in _WORST}
    line = say.COUNTS.format(
        total=len(verdicts),
        passed=counts[State.PASS],
        failed=counts[State.FAIL],
        open=counts[State.NOT_CHECKED],
    )
    yield f"<p>{line}</p>"
    titles = _titles(verdicts)
    bad = [titles[verdict.path] for verdict in verdicts if verdict.state is State.FAIL]
    if bad:
        yield f'<p class="fail">{escape(names.BAD_FILES.format(names="、".join(bad)))}</p>'


def _qualities(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    """The four headings: what was checked over all files, then what is left to people."""
    for heading, ids, by_hand in say.QUALITIES:
        yield f"<h2>{heading}</h2>"
        yield f"<table><thead><tr><th>{say.ITEM}</th><th>{say.RESULT}</th><th>{say.BASIS}</th></tr></thead>"
        for id in ids:
            found = [(verdict, check) for verdict in verdicts for check in verdict.checks if check.id == id]
            if id == UNREADABLE_ID and not found:  # told of those alone that cannot be opened
                found = [(verdict, Check(id, State.PASS, names.HOLDS)) for verdict in verdicts]
            yield _row(names.NAMES[id], *_over_all(found))
        for item, who in by_hand:
            yield _row(item, "", say.NOT_BY_PROGRAM, who)
        yield "</table>"


def _over_all(found: Sequence[tuple[FileVerdict, Check]]) -> tuple[str, str, str]:
    """Class, answer and reason of one item over all files."""
    if not found:
        return "", say.NONE_SUCH, ""
    state = next(state for state in _WORST if any(check.state is state for _, check in found))
    worst = [(verdict, check) for verdict, check in found if check.state is state]
    answer = names.STATES[state.value]
    files = {verdict.path for verdict, _ in worst}
    if state is State.PASS:
        return state.value, answer, say.FILES.format(count=len(files))
    said = [check.message for _, check in worst]
    sentence = say.ALIKE if len(set(said)) == 1 else say.AMONG
    reason = said[0] if len(files) == 1 else sentence.format(count=len(files), message=said[0])
    return state.value, answer, reason


def _row(item: str, style: str, answer: str, reason: str) -> str:
    return (
        f'<tr><td>{escape(item)}</td><td class="{style}">{escape(answer)}</td><td>{escape(reason)}</td></tr>'
    )


def _files(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    """Every file in one list, the bad ones first; then what was found of those that did not simply pass."""
    ordered = sorted(verdicts, key=lambda verdict: _WORST.index(verdict.state))
    titles = _titles(verdicts)
    yield f"<h2>{say.BY_FILE}</h2>"
    yield f'<table class="list"><thead><tr><th>{say.FILE}</th><th>{say.RESULT}</th><th>{say.BASIS}</th></tr></thead>'
    for verdict in ordered:
        passed = sum(check.state is State.PASS for check in verdict.checks)
        rest = len(verdict.checks) - passed
        reason = say.PASSED_ITEMS.format(count=passed) + (say.OTHER_ITEMS.format(count=rest) if rest else "")
        yield _row(titles[verdict.path], verdict.state.value, _conclusion(verdict), reason)
    yield "</table>"
    for verdict in ordered:
        if verdict.state is State.PASS:
            continue
        yield f'<h3>{escape(titles[verdict.path])}：<span class="{verdict.state.value}">{_conclusion(verdict)}</span></h3>'
        yield f"<table><thead><tr><th>{say.ITEM}</th><th>{say.RESULT}</th><th>{say.BASIS}</th></tr></thead>"
        for check in sorted(verdict.checks, key=lambda check: _WORST.index(check.state)):
            if check.state is State.PASS:
                continue
            reason = f"{check.place}：{check.message}" if check.place else check.message
            yield _row(names.NAMES[check.id], check.state.value, names.STATES[check.state.value], reason)
        yield "</table>"


def _conclusion(verdict: FileVerdict) -> str:
    return names.VERDICTS[verdict.state.value] if verdict.readable else names.UNREADABLE


def _titles(verdicts: Sequence[FileVerdict]) -> dict[Path, str]:
    """The files' names; where two are called the same, with their folders."""
    counted = Counter(verdict.path.name for verdict in verdicts)
    return {
        verdict.path: shown(verdict.path if counted[verdict.path.name] > 1 else verdict.path.name)
        for verdict in verdicts
    }
