"""Metrics and targets of a draft: what is measured, what else could be, and the lines that add it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comity.agreement.model import Terms
from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Scalar
from comity.agreement.suggest import Suggestion, lines_to_add, tables_read
from comity.catalogue.load import catalogue
from comity.catalogue.model import Entry
from comity.catalogue.search import search, subjects_of
from comity.kernel.problem import Refused
from comity.kernel.values import dataclass
from comity.opening.drafts.text import Path, by_hand, comment_at, drop, node_at, put, tree

MOST = 12
"""Entries that a search shows: the words can be told more closely."""
UNSET = "unset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A metric of a draft. `target` is what a form may change, "" for none; None where it is written by hand.

    `at` is where the target stands: with the metric, or in the settings, where the metric names one of them.
    """

    name: str
    title: str
    entry: Entry | None
    every: str
    unit: str
    better: str
    target: str | None
    at: Path

    says: str = ""
    """What the comment beside the target says."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it reads, where it is of the catalogue."""
        return tables_read(self.entry) if self.entry is not None else ()


def measured(text: str, terms: Terms | None) -> list[Measured]:
    """Return the metrics of a draft, in the order of the text."""
    root = tree(text)
    section = root.mapping("metrics") if root is not None else None
    return [_measured(text, key.text, terms) for key, _ in section or ()]


def _measured(text: str, name: str, terms: Terms | None) -> Measured:
    root = tree(text)
    known = terms.metrics.get(name) if terms is not None else None
    at = _target_path(root, name)
    target = node_at(root, at)
    reference, _, version = (known.catalogue if known is not None else "").partition(" ")
    shown = target.text if isinstance(target, Scalar) else "" if target is None else None
    return Measured(
        name=name,
        title=(known.title if known is not None else "") or name,
        entry=catalogue().entry(reference, int(version)) if version.isdigit() else None,
        every=str(known.every) if known is not None else "",
        unit=known.unit if known is not None else "",
        better=known.better or "" if known is not None else "",
        target="" if shown == UNSET else shown,
        at=at,
        says=comment_at(text, at),
    )


def _target_path(root: MapNode | None, name: str) -> Path:
    """Return where the target of a metric is said: in a setting, if it is named there."""
    target = node_at(root, ("metrics", name, "target"))
    if isinstance(target, Scalar) and node_at(root, ("settings", target.text)) is not None:
        return ("settings", target.text)
    return ("metrics", name, "target")


def with_target(text: str, one: Measured, value: str) -> str:
    """Return a draft with another target for a metric; "" leaves it to be agreed. Raises Refused."""
    if one.target is None or value == one.target:
        return text
    if one.at[0] == "settings":
        return put(text, one.at, value or UNSET)
    node = node_at(tree(text), ("metrics", one.name))
    if isinstance(node, Scalar) and value:  # `revenue: catalogue 1` becomes a map with its target
        return put(
            text, ("metrics", one.name), [f"{one.name}: {{catalogue: {one.name} {_version(node)}, target: {value}}}"]
        )
    return put(text, one.at, value) if value else drop(text, one.at)


def _version(node: Scalar) -> str:
    return node.text.rpartition(" ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting with a single value, "" where it is unset, and what the comment beside it says."""

    name: str
    value: str
    says: str


def settings_of(text: str, rows: Iterable[Measured]) -> list[Setting]:
    """Return the settings with a single value that are no target of a metric, in the order of the text."""
    root, targets = tree(text), {one.at[1] for one in rows if one.at[0] == "settings"}
    section = root.mapping("settings") if root is not None else None
    return [
        Setting(
            name=key.text,
            value="" if value.text == UNSET else " ".join(value.text.split()),
            says=comment_at(text, ("settings", key.text)),
        )
        for key, value in section or ()
        if isinstance(value, Scalar) and key.text not in targets
    ]


def found_in_catalogue(words: str) -> tuple[Entry, ...]:
    """Return the entries that words lead to, best first."""
    return search(words.split(), subjects_of(catalogue())).entries[:MOST] if words.split() else ()


def with_entries(text: str, terms: Terms, chosen: Mapping[str, str]) -> str:
    """Return a draft with entries of the catalogue added, each serving an objective ("" for none). Raises Refused."""
    entries = [(entry, serves) for name, serves in chosen.items() if (entry := catalogue().entry(name)) is not None]
    added = [Suggestion(entry=entry, objective=serves, reasons=()) for entry, serves in entries]
    return with_lines(text, lines_to_add([one for one in added if one.entry.name not in terms.metrics], terms))


def with_lines(text: str, lines: str) -> str:
    """Return a draft with entries added, written as `comity suggest` prints them: sections, each line an entry."""
    section = ""
    for line in lines.splitlines():
        if not line.startswith(" "):
            section = line.rstrip(":")
            continue
        name = line.strip().partition(":")[0]
        if node_at(tree(text), (section, name)) is not None:
            raise Refused(by_hand((section, name)))
        text = put(text, (section, name), [line.strip()])
    return text


def without_metrics(text: str, names: Iterable[str]) -> str:
    """Return a draft without some metrics, and without the scores made of them alone. Raises Refused."""
    for name in names:
        text = drop(text, ("metrics", name))
        scorecard = node_at(tree(text), ("scorecard",))
        for key, _ in scorecard if isinstance(scorecard, MapNode) else ():
            text = drop(text, ("scorecard", key.text, "metrics", name))
    return text


def with_reporter(text: str, table: str, party: str) -> str:
    """Return a draft in which another party reports a table. Raises Refused."""
    return put(text, ("facts", table, "reported by"), party)


def owed_tables(terms: Terms) -> Sequence[tuple[str, str]]:
    """Return the tables of facts that an agreement owes, each with who reports it."""
    return [(table.name, ", ".join(one.party for one in table.reporters)) for table in terms.facts.values()]
