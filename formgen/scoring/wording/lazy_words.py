"""Patterns that are compiled when they are first needed, and asked only where they can match at all.

A pattern of a whole vocabulary takes a millisecond to compile and long to go through a text; that none of its words
stand there shows at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from typing import TypeVar

from formgen.scoring.wording.amounts import unit_words
from formgen.scoring.wording.text import begins as begins_with


class Lazy:
    """A pattern compiled when it is first needed, and only asked where it can match at all.
    needs: one of these signs stands in whatever matches. begins: whatever matches begins with one of these
    signs, or with a digit of another script. leads: in whatever matches one of these words stands right before one
    that goes with it, or before such a digit. Empty where that is not known."""

    __slots__ = ("_compiled", "begins", "leads", "needs", "pattern")

    def __init__(
        self,
        pattern: str,
        needs: Iterable[str] = "",
        begins: Iterable[str] = "",
        leads: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.pattern, self.begins, self.leads = pattern, frozenset(begins), leads or {}
        self.needs = frozenset(needs or first_of(self.leads))
        self._compiled: re.Pattern[str] | None = None

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """What stands there; where `begins` are known, None where the pattern could only match nothing."""
        if (self.begins and not begins_with(text, at, self.begins)) or not self.fits(text):
            return None
        return self._ready.match(text, at)

    @property
    def _ready(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled

    def fits(self, signs: Iterable[str]) -> bool:
        """Whether the pattern can match anywhere in a text of these signs."""
        return not self.needs or not self.needs.isdisjoint(signs)

    def is_led(self, text: str) -> bool:
        """Whether the words stand in the text that lead to a match."""
        if not self.leads:
            return True
        for lead, next_words in self.leads.items():
            at = text.find(lead)
            while at >= 0:
                at += len(lead)
                if text.startswith(next_words, at) or begins_with(text, at, ()):
                    return True
                at = text.find(lead, at)
        return False

    @lru_cache(maxsize=512)  # noqa: B019 - patterns live as long as the program
    def of(self, unit: str) -> Lazy:
        """The pattern with the units of a row in it."""
        pattern = self.pattern.replace("UNITS", unit_words(unit)[3:-1])
        return Lazy(pattern, self.needs, self.begins, self.leads)


class Behind(Lazy):
    """A pattern that stands behind the noun of what is measured: at once, or after some signs that name it. The
    noun is no part of it: a stretch of any Chinese signs takes long to compile, and longer to go through."""

    __slots__ = ()

    def search(self, text: str, at: int) -> re.Match[str] | None:
        """Where it stands next."""
        return self._ready.search(text, at) if self.fits(text) else None


_Named = TypeVar("_Named")


def able(patterns: Iterable[tuple[_Named, Lazy]], text: str, signs: Set[str]) -> list[tuple[_Named, Lazy]]:
    """Those of the patterns that can match somewhere in a text. signs: all of the text."""
    return [pair for pair in patterns if pair[1].fits(signs) and pair[1].is_led(text)]


def before(leads: Iterable[str], next_words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What leads to a match: each of some words, right before any of others."""
    return dict.fromkeys(leads, tuple(next_words))


def first_of(*lists: Iterable[str]) -> str:
    """The signs with which the words of these lists begin."""
    return "".join(sorted({word[0] for words_of in lists for word in words_of}))
