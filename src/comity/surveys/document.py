"""Frozen values as JSON and back: keys are the names of fields, numbers with decimals are texts, days are ISO dates.

The reader takes a document from another party or another hand: it believes nothing, and names the path of what is
wrong. It reads exactly what was written by `to_document`; a key too many is a defect as well.
"""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from comity.kernel import exact

MOST_BYTES = 8 * 2**20
MOST_LIST, MOST_TEXT, MOST_COUNT = 10_000, 4_000, 10**9
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?").fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch

T = TypeVar("T")


class Damaged(Exception):
    """Raised where a document is not what was written; says where (a path such as `items[3].levels`) and why."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}" if path else why)
        self.path = path
        self.why = why


def one_line(text: str) -> str:
    """Return a text as documents hold it: one line, without characters that cannot be seen or turn a terminal round."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def to_document(value: object) -> Any:
    """Return a value as what JSON can hold: objects, lists, texts, whole numbers, null."""
    if is_dataclass(value):
        return {field.name: to_document(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Decimal):
        return exact.text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_document(one) for one in value]
    return value


def encoded(document: object) -> bytes:
    """Return a document as the one text that both parties hold, byte for byte."""
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def decoded(data: bytes, most: int = MOST_BYTES) -> dict[str, Any]:
    """Return the object that a JSON text holds. Raises Damaged: too long, no JSON, a key twice, no object."""
    if len(data) > most:
        raise Damaged("", f"it has more than {most // 2**20} MiB")
    try:
        found = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
        )
    except (UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise Damaged("", f"it is no JSON: {wrong}") from wrong
    if not isinstance(found, dict):
        raise Damaged("", "it is no JSON object")
    return found


def from_document(of: type[T], found: object, path: str = "") -> T:
    """Return the value of a frozen dataclass that a document holds. Raises Damaged."""
    if not isinstance(found, Mapping):
        raise Damaged(path, "an object is expected here")
    kinds = _kinds(typing.cast(Hashable, of))
    extra = sorted(set(found) - set(kinds))
    if extra:
        raise Damaged(path, f"nothing is called {str(extra[0])[:40]!r} here")
    known: dict[str, Any] = {}
    for field in fields(of):  # type: ignore[arg-type]
        at = f"{path}.{field.name}" if path else field.name
        if field.name in found:
            known[field.name] = _value(kinds[field.name], found[field.name], at)
        elif field.default is MISSING:
            raise Damaged(at, "it is missing")
    return of(**known)


def _value(kind: Any, found: object, path: str) -> Any:
    if isinstance(kind, types.UnionType):
        return (
            None if found is None else _value(next(one for one in kind.__args__ if one is not type(None)), found, path)
        )
    if typing.get_origin(kind) is tuple:
        return _tuple(typing.get_args(kind), found, path)
    if is_dataclass(kind):
        return from_document(typing.cast("type[Any]", kind), found, path)
    return _SCALARS[kind](found, path)


def _tuple(kinds: tuple[Any, ...], found: object, path: str) -> tuple[Any, ...]:
    if not isinstance(found, list):
        raise Damaged(path, "a list is expected here")
    if len(found) > MOST_LIST:
        raise Damaged(path, f"it has more than {MOST_LIST} entries")
    each = kinds[:1] * len(found) if kinds[-1] is Ellipsis else kinds
    if len(each) != len(found):
        raise Damaged(path, f"{len(each)} entries are expected here, not {len(found)}")
    return tuple(
        _value(kind, one, f"{path}[{place}]") for place, (kind, one) in enumerate(zip(each, found, strict=True))
    )


def _text(found: object, path: str) -> str:
    if not isinstance(found, str) or len(found) > MOST_TEXT:
        raise Damaged(path, f"a text of at most {MOST_TEXT} characters is expected here")
    if not found.isprintable():
        raise Damaged(path, "the text holds characters that cannot be seen")
    return found


def _count(found: object, path: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= MOST_COUNT:
        raise Damaged(path, "a whole number is expected here")
    return found


def _number(found: object, path: str) -> Decimal:
    if not isinstance(found, str) or not _NUMBER(found):
        raise Damaged(path, 'a number in quotes is expected here, such as "3.62"')
    return Decimal(found)


def _day(found: object, path: str) -> date:
    if isinstance(found, str) and _DAY(found):
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass
    raise Damaged(path, "a day is expected here, such as 2026-06-30")


def _truth(found: object, path: str) -> bool:
    if not isinstance(found, bool):
        raise Damaged(path, "true or false is expected here")
    return found


_SCALARS: Mapping[Any, Any] = {str: _text, int: _count, bool: _truth, Decimal: _number, date: _day}


@cache
def _kinds(of: Hashable) -> Mapping[str, Any]:
    return typing.get_type_hints(of)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice")
    return found


def _no_float(text: str) -> object:
    raise ValueError(f"{text[:20]} stands without quotes; numbers with decimals are written in quotes")
