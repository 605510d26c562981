"""What the library says, as it is said on the page: advice for the command line names the page's own way instead.

Comes in: a sentence of the library's. Goes out: the sentence for the page.
"""

from __future__ import annotations

import re

from formgen.messages.page import INSTEAD

_CHECK = re.compile(r"\[[A-Z]+-\d+\] ")
"""A check's number, before what it says."""


def on_page(text: str) -> str:
    """The sentence with the page's own way in place of a command, and without numbers that are for lists."""
    for told, here in INSTEAD:
        text = text.replace(told, here)
    return _CHECK.sub("", text)
