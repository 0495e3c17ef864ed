"""Fields of the forms, all of them texts of the agreement language: what they mean, the language decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms

LONGEST = 300
JOINERS = "\u200c\u200d"
"""Signs that nobody sees and that some scripts need within words."""


class Plain(forms.CharField):
    """A text in one line, without signs that nobody sees."""

    def __init__(self, label: str, *, help_text: str = "", required: bool = True, **more: Any) -> None:
        super().__init__(label=label, help_text=help_text, required=required, max_length=LONGEST, **more)
        self.widget.attrs |= {"autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        """Return the text with single spaces; refuse control characters, which YAML has no place for."""
        text = " ".join((super().to_python(value) or "").split())
        if any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") and char not in JOINERS for char in text):
            raise forms.ValidationError("There is a sign in it that nobody sees. Type it anew.")
        return text


def chosen(label: str, choices: Iterable[tuple[str, str]], *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """Return a field for one of some choices; with none among them where it need not be answered."""
    offered = [*([] if required else [("", "none")]), *choices]
    return forms.ChoiceField(label=label, choices=offered, required=required, **more)


class Wide(Plain):
    """A text that takes the whole width of a form."""

    wide = True


def sum_in(currency: str, written: str) -> str:
    """Return a sum with its currency, and without the commas that end a value in braces."""
    written = re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "", written)
    return f"{currency} {written}" if re.match("-?[0-9]", written) and currency else written


def share(written: str) -> str:
    """Return a percentage without the space that people put before its sign."""
    return re.sub(r"(?<=[0-9])\s+%", "%", written)
