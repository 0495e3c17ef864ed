"""From figures and acts to everything that became of an agreement's clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from comity.agreement.acts import Act
from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Agreement
from comity.clauses.court import Paying
from comity.clauses.known import Figures
from comity.clauses.life.cases import Case, Payment, Run
from comity.clauses.life.fold import Fold
from comity.clauses.life.model import CaseRecord, Life, PaymentRecord, StepRecord, Where
from comity.clauses.life.shape import Shape
from comity.clauses.model import Verdict
from comity.clauses.track import Track
from comity.kernel.figure import Unknown


def live(
    agreement: Agreement, figures: Figures, acts: Sequence[Act] = (), *, as_of: date, other: Figures | None = None,
    excluded: Mapping[int, Figures] | None = None, shape: Shape | None = None,
) -> Life:  # fmt: skip
    """Return what became of every clause by a day. Pure: the same figures and acts give the same life.

    `acts` are in the order of the record. `other` are the figures on the other reporter's account where two differ,
    `excluded` those without the rows that a claim of relief leaves out, by the number of the act that claims it. The
    `shape` of an agreement may be found once for several lives.
    """
    fold = Fold(agreement, figures, acts, as_of, other=other, excluded=excluded, shape=shape).run()
    life = _life(fold)
    _let_go(fold)
    return life


def _let_go(fold: Fold) -> None:
    """Let go of what refers to one another, once nothing is asked of it any more.

    Memory is free again at once then. Python's search for circles nobody needs would take a fifth of the time of
    many lives.
    """
    for court in (fold.court, fold.court.other):
        if court is not None:
            for track in (track for tracks in court.tracks.values() for track in tracks.values()):
                track.release()
            court.tracks.clear()
            court.paying = Paying()
    for case in fold.cases:
        case.runs.clear()
        case.ladders.clear()
    del fold.purse


def _life(fold: Fold) -> Life:
    tracks = [track for of in fold.court.tracks.values() for track in of.values()]
    rows = [(track, at) for track in tracks if track.has_rows for at in range(len(track.spans))]
    return Life(
        verdicts={name: tuple(_verdicts(list(of.values()))) for name, of in fold.court.tracks.items()},
        bare=dict(_bare(tracks)),
        cases=tuple(_record(fold, case) for case in fold.cases),
        fires=dict(_fires(tracks)),
        unsure=dict(_unsure(tracks)),
        statuses={_where(t, at): tuple(words) for t in tracks for at, words in t.statuses.items() if words},
        ledgers=fold.purse.ledgers,
        settings=fold.court.settings,
        refused=tuple(fold.refused),
        reliefs={_where(t, at): tuple(c) for t in tracks for at, c in t.claims.items() if at < len(t.spans)},
        rows={_where(t, at): row for t, at in rows if (row := t.row(at))},
        remitted={name: tuple(of) for name, of in fold.remittances.of.items()},
    )


def _where(track: Track, index: int) -> Where:
    return track.name, track.scope, track.spans[index].period.name


def _verdicts(tracks: Sequence[Track]) -> list[Verdict]:
    found = [
        verdict
        for track in tracks
        for at, verdict in enumerate(track.verdicts())
        if verdict is not None and (not track.is_bare or track.spans[at].text.has_test)
    ]
    if len(tracks) > 1 or any(track.has_rows for track in tracks):
        found.sort(key=lambda verdict: (verdict.scope, verdict.period.first))
    return found


def _bare(tracks: Sequence[Track]) -> Iterator[tuple[Where, Verdict]]:
    for track in tracks:
        for at, verdict in enumerate(track.verdicts()) if track.is_bare else ():
            if verdict is not None and not track.spans[at].text.has_test:
                yield _where(track, at), verdict


def _fires(tracks: Sequence[Track]) -> Iterator[tuple[Where, tuple[str, ...]]]:
    for track in tracks:
        for at in sorted({at for of in track.fired.values() for at in of if at < len(track.spans)}):
            names = tuple(name for name in track.spans[at].clause.rules if at in track.fired.get(name, ()))
            if names:
                yield _where(track, at), names


def _unsure(tracks: Sequence[Track]) -> Iterator[tuple[Where, tuple[str, ...]]]:
    for track in tracks:
        for at in sorted(at for at in track.open_whens() if at < len(track.spans)):
            names = tuple(name for name in track.spans[at].clause.rules if _is_open(track.when(name, at)))
            if names:
                yield _where(track, at), names


def _is_open(when: Result) -> bool:
    return isinstance(when, Unknown) and when.state.value not in ("excused", "not_due")


def _record(fold: Fold, case: Case) -> CaseRecord:
    return CaseRecord(
        clause=case.track.name,
        scope=case.track.scope,
        period=case.period,
        rule=case.rule.name if case.rule is not None else "",
        opened=case.opened,
        measured=case.measured,
        steps=tuple(_step(run) for run in case.runs),
        payments=tuple(_payment(fold, case, payment) for payment in case.payments),
        statuses=tuple(case.statuses),
        is_open=not case.is_closed,
        withdrawn=case.withdrawn,
    )


def _step(run: Run) -> StepRecord:
    return StepRecord(
        name=run.name, step=run.step, state=run.state, opened=run.opened, due=run.due, ended=run.ended,
        amount=run.amount, paid=run.paid_in, chosen=run.chosen, reason=run.reason, renewed=run.renewed,
        level=run.ladder is not None,
    )  # fmt: skip


def _payment(fold: Fold, case: Case, payment: Payment) -> PaymentRecord:
    return PaymentRecord(
        step=payment.step, account=payment.account, key=payment.key, payer=payment.payer, payee=payment.payee,
        amount=payment.amount, paid=fold.purse.worth(payment, "paid"),
        first=payment.occasion == case.payments[0].occasion,
    )  # fmt: skip
