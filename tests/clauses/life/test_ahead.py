"""Judging ahead of time gives what judging day by day gives: the same life, to the last reason and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.agreement.read import read_agreement
from comity.clauses.known import Cell, Known
from comity.clauses.life.fold import Fold
from comity.clauses.life.live import live
from comity.clauses.life.model import Life
from comity.kernel.figure import Figure, Scope, State
from comity.kernel.problem import Place, Severity

MONTHS = 9
LATER = ("charges", "bonus")
"""Metrics that only consequences read."""


@cache
def agreement() -> Agreement:
    """Return the agreement: one clause for each way in which clauses are judged ahead of time."""
    found, problems = read_agreement(("ahead.yaml", (Path(__file__).parent / "ahead.yaml").read_bytes()))
    errors = [str(problem) for problem in problems if problem.severity is Severity.ERROR]
    if found is None or errors:
        raise ValueError("\n".join(errors))
    return found


# -- figures ----------------------------------------------------------------------------------

SCOPES: Mapping[str, tuple[Scope, ...]] = {"queued": ((("queue", "mail"),), (("queue", "phone"),))}
UNITS = {"charges": "USD", "bonus": "USD", "count": ""}
_MOST = ("known", "known", "known", "known")
KINDS = (("known",), (*_MOST, "missing", "provisional"), (*_MOST, "late"), (*_MOST, *_MOST, "missing", "restated"))
METRICS = ("good", "other", "count", "queued", "charges", "bonus")


def _values(metric: str) -> st.SearchStrategy[Decimal]:
    if metric in LATER:
        return st.integers(1, 40).map(lambda n: Decimal(n * 100))
    if metric == "count":
        return st.integers(0, 9).map(Decimal)
    return st.integers(90, 100).map(lambda n: Decimal(n) / 100)


@st.composite
def cells(draw: st.DrawFn, last: date, *, clean: bool) -> dict[Cell, tuple[tuple[date, Figure], ...]]:
    """Draw what became known of each figure, and when.

    Clean figures are known once, four days after their month. Those of other metrics come later, some are missing or
    provisional, restated, or so late that figures of later months are known before them.
    """
    found: dict[Cell, tuple[tuple[date, Figure], ...]] = {}
    calendar = agreement().versions[-1][1].calendar
    for metric in METRICS:
        kinds = KINDS[0] if clean else draw(st.sampled_from(KINDS))
        delay = 4 if clean else draw(st.sampled_from([4, 4, 4, 11]))
        for scope in SCOPES.get(metric, ((),)):
            for number in range(1, MONTHS + 1):
                period = calendar.period(f"2026-{number:02}")
                if period.last > last:
                    continue
                kind = draw(st.sampled_from(kinds))
                day = period.last + timedelta(days=45 if kind == "late" else delay)
                value = draw(_values(metric))
                figure = Figure(
                    metric=metric, period=period, scope=scope, value=value, unit=UNITS.get(metric, "percent"),
                    state=State.PROVISIONAL if kind == "provisional" else State.FINAL, known=day,
                )  # fmt: skip
                history = [(day, figure)]
                if kind == "missing":
                    history = [(day, _without_value(figure))]
                elif kind == "restated":
                    again = day + timedelta(days=draw(st.sampled_from([3, 45])))
                    history.append((again, _with_value(figure, draw(_values(metric)), again)))
                found[metric, scope, period.name] = tuple(history)
    return found


def _without_value(figure: Figure) -> Figure:
    return Figure(
        metric=figure.metric, period=figure.period, scope=figure.scope, value=None, unit=figure.unit,
        state=State.MISSING, reason=f"{figure.metric} for {figure.period} is missing",
    )  # fmt: skip


def _with_value(figure: Figure, value: Decimal, known: date) -> Figure:
    return Figure(
        metric=figure.metric, period=figure.period, scope=figure.scope, value=value, unit=figure.unit,
        state=State.FINAL, known=known,
    )  # fmt: skip


def acts() -> st.SearchStrategy[list[Act]]:
    """Draw acts that elections and tests await, on clauses that could be judged ahead of time."""
    done = st.builds(
        _act,
        on=st.integers(40, 280).map(lambda n: date(2026, 1, 1) + timedelta(days=n)),
        do=st.sampled_from(["notice", "waive", "reserve"]),
        about=st.tuples(
            st.sampled_from(["by_member mail", "times_count", "missed_if", "streak"]), st.integers(1, MONTHS)
        ),
    )
    return st.lists(done, max_size=3).map(lambda drawn: sorted(drawn, key=lambda act: act.on))


def _act(on: date, do: str, about: tuple[str, int]) -> Act:
    words = (*about[0].split(), f"2026-{about[1]:02}")
    return Act(on=on, by=("buyer",), do=do, place=Place(file="drawn"), about=words)


# -- what is said of a life -------------------------------------------------------------------


def said(life: Life) -> dict[str, Any]:
    """Return all that a life says, part by part."""
    return {
        "verdicts": dict(life.verdicts),
        "bare": dict(life.bare),
        "cases": life.cases,
        "fires": dict(life.fires),
        "unsure": dict(life.unsure),
        "statuses": dict(life.statuses),
        "entries": {name: ledger.entries for name, ledger in life.ledgers.items()},
        "settings": dict(life.settings.changes),
        "refused": life.refused,
    }


def day_by_day(known: Known, done: list[Act], as_of: date) -> dict[str, Any]:
    """Return what is said of a life in which nothing is judged ahead of time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.clauses.track.ahead_of", lambda track, touched: None)
        return said(live(agreement(), known, done, as_of=as_of))


def ahead(known: Known, done: list[Act], as_of: date) -> set[str]:
    """Return the clauses of which some member is judged ahead of time."""
    fold = Fold(agreement(), known, done, as_of).run()
    return {name for name, tracks in fold.court.tracks.items() if any(track.ahead for track in tracks.values())}


AS_OF = st.sampled_from([date(2026, 10, 20), date(2026, 9, 30), date(2026, 8, 4), date(2026, 6, 10)])


@settings(max_examples=12, deadline=None)
@given(data=st.data(), as_of=AS_OF, clean=st.booleans())
def test_a_life_is_the_same_whether_it_is_judged_ahead_of_time_or_day_by_day(
    data: st.DataObject, as_of: date, *, clean: bool
) -> None:  # fmt: skip
    """Verdicts, cases, payments, settings and reasons do not depend on the way in which they are found."""
    compared(data, as_of, clean=clean)


@pytest.mark.soak
@settings(max_examples=300, deadline=None)
@given(data=st.data(), as_of=AS_OF, clean=st.booleans())
def test_many_lives_are_the_same_either_way(data: st.DataObject, as_of: date, *, clean: bool) -> None:
    """The same of many more lives than every run has time for."""
    compared(data, as_of, clean=clean)


def compared(data: st.DataObject, as_of: date, *, clean: bool) -> None:
    known = Known(cells=data.draw(cells(as_of, clean=clean)))
    done = data.draw(acts())
    found = said(live(agreement(), known, done, as_of=as_of))
    for part, expected in day_by_day(known, done, as_of).items():
        assert found[part] == expected, part


@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_clean_figures_are_judged_ahead_of_time(data: st.DataObject) -> None:
    """All clauses are judged ahead of time but those that accounts, other clauses or steps reach."""
    as_of = date(2026, 10, 20)
    known = Known(cells=data.draw(cells(as_of, clean=True)))
    names = set(agreement().versions[-1][1].clauses)
    assert ahead(known, [], as_of) == names - {"changeable", "exhausted", "together"}
