"""Texts with names of files in a column of a terminal: too long for a line they break where people would break them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"[^-_/.]*[-_/.]+|[^-_/.]+")


class Names(Text):
    """A text in which a word that is wider than its line breaks after `-`, `_`, `/` or `.`, and within a piece last."""

    def wrap(self, console: Console, width: int, *given: Any, **more: Any) -> Lines:
        """Return the lines of the text."""
        found = list(_breaks(self.plain, width))
        whole = Text("\n").join(self.divide(found)) if found else self.copy()
        return whole.wrap(console, width, *given, **more)


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield the places at which words that are wider than a line go on in the next one."""
    for word in _WORD.finditer(text):
        if cell_len(word[0]) <= width:
            continue
        filled = 0
        for piece in _PIECE.finditer(text, word.start(), word.end()):
            if filled and filled + cell_len(piece[0]) > width:
                yield piece.start()
                filled = 0
            filled += cell_len(piece[0])
