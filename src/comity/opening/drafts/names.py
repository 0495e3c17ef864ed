"""Title, parties, money, term, calendar and objectives of a draft: as a form shows them, and written back."""

from __future__ import annotations

import re

from comity.agreement.nodes import Mapping, Node, Scalar, Sequence
from comity.kernel.values import dataclass
from comity.opening.drafts.emit import lines_of
from comity.opening.drafts.reading import new_errors
from comity.opening.drafts.text import Path, drop, node_at, put, scalars, tree
from comity.opening.drafts.unfilled import decided

WORKING_WEEK = "Monday to Friday"
PLAIN = ("title", "alliance", "currency", "starts", "ends")
IN_CALENDAR = ("roll", "year starts", "time zone")
ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What an agreement begins with. `keys` are single terms by their key, "" where the agreement has none.

    `places` are those whose holidays count, separated by commas, "" for Monday to Friday; None where the text says
    it in a way that no form can. `parties` and `objectives` are pairs of a name and its legal name or sentence.
    """

    keys: dict[str, str]
    parties: tuple[tuple[str, str], ...]
    objectives: tuple[tuple[str, str], ...]
    places: str | None


def names_of(text: str) -> Names:
    """Return what a draft begins with."""
    root = tree(text)
    keys = {key: _text(node_at(root, (key,))) for key in PLAIN}
    keys |= {key: _text(node_at(root, ("calendar", key))) for key in IN_CALENDAR}
    return Names(
        keys=keys,
        parties=_pairs(node_at(root, ("parties",))),
        objectives=_pairs(node_at(root, ("objectives",))),
        places=_places(node_at(root, ("calendar", "business days"))),
    )


def path_of(key: str) -> Path:
    """Return where a single term stands."""
    return ("calendar", key) if key in (*IN_CALENDAR, "business days") else (key,)


def with_names(text: str, new: Names) -> str:
    """Return a draft with what a form says it begins with; what did not change is not written. Raises Refused."""
    old = names_of(text).keys
    for key, value in new.keys.items():
        text = _with_value(text, path_of(key), value)
    if new.keys.get("starts", old["starts"]) != old["starts"]:
        text = _moved(text, old["starts"], new.keys["starts"])
    if new.keys.get("currency") and old["currency"] and new.keys["currency"] != old["currency"]:
        text = _in_currency(text, old["currency"], new.keys["currency"])
    if new.places is not None and new.places != names_of(text).places:
        places = [place.strip() for place in new.places.split(",") if place.strip()]
        text = put(text, path_of("business days"), lines_of("business days", places or WORKING_WEEK))
        text = decided(text, path_of("business days"))
    text = _with_pairs(text, "parties", new.parties)
    return _with_pairs(text, "objectives", new.objectives)


def _moved(text: str, first: str, start: str) -> str:
    """Return a draft in which terms that held from the old first day hold from the new one, if that is sound."""
    root, lines = tree(text), text.split("\n")
    places = [one.place for _, one, is_key in scalars(root) if is_key and one.text == first]
    for at in sorted(places, key=lambda place: (place.line or 0, place.column or 0), reverse=True):
        line, column = (at.line or 1) - 1, (at.column or 1) - 1
        if lines[line][column : column + len(first)] != first:
            return text
        lines[line] = lines[line][:column] + start + lines[line][column + len(first) :]
    after = "\n".join(lines)
    return text if new_errors(text, after) else after


def _in_currency(text: str, old: str, new: str) -> str:
    """Return a draft whose sums in the old currency are in the new one, number by number, if that is sound.

    The bargain is written here, and nothing is converted: no rate was agreed.
    """
    after = re.sub(rf"\b{re.escape(old)}(?= -?[0-9])", lambda _: new, text)
    return text if new_errors(text, after) else after


def _with_value(text: str, path: Path, value: str) -> str:
    if value == _text(node_at(tree(text), path)):
        return text
    return put(text, path, value) if value else drop(text, path)


def _with_pairs(text: str, section: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for name, says in pairs:
        text = _with_value(text, (section, name), says)
    for name, _ in _pairs(node_at(tree(text), (section,))):
        if name not in dict(pairs):
            text = drop(text, (section, name))
    return text


def _text(node: Node | None) -> str:
    return " ".join(node.text.split()) if isinstance(node, Scalar) else ""


def _pairs(node: Node | None) -> tuple[tuple[str, str], ...]:
    """Return names with texts; those with something else than a text are left to the hand that wrote them."""
    if not isinstance(node, Mapping):
        return ()
    return tuple((key.text, _text(value)) for key, value in node if isinstance(value, Scalar))


def _places(node: Node | None) -> str | None:
    if node is None or _text(node) == WORKING_WEEK:
        return ""
    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        return ", ".join(_text(item) for item in node.items)
    return None


# -- another name for a party ------------------------------------------------------------------


def renamed(text: str, old: str, new: str) -> str | None:
    """Return a draft in which a party has another name wherever it is meant; None where that would go wrong.

    Sentences that are only read (`says`, titles, legal names) stay as they are. Names that mean something else, such as
    columns of facts, do too, and where the two cannot be told apart, `check` finds it and nothing is renamed.
    """
    root = tree(text)
    if root is None or not ID.fullmatch(new) or node_at(root, ("parties", new)) is not None:
        return None
    lines = text.split("\n")
    for line, column, length, written in sorted(_meant(root, old, new), reverse=True):
        kept = lines[line - 1]
        if kept[column - 1 : column - 1 + length] != old:
            return None  # the text is written over several lines
        lines[line - 1] = kept[: column - 1] + written + kept[column - 1 + length :]
    after = "\n".join(lines)
    return None if new_errors(text, after) else after


def _meant(root: Mapping, old: str, new: str) -> set[tuple[int, int, int, str]]:
    """Return where a party is meant: line, column, length and what is written there, each place once."""
    found = set()
    quoted, word = re.compile(rf"(?<=')({re.escape(old)})(?=')"), re.compile(rf"\b({re.escape(old)})\b")
    for path, one, is_key in scalars(root):
        line, column = one.place.line, one.place.column
        if line is None or column is None or _is_only_read(path, is_key):
            continue
        pattern = word if path[:1] == ("governance",) and path[-1:] == ("chair",) and not is_key else quoted
        matches = [(0, one.text)] if one.text == old else [(at.start(), old) for at in pattern.finditer(one.text)]
        found |= {(line, column + at, len(what), new) for at, what in matches}
    return found


def _is_only_read(path: Path, is_key: bool) -> bool:
    if not is_key and path[-1] in ("says", "title", "evidence"):
        return True
    if path[0] == "parties":
        return not is_key
    return path[0] in ("comity", "alliance", "objectives") or (path[0] == "facts" and "columns" in path[1:])
