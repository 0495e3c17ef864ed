"""The steps of an explanation, and those of an aggregate: its rows, their conversion, and the other reporter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from comity.agreement.act_nodes import FILE as RECORD
from comity.agreement.formula import tree
from comity.agreement.formula.unparse import unparse
from comity.facts.model import Comparison, Reported
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown
from comity.kernel.problem import Place
from comity.kernel.words import and_list
from comity.metrics.engine import Engine
from comity.metrics.env import MetricEnv
from comity.metrics.evidence import Evidence, evidence
from comity.metrics.judges import Judged, judged_by_call, lacking_words, ratings_of
from comity.metrics.plan import tables
from comity.metrics.trace import Read
from comity.metrics.words import number_words, shown

MOST_ROWS = 20
"""Rows shown for one aggregate; of the others only their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of an explanation and what it rests on.

    `kind` is one of figure, formula, setting, aggregate, fact, rate, terms. `label` names it, `text` says more
    (for a formula: the arithmetic written out), `value` is its value in words, `digest` what identifies its source.
    """

    kind: str
    label: str
    text: str
    value: str
    state: State | None = None
    reason: str = ""
    place: Place | None = None
    digest: str = ""
    children: tuple[Step, ...] = ()


def fact_steps(engine: Engine, call: tree.Call, read: Read, opened: bool) -> Step:
    """Return an aggregate with at most twenty of the rows it counted."""
    mentioned = tables(call)
    sealed = engine.facts.tables.get(mentioned[0]) if mentioned else None
    unknown = read.value if isinstance(read.value, Unknown) else None
    if sealed is None:
        return Step(
            kind="aggregate", label=unparse(call), text="", value=shown(read.value),
            state=unknown.state if unknown else None, reason=unknown.reason if unknown else "",
        )  # fmt: skip
    found = list(evidence(call, sealed, MetricEnv(engine, read.period, read.scope)))
    judged = judged_by_call(engine, call, read.period)
    silent = _silent(engine, judged, read) if judged is not None else ()
    rows = "1 row" if len(found) == 1 else f"{len(found):,} rows"
    return Step(
        kind="aggregate", label=unparse(call), text=f"{rows} of {sealed.name} in {read.period}",
        value=shown(read.value), state=unknown.state if unknown else None,
        reason=unknown.reason if unknown else "", digest=sealed.digest,
        children=(*_settings(engine, call, read), *_shown(found, judged), *silent) if opened else (),
    )  # fmt: skip


def setting_step(engine: Engine, read: Read) -> Step:
    """Return a setting with its value on the first day of the period, and where it is agreed."""
    setting = engine.terms(read.period.first).settings.get(unparse(read.node).partition("(")[0])
    place: Place | None = getattr(setting, "place", None)
    text = f"in force on {read.period.first}"
    return Step(kind="setting", label=unparse(read.node), text=text, value=shown(read.value), place=place)


def _settings(engine: Engine, call: tree.Call, read: Read) -> Iterator[Step]:
    """Yield the settings that an aggregate reads by bare name."""
    env = engine.env(read.period, read.scope)
    for name in tree.names(call):
        if len(name.parts) == 1 and name.parts[0] in env.terms.settings:
            yield setting_step(engine, Read("setting", name, read.period, read.scope, env.resolve(name)))


def _silent(engine: Engine, judged: Judged, read: Read) -> Iterator[Step]:
    """Yield the roles that have not judged."""
    for judge in ratings_of(engine, judged.metric, read.scope, read.period).lacking:
        yield Step(kind="fact", label=lacking_words((judge,), judged.metric.name), text="", value="")


def _shown(found: list[Evidence], judged: Judged | None) -> Iterator[Step]:
    for one in islice(found, MOST_ROWS):
        yield _fact(one, judged)
    if len(found) > MOST_ROWS:
        yield Step(kind="fact", label=f"{len(found) - MOST_ROWS:,} more rows", text="", value="")


def _fact(one: Evidence, judged: Judged | None) -> Step:
    row, disputed = one.row, [compared.column for compared in one.comparisons if compared.state == "differs"]
    reported = f"reported by {row['_reporter']}, known {row['_known_at']}"
    return Step(
        kind="fact", label=f"{row['_file']} row {row['_row']}",
        text=judged.text(row) if judged is not None else reported, value=shown(one.value),
        state=State.DISPUTED if disputed else None, reason=and_list(disputed, most=len(disputed)),
        place=Place(file=row["_file"], line=row["_row"]),
        children=tuple(step for compared in one.comparisons for step in _reports(one, compared)),
    )  # fmt: skip


def _reports(one: Evidence, compared: Comparison) -> Iterator[Step]:
    """Yield the conversion of this row's report, then what the other reporters say of the same datum."""
    own = one.own_report(compared)
    if own is not None and own.rate is not None:
        yield Step(kind="rate", label=compared.column, text=_conversion(own), value=number_words(own.converted))
    for report in compared.reports:
        if report is not own:
            yield _other(report, compared)
    for party in compared.missing:
        yield Step(kind="fact", label=f"{party} has not reported {compared.column}", text="", value="")


def _other(report: Reported, compared: Comparison) -> Step:
    text = f"reported by {report.reporter}, known {report.known_at}; {_apart(report, compared)}: {compared.reason}"
    rate = (Step(kind="rate", label=compared.column, text=_conversion(report), value=number_words(report.converted)),)
    return Step(
        kind="fact", label=_named(report), text=text, value=number_words(report.converted),
        place=Place(file=report.file, line=report.row), children=rate if report.rate is not None else (),
    )  # fmt: skip


def _apart(report: Reported, compared: Comparison) -> str:
    """Return how far two reports are apart; of a dispute whose number is reported by now, that it is."""
    is_met = all(exact.compare(one.converted, report.converted) == 0 for one in compared.reports)
    if report.file == RECORD and is_met:
        return f"reported as it is held for right, and disputed until {report.reporter} ends the dispute"
    by = f"{_share(compared.difference)}, " if compared.difference is not None else ""
    return f"{by}{compared.state}"


def _named(report: Reported) -> str:
    """Return where a report stands; a dispute stands in the record, as an entry of it."""
    if report.file == RECORD:
        return f"entry {report.row} of the record"
    return f"{report.file} row {report.row}"


def _share(difference: Exact) -> str:
    share = exact.round_to(difference, Decimal("0.0001"), "half up")
    return f"{'+' if share > 0 else ''}{number_words(share, 'percent')}"


def _conversion(report: Reported) -> str:
    rate = number_words(report.rate) if report.rate is not None else "1"
    return f"{report.currency or ''} {number_words(report.value)} × {rate} = {number_words(report.converted)}".strip()
