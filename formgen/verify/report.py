"""A verification as a page for the file: self-contained HTML, under the four headings of DA/T 70 (四性检测).

Comes in: verdicts. Goes out: the page's text. What no program can check stands there too, with who can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from formgen.base.shown import shown
from formgen.base.version import __version__
from formgen.messages import verify as names
from formgen.messages import verify_report as say
from formgen.verify.verdict import Check, FileVerdict, State

_WORST = (State.FAIL, State.NOT_CHECKED, State.INFO, State.PASS)


def report_html(verdicts: Sequence[FileVerdict]) -> str:
    """The page. Nothing in it depends on the day or the machine."""
    body = "\n".join([*_summary(verdicts), *_qualities(verdicts), *_files(verdicts)])
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


def _qualities(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    """The four headings: what was checked over all files, then what is left to people."""
    for heading, ids, by_hand in say.QUALITIES:
        yield f"<h2>{heading}</h2><table><tr><th>{say.ITEM}</th><th>{say.RESULT}</th><th>{say.BASIS}</th></tr>"
        for id in ids:
            found = [(verdict, check) for verdict in verdicts for check in verdict.checks if check.id == id]
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
    if state is State.PASS:
        return state.value, say.ALL_GOOD.format(count=len(found)), ""
    _, first = worst[0]
    files = {verdict.path for verdict, _ in worst}
    reason = first.message if len(files) == 1 else say.AMONG.format(count=len(files), message=first.message)
    return state.value, names.STATES[state.value], reason


def _row(item: str, style: str, answer: str, reason: str) -> str:
    return (
        f'<tr><td>{escape(item)}</td><td class="{style}">{escape(answer)}</td><td>{escape(reason)}</td></tr>'
    )


def _files(verdicts: Sequence[FileVerdict]) -> Iterator[str]:
    yield f"<h2>{say.BY_FILE}</h2>"
    for verdict in sorted(verdicts, key=lambda verdict: _WORST.index(verdict.state)):
        words = names.VERDICTS[verdict.state.value] if verdict.readable else names.UNREADABLE
        yield f'<h3>{escape(shown(verdict.path))}：<span class="{verdict.state.value}">{words}</span></h3><table>'
        for check in verdict.checks:
            reason = f"{check.place}：{check.message}" if check.place else check.message
            yield _row(
                f"{check.id} {names.NAMES[check.id]}",
                check.state.value,
                names.STATES[check.state.value],
                reason,
            )
        yield "</table>"
