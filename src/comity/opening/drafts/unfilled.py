"""What a draft was begun with and nobody has decided yet: names to replace, terms without a value, placeholders."""

from __future__ import annotations

import re

from comity.agreement.nodes import Scalar
from comity.kernel.problem import Problem
from comity.kernel.values import dataclass
from comity.opening.drafts.text import Path, comment_in, node_at, scalars, span, tree

REPLACE = "CMY-995"
TO_REPLACE = "(replace)"
"""What a name ends with that only shows where a name goes."""
_PLACEHOLDER = re.compile(r"\bplaceholder\b(: *)?")
UNSET = "unset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A term that is not decided: its name, and the line of the text in which it stands, from 1."""

    name: str
    line: int


def to_replace(text: str) -> tuple[Problem, ...]:
    """Return a problem for each name of a draft that still only shows where a name goes, in the order of the text."""
    return tuple(
        _still(path, one) for path, one, is_key in scalars(tree(text)) if not is_key and one.text.endswith(TO_REPLACE)
    )


def _still(path: Path, found: Scalar) -> Problem:
    if path[:1] == ("parties",):
        why, hint = f"the party {path[-1]} is still called {found.text}", "Write its legal name."
    else:
        why, hint = f"{' / '.join(path)} still says {found.text}", "Write what it is to be."
    return Problem(code=REPLACE, place=found.place, why=why, hint=hint)


def unset(text: str) -> list[Open]:
    """Return the settings that are `unset`: what needs them is undetermined until they have a value."""
    return [
        Open(name=path[-1], line=one.place.line or 1)
        for path, one, is_key in scalars(node_at(tree(text), ("settings",)))
        if not is_key and one.text == UNSET
    ]


def placeholders(text: str) -> list[Open]:
    """Return the terms whose comment says that they are placeholders: they hold as they stand."""
    keys: dict[int, str] = {}
    for path, one, is_key in scalars(tree(text)):
        if is_key:
            keys.setdefault(one.place.line or 1, " / ".join(path[1:] or path))
    lines = enumerate(text.split("\n"), start=1)
    marked = [number for number, line in lines if number in keys and _PLACEHOLDER.search(comment_in(line))]
    return [Open(name=keys[number], line=number) for number in marked]


def decided(text: str, path: Path) -> str:
    """Return a text whose comment beside an entry no longer calls it a placeholder, since somebody has decided it."""
    found = span(text, path)
    lines = text.split("\n")
    line = lines[found[0]].rstrip() if found is not None else ""
    comment = comment_in(line)
    if found is None or comment == line.strip() or not _PLACEHOLDER.search(comment):
        return text
    rest = _PLACEHOLDER.sub("", comment).strip("# ")
    before = line.removesuffix(comment)
    lines[found[0]] = f"{before}# {rest}" if rest else before.rstrip()
    return "\n".join(lines)
