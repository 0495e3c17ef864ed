"""How a figure was made, or a verdict reached, as a page: the tree of `comity explain`, and how to compute it again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from comity.agreement.model import Terms
from comity.kernel.figure import State
from comity.kernel.words import capital, named
from comity.metrics.exhibits import Step
from comity.reports.minus import with_minus
from comity.reports.months import all_spoken, last_spoken, spoken
from comity.reports.view.model import Chip
from comity.standing.words import state_word, title_of
from comity.web.alliances.pages.faces import Face
from comity.web.alliances.pieces import Block
from comity.web.alliances.rendered import rendered
from comity.web.facts.row_listings import row_key

HEADINGS = frozenset({"figure", "verdict", "rule", "payment", "step", "cap", "case"})
"""The kinds of lines that others are grouped below; their names are set in bold, as in the terminal."""

LABELS = frozenset({"before", "terms", "due", "settlement", "remittance"})
"""The kinds of lines whose label ends with a day or a period, if it has one; in others names may stand there."""
VALUES = frozenset({"opened", "known", "due", "rolled", "tolled", "act", "step", "rule"})
"""The kinds of lines whose value is a state and a day; others may have a text of somebody's own there."""
PLAIN = frozenset({"known", "due", "rolled", "days off", "entry", "settlement", "rule"})
"""The kinds of lines whose text has days and periods, but no names of members, rows or acts."""
ENDS = {
    "aggregate": "", "opened": "", "setting": "in force on ", "figure": "counts from ", "before": "on record, ",
}  # fmt: skip
"""How the text of a line begins that ends with a day or a period, by kind; what begins otherwise has other ends."""

OUTCOMES = ("met", "missed", "excused", "undetermined", "not due")
KINDS = {"metric": "metrics", "clause": "clauses"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a derivation, ready to be shown, and those below it; `mark` is the icon of its state or verdict."""

    kind: str
    label: str
    value: str
    text: str
    strong: bool
    mark: str
    state: str
    place: str
    digest: str
    href: str
    below: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Links:
    """Where lines lead: `up` from this page to the alliance, by its metrics and by the tables in which files are."""

    up: str
    terms: Terms
    tables: Mapping[str, str]

    def of(self, step: Step) -> str:
        """Return the page of a figure, or the row of a file; "" for what has no page."""
        if step.kind == "figure":
            return self._figure(step)
        place = step.place
        if step.kind != "fact" or place is None or place.line is None or place.file not in self.tables:
            return ""
        row = urlencode({"rows.at": row_key(place.file, place.line)})
        return f"{self.up}facts/{self.tables[place.file]}/?{row}#rows-at"

    def _figure(self, step: Step) -> str:
        """Return the page of a figure that another rests on: its label is its name, its period and its member."""
        name, _, rest = step.label.partition(" ")
        if name not in self.terms.metrics or not rest:
            return ""
        period, _, member = rest.partition(" (")
        of_member = f"?{urlencode({'member': member.removesuffix(')')})}" if member else ""
        return f"{self.up}metrics/{name}/{quote(period)}/{of_member}"


def blocks(
    step: Step, terms: Terms, *, kind: str, about: tuple[str, str, str], day: date, folder: str,
    tables: Mapping[str, str],
) -> tuple[str, Sequence[Block]]:  # fmt: skip
    """Return the title and the blocks of a derivation: of a metric or a clause (`kind`), a member and a period.

    `tables` says in which table of facts the rows of each file are.
    """
    name, member, period = about
    up = "../" * (period.count("/") + 3)
    links = _Links(up, terms, tables)
    title = f"{title_of(terms, KINDS[kind], name)}{f', {member}' if member else ''}, {_period(period)}"
    asked = ["comity", "explain", folder, name, period, *(["--member", member] if member else [])]
    asked += ["--as-of", day.isoformat(), "--known-at", day.isoformat()]
    shown = rendered(
        "derivation.html.j2", links=None, faces=_faces(step, kind), line=_line(step, links, top=True), kind=kind,
        command=shlex.join(asked), back=(title_of(terms, KINDS[kind], name), f"{up}{KINDS[kind]}/{name}/"),
    )  # fmt: skip
    return title, (shown,)


def _faces(step: Step, kind: str) -> list[Face]:
    """Return what leads the page: the figure, or the verdict with what it compares."""
    state = step.state
    chips = (Chip(state.value, capital(state_word(state))),) if state is not None and kind == "metric" else ()
    if kind == "metric":
        return [Face(label="Figure", text=with_minus(step.value), chips=chips, more=with_minus(step.reason))]
    verdict = (Chip(_mark(step, None), capital(step.value)),) if step.value in OUTCOMES else ()
    told = {one.label.partition(",")[0]: one for one in step.children}
    value = told.get("rounded") or told.get("adjusted") or told.get("raw")
    if value is None or not value.value or not verdict:
        return [Face(label="Verdict", text=capital(step.value), more=with_minus(step.reason))]
    beside = [label for label in ("threshold", "shortfall") if label in told and told[label].value]
    return [
        Face(label="Measured", text=with_minus(value.value), chips=verdict, more=with_minus(step.reason)),
        *(Face(label=capital(label), text=with_minus(told[label].value)) for label in beside),
    ]


def _period(name: str) -> str:
    """Return a period as people write it: months and days by their names, keys of rows in words."""
    return named(name) if name[:1].islower() else spoken(name)


def _line(step: Step, links: _Links, *, top: bool = False) -> Line:
    state = step.state if step.state is not None and step.state is not State.FINAL else None
    return Line(
        kind=step.kind, label=_label(step), value=_value(step), text=_said(step),
        strong=step.kind in HEADINGS, mark=_mark(step, state), state=_doubt(step, state),
        place=str(step.place) if step.place is not None else "",
        digest=step.digest, href="" if top else links.of(step),
        below=tuple(_line(one, links) for one in step.children),
    )  # fmt: skip


def _label(step: Step) -> str:
    if step.kind == "period":
        return " to ".join(map(spoken, step.label.split(" to ")))
    return last_spoken(step.label) if step.kind in LABELS else step.label


def _value(step: Step) -> str:
    value = with_minus(step.value)
    return last_spoken(value) if step.kind in VALUES else value


def _said(step: Step) -> str:
    """Return what a line says beside its name, as people read it; what may be somebody's own name stays."""
    text = with_minus(step.text.removeprefix(", "))
    if step.kind == "fact":  # who said it and since when; then why, in words of theirs
        known, *more = text.split("; ", 1)
        return "; ".join([last_spoken(known) if ", known " in known else known, *more])
    if step.kind in ENDS and text.startswith(ENDS[step.kind]):
        return last_spoken(text)
    return all_spoken(text) if step.kind in PLAIN else text


def _mark(step: Step, state: State | None) -> str:
    if step.kind == "verdict" and step.value in OUTCOMES:
        return step.value.replace(" ", "_")
    return state.value if state is not None else ""


def _doubt(step: Step, state: State | None) -> str:
    """Return the state of what is not final, and why."""
    known = capital(state_word(state)) if state is not None and step.value != state_word(state) else ""
    return ": ".join(filter(None, (known, with_minus(step.reason))))
