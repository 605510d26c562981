"""What was probably meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def most_like(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The known word that it is most like, "" where none is. alike: how much at least, 1 for the same."""
    from difflib import get_close_matches  # most runs meet no such word

    return next(iter(get_close_matches(word, list(known), 1, alike)), "")
