"""Texts, allowed words and truths in columns."""

from __future__ import annotations

from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import Column
from comity.facts.cells import each_distinct
from comity.facts.found import indices, shown
from comity.facts.sheet import Sheet

_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def texts(sheet: Sheet, column: Column) -> pa.Array:
    """Return a column of texts; a text that is none of the allowed words is a problem."""
    text = sheet.text(column.name)
    if column.words:
        known = pc.fill_null(pc.is_in(text, pa.array(column.words, pa.string())), False)
        bad = indices(pc.and_(pc.is_valid(text), pc.invert(known)))
        sheet.found.cells(
            "CMY-434", column.name, bad, lambda i: _not_allowed(text[i], column), lambda i: _do(text[i], column)
        )
    return text


def _not_allowed(text: pa.Scalar, column: Column) -> str:
    return f"{shown(text)} is not allowed in {column.name}: {', '.join(column.words)}"


def _do(text: pa.Scalar, column: Column) -> str:
    """Return what to write, and the allowed word that was meant if one is near, also where only its capitals differ."""
    lower = {word.lower(): word for word in reversed(column.words)}
    near = get_close_matches(text.as_py().lower(), lower, 1, cutoff=0.7)
    meant = f"Did you mean {lower[near[0]]}? " if near else ""
    return f"{meant}Write one of these words as it stands here; small and capital letters count."


def truths(sheet: Sheet, column: Column) -> pa.Array:
    """Return a column of truths: yes, no, true or false in any case."""
    values = sheet.columns[column.name]
    if pa.types.is_boolean(values.type):
        return values
    text = sheet.text(column.name)
    found = each_distinct(text, lambda word: _TRUTHS.get(word.lower()), pa.bool_())
    bad = indices(pc.and_(pc.is_valid(text), pc.is_null(found)))
    hint = "Write yes or no, true or false."
    sheet.found.cells("CMY-435", column.name, bad, lambda i: f"{shown(text[i])} is neither yes nor no", hint)
    return found
