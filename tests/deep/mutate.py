"""Damage by chance: bytes, texts, markup, JSON and zips, a little changed.

Comes in: something good, and a random.Random. Goes out: the same with a few changes. The same generator in the
same state makes the same changes.
"""

from __future__ import annotations

import json
import re
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

NASTY = (
    "", "0", "-1", "1e999", "NaN", "99999999999999999999", "2958466", "0.1", "true", "null", "\\", "/", "..", "%00", "A0",
    "XFD1048577", "A1:B", "rId999", "x" * 300, "\u202e", "\u2028", "\ue000", "\U00020000", "𠮷", "é", "e\u0301", "'", '"', "<", "&",
    "]]>", "=1+1", "{{ x }}", "{% for %}", "\r", "\t", "2023-13-45", "hunan-2032", "≥", "定性", "0.95", "[$-F800]", "yyyy",
)  # fmt: skip
_TOKEN = re.compile(r'"[^"]*"|>[^<]+<|<[^>]*>')
_VALUE = re.compile(r'"[^"]*"|>[^<]+<')
_LINE_END = re.compile(r"(?<=\n)")


def changed_bytes(rng: Random, data: bytes) -> bytes:
    """One to six places overwritten, cut out, doubled or filled."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        if not made:
            break
        at = rng.randrange(len(made))
        length = min(rng.choice((1, 1, 4, 40, 400)), len(made) - at)
        action = rng.randrange(5)
        if action == 0:
            made[at : at + length] = rng.randbytes(length)
        elif action == 1:
            del made[at : at + length]
        elif action == 2:
            made[at:at] = made[at : at + length]
        elif action == 3:
            made[at : at + length] = bytes(length)
        else:
            made[at] ^= 1 << rng.randrange(8)
    return bytes(made[: rng.randrange(len(made) + 1)]) if rng.random() < 0.05 else bytes(made)


def changed_markup(rng: Random, text: str) -> str:
    """One to four tokens (attribute values, texts, seldom tags) replaced, dropped, doubled or exchanged."""
    for _ in range(rng.randint(1, 4)):
        tokens = list((_TOKEN if rng.random() < 0.1 else _VALUE).finditer(text))
        if not tokens:
            return text
        token, other = rng.choice(tokens), rng.choice(tokens)
        found = token[0]
        if found[0] == '"':
            new = f'"{_escaped(rng.choice(NASTY))}"' if rng.random() < 0.7 else other[0]
        elif found[0] == ">":
            new = f">{_escaped(rng.choice(NASTY))}<"
        else:
            new = rng.choice(("", found + found, other[0], "<x>", "</x>", "<!-- -->"))
        text = text[: token.start()] + new + text[token.end() :]
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def changed_lines(rng: Random, text: str) -> str:
    """Lines of a TOML file moved, doubled or dropped, values replaced."""
    lines = _LINE_END.split(text)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(lines))
        action = rng.choice((0, 1, 2, 2, 2, 2, 2, 3, 4, 5))
        if action == 0:
            del lines[at]
        elif action == 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif action == 2 and "=" in lines[at]:
            key = lines[at].partition("=")[0]
            lines[at] = f"{key}= {_value(rng)}\n"
        elif action == 3:
            lines[at] = changed_bytes(rng, lines[at].encode()).decode("utf-8", "replace")
        elif action == 4:
            lines.insert(
                at, f"{rng.choice(('unit', 'target', 'rule', 'year', 'x', '产出'))} = {_value(rng)}\n"
            )
        else:
            lines.insert(
                at,
                rng.choice(
                    (
                        "[[indicators]]\n",
                        "[goal]\n",
                        "[options]\n",
                        "[actuals]\n",
                        "[archive]\n",
                        "[filing]\n",
                    )
                ),
            )
        lines = lines or ["\n"]
    return "".join(lines)


def _value(rng: Random) -> str:
    nasty = json.dumps(rng.choice(NASTY), ensure_ascii=False)
    return rng.choice((nasty, nasty, "1e400", "nan", "-inf", "0x1F", "true", "[1, [2]]", "{ a = 1 }", "2023-12-31",
                       "12:30:00", "99999999999999999999999999", "0.000000000000000000001", "'''a\nb'''"))  # fmt: skip


def changed_json(rng: Random, text: str) -> str:
    """A JSON text, or a line of several, with a value replaced, dropped or of another type; or damaged."""
    if rng.random() < 0.25:
        return changed_bytes(rng, text.encode()).decode("utf-8", "surrogateescape")
    lines = text.splitlines() or [""]
    single = _loads(text) is not None
    at = rng.randrange(len(lines))
    value = _loads(text if single else lines[at])
    if value is None:
        return rng.choice(("null", "{}", "[]", "1", '"x"', ""))
    made = json.dumps(_changed_value(rng, value), ensure_ascii=rng.random() < 0.5)
    if single:
        return made
    lines[at] = made
    return "\n".join(lines) + "\n" * rng.randrange(2)


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _changed_value(rng: Random, value: Any) -> Any:
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = rng.choice(list(value))
        made = dict(value)
        if rng.random() < 0.15:
            del made[key]
        else:
            made[key] = _changed_value(rng, made[key])
        return made
    if isinstance(value, list) and value and rng.random() < 0.85:
        at = rng.randrange(len(value))
        changed = [*value]
        changed[at] = _changed_value(rng, value[at])
        return changed
    return rng.choice((None, {}, [], 0, -1, 10**30, True, "", [[]], {"a": {}}, "\ud800", *NASTY))


def changed_zip(rng: Random, data: bytes, *, pick: Callable[[str], bool] = lambda name: True) -> bytes:
    """A zip with one or two of its parts changed, renamed, dropped or doubled, or damaged as a whole. pick: the
    parts that are changed."""
    if rng.random() < 0.1:
        return changed_bytes(rng, data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(rng.randint(1, 2)):
        chosen = [number for number, (name, _) in enumerate(parts) if pick(name)]
        if not chosen:
            break
        number = rng.choice(chosen)
        name, content = parts[number]
        action = rng.random()
        if action < 0.8:
            parts[number] = (name, _changed_part(rng, name, content))
        elif action < 0.87:
            del parts[number]
        elif action < 0.94:
            parts[number] = (
                rng.choice((name.upper(), name.replace("/", "\\"), f"/{name}", f"a/{name}", name + "x")),
                content,
            )
        else:
            parts.append((name, _changed_part(rng, name, content)))
    stream = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def _changed_part(rng: Random, name: str, content: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")) or rng.random() < 0.15:
        return changed_bytes(rng, content)
    return changed_markup(rng, content.decode("utf-8", "replace")).encode("utf-8", "surrogatepass")
