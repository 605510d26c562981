"""A sandbox whose templates cannot go on for ever.

Comes in: templates of designers. Goes out: an environment for them that counts what a rendering costs,
and stops it with a TemplateRuntimeError, so that the place is known. Counted are turns of loops with the
text that each prints, calls, and the length of every text that is made by repeating, joining or padding.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import islice
from typing import Any

from jinja2 import TemplateAssertionError, TemplateRuntimeError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from formgen.messages import rendering as say

MOST_WORK = 200_000_000
"""Of one rendering, in characters of the template that are printed again and again; a turn of a loop counts
as a hundred, a call as a thousand. The longest forms need a hundredth."""

MOST_TEXT = 20_000_000
"""Characters of one text, the finished file among them: a hundred times the longest form."""

_TURN = 100
_CALL = 1000
_MOST_IN_RANGE = 100_000
_MOST_NUMBER = 10_000
"""As an argument of what pads, indents and wraps."""

_PADDING = ("center", "indent", "wordwrap")
_WIDE_FORMAT = re.compile(r"\d{5,}")
_MOST_BITS = 4096
_BUNCH = 64
"""Pieces of output that are counted together; none is longer than a text may be."""


class _Work(threading.local):
    left = MOST_WORK


_work = _Work()


def spend(amount: int) -> None:
    """Count towards the rendering that this thread is at. Raises TemplateRuntimeError where it is too much."""
    _work.left -= amount
    if _work.left < 0:
        raise TemplateRuntimeError(say.TOO_MUCH_WORK)


def _check_length(length: int) -> None:
    if length > MOST_TEXT:
        raise TemplateRuntimeError(say.TOO_MUCH_TEXT)


def _concat(pieces: Iterable[str]) -> str:
    """Pieces of output, joined. jinja2 hands over a whole rendering as a generator, before it begins; what a
    macro has made, as a list."""
    if not isinstance(pieces, list):
        _work.left = MOST_WORK
    whole, length, pieces = [], 0, iter(pieces)
    while bunch := list(islice(pieces, _BUNCH)):
        length += sum(map(len, bunch))
        _check_length(length)
        whole.append("".join(bunch))
    return "".join(whole)


class BoundedGenerator(CodeGenerator):
    """Compiles loops and joined texts so that they are counted."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # jinja2's name
        if node.recursive:
            raise TemplateAssertionError(say.NO_RECURSION, node.lineno, self.name, self.filename)
        weight = _TURN + sum(len(text.data) for text in node.find_all(nodes.TemplateData))
        arguments = [node.iter, nodes.Const(weight)]
        node.iter = _call("counted", arguments, node.lineno, node.environment)
        super().visit_For(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.visit(_call("joined", list(node.nodes), node.lineno, node.environment), frame)


def _call(name: str, arguments: list[Any], line: int, environment: Any) -> nodes.Call:
    called = nodes.Call(nodes.EnvironmentAttribute(name), arguments, [], None, None)
    called.set_lineno(line)
    called.set_environment(environment)
    return called


class BoundedSandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a bound on time and memory."""

    code_generator_class = BoundedGenerator
    concat = staticmethod(_concat)
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._safe: dict[tuple[type, str], bool] = {}
        self.globals["range"] = _range
        self.filters = {name: _bounded_filter(name, filter_) for name, filter_ in self.filters.items()}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As Jinja has it. It asks for the object's type and the name only, and a form asks thousands of times
        for the same few."""
        asked = type(obj), attr
        if asked not in self._safe:
            self._safe[asked] = super().is_safe_attribute(obj, attr, value)
        return self._safe[asked]

    def counted(self, items: Iterable[Any], weight: int) -> Iterable[Any]:
        """The items of a loop, each counted when its turn comes."""
        return _Counted(items, weight)

    def joined(self, *parts: object) -> str:
        """What ~ makes of its parts."""
        texts = [part if isinstance(part, str) else str(part) for part in parts]
        _check_length(sum(map(len, texts)))
        return Markup("").join(texts) if any(hasattr(part, "__html__") for part in parts) else "".join(texts)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        spend(_TURN)
        if operator == "*":
            for sized, number in ((left, right), (right, left)):
                if hasattr(sized, "__len__") and isinstance(number, int):
                    _check_length(len(sized) * max(number, 0))
                    spend(len(sized) * max(number, 0))
        elif operator == "**":
            _check_power(left, right)
        elif operator == "%" and isinstance(left, str):
            _check_format(left)
        elif operator == "+" and isinstance(left, str | list | tuple) and hasattr(right, "__len__"):
            _check_length(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if obj != self.counted and obj != self.joined:
            spend(_CALL)
            method = getattr(obj, "__wrapped__", obj)  # jinja2 wraps the formatting of texts
            owner = getattr(method, "__self__", None)
            if isinstance(owner, str):
                _check_numbers((*args, *kwargs.values()))
                if getattr(method, "__name__", "") in ("format", "format_map"):
                    _check_format(owner)
        made = super().call(context, obj, *args, **kwargs)
        if isinstance(made, str):
            _check_length(len(made))
        return made


class _Counted:
    """Items of a loop; how many they are stays known."""

    def __init__(self, items: Iterable[Any], weight: int) -> None:
        self._items = items
        self._weight = weight

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            spend(self._weight)
            yield item

    def __len__(self) -> int:
        return len(self._items)  # type: ignore[arg-type]  # TypeError is how jinja2 learns of it


def _range(*limits: int) -> range:
    made = range(*limits)
    if made[_MOST_IN_RANGE:]:  # len() of the longest ranges overflows
        raise TemplateRuntimeError(say.TOO_MUCH_WORK)
    return made


def _bounded_filter(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(filter_)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        spend(_TURN)
        texts = [value for value in (*args, *kwargs.values()) if isinstance(value, str)]
        if name in _PADDING:
            _check_numbers((*args[1:], *kwargs.values()))
        if name == "format" and texts:
            _check_format(texts[0])
        if name == "replace" and len(texts) >= 3:
            _check_length(len(texts[0]) + texts[0].count(texts[1]) * len(texts[2]))
        made = filter_(*args, **kwargs)
        if isinstance(made, str):
            _check_length(len(made))
        return made

    return bounded


def _check_numbers(values: Iterable[Any]) -> None:
    if any(isinstance(value, int) and abs(value) > _MOST_NUMBER for value in values):
        raise TemplateRuntimeError(say.TOO_MUCH_TEXT)


def _check_format(template: str) -> None:
    if _WIDE_FORMAT.search(template):
        raise TemplateRuntimeError(say.TOO_MUCH_TEXT)


def _check_power(base: Any, exponent: Any) -> None:
    if isinstance(base, int) and isinstance(exponent, int) and base.bit_length() * abs(exponent) > _MOST_BITS:
        raise TemplateRuntimeError(say.TOO_MUCH_WORK)
