"""A cap explained: its limit, what earlier postings took of it, what is left, and who shares that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from comity.agreement.model import Cap
from comity.clauses.accounts import Ledger
from comity.clauses.life.envs import LooseEnv
from comity.clauses.postings import Claim, Held
from comity.clauses.sharing import order
from comity.kernel import exact, lexical
from comity.kernel.currencies import minor_unit
from comity.kernel.deadline import Duration
from comity.kernel.figure import Exact, Scope, Unknown
from comity.kernel.period import Grain, Period
from comity.kernel.words import and_list
from comity.metrics.exhibits import Step
from comity.standing.explain_desk import Desk, doubted
from comity.standing.explain_formula import formula_step
from comity.standing.explain_terms import leaf, which
from comity.standing.explain_words import amount, full, number, operand, where

ONE_DAY = timedelta(days=1)


def cap_step(desk: Desk, ledger: Ledger, claim: Claim, held: Held, label: str) -> Step:
    """Return how one claim passed one cap."""
    per = f" per {', '.join(held.cap.per)}" if held.cap.per else ""
    every = held.cap.every if held.cap.every == "life" else f"every {held.cap.every}"
    below = [_limit(desk, held), _used(desk, ledger, claim, held)]
    below += _left(desk, held)
    below += _shared(desk, claim, held)
    cut = held.cut
    says = "not reached" if cut == 0 else f"cut by {amount(cut, desk.currency)}" if isinstance(cut, Exact) else ""
    step = Step(
        kind="cap", label=f"{label}, {every}{per}", text=says, value=amount(held.after, desk.currency),
        place=held.cap.place, children=tuple(below),
    )  # fmt: skip
    return doubted(step, held.after)


def _limit(desk: Desk, held: Held) -> Step:
    court = desk.fold.court
    env = LooseEnv(court, court.agreement.as_of(held.period.first), held.period, held.scope)
    formula = leaf(held.cap.at_most, env)
    below = formula_step(desk, formula, env) if formula is not None else None
    opened = below if below is not None and (below.text or below.children) else None
    told = (f"for {where(held.scope, held.period)}", which(held.cap.at_most, env), opened.text if opened else "")
    step = Step(
        kind="limit", label=f"limit, {opened.label}" if opened is not None else "limit",
        text="; ".join(filter(None, told)), value=amount(held.limit, desk.currency), place=held.cap.at_most.place,
        children=opened.children if opened is not None else (),
    )  # fmt: skip
    return doubted(step, held.limit)


# -- what earlier postings took ---------------------------------------------------------------


def _used(desk: Desk, ledger: Ledger, claim: Claim, held: Held) -> Step:
    """Return what earlier postings of the cap's span hold of it, one by one."""
    opens = span_opens(ledger, held.cap, held.period)
    before = [one for one in ledger.claims.values() if _counts(one, held, opens, claim)]
    below = []
    total: Exact = Decimal(0)
    for one in sorted(before, key=lambda one: (one.period.last, order(one))):
        paid = ledger.paid_of(one.key)
        total = exact.add(total, paid) if isinstance(paid, Exact) else total
        below.append(_posting(desk, one, paid))
    since = f"since {opens}" if opens > date.min else "from the start"
    written = _written([ledger.paid_of(one.key) for one in before], held.used)
    text = f"{since}, before {held.period}" + (f"; {written}" if written else "")
    step = Step(
        kind="used", label="used by earlier postings", text=text, value=amount(held.used, desk.currency),
        children=tuple(below) if total == held.used or isinstance(held.used, Unknown) else (),
    )  # fmt: skip
    return doubted(step, held.used)


def _written(paid: Sequence[Decimal | Unknown], used: Decimal | Unknown) -> str:
    known = [one for one in paid if isinstance(one, Decimal)]
    if len(known) < 2 or len(known) < len(paid) or isinstance(used, Unknown):
        return ""
    return f"{' + '.join(operand(one) for one in known)} = {full(used)}"


def _posting(desk: Desk, one: Claim, paid: Decimal | Unknown) -> Step:
    step = Step(kind="posting", label=f"{one.name} {one.period}", text="", value=amount(paid, desk.currency))
    return doubted(step, paid)


def _counts(one: Claim, held: Held, opens: date, claim: Claim) -> bool:
    """Tell whether a claim is one of the earlier postings that a cap counts for the member of another claim."""
    positive = isinstance(one.amount, Unknown) or one.amount > 0
    return positive and opens <= one.period.last < claim.period.last and member_of(held.cap, one.scope) == held.scope


def member_of(cap: Cap, scope: Scope) -> Scope:
    """Return the member for which a cap counts a claim."""
    return tuple(pair for pair in scope if pair[0] in cap.per)


def span_opens(ledger: Ledger, cap: Cap, period: Period) -> date:
    """Return the first day of the span of a cap that ends with a period, or in which it lies (date.min: no first)."""
    calendar = ledger.calendar
    if cap.every == "life":
        return date.min
    if cap.every in list(Grain):
        return calendar.containing(Grain(cap.every), period.last).first
    span = lexical.duration(cap.every)
    if span is None:
        return date.min
    if span.unit == "period":
        return calendar.shift(calendar.containing(period.grain, period.last), 1 - span.count).first
    return calendar.add(period.last, Duration(-span.count, span.unit)) + ONE_DAY


# -- what is left, and who shares it ----------------------------------------------------------


def _left(desk: Desk, held: Held) -> Iterator[Step]:
    if isinstance(held.limit, Unknown) or isinstance(held.used, Unknown) or isinstance(held.left, Unknown):
        return
    rest = exact.sub(held.limit, held.used)
    note = "" if rest == held.left else "; never below 0" if rest < 0 else "; whole units only"
    text = f"{operand(held.limit)} - {operand(held.used)} = {full(rest)}{note}"
    yield Step(kind="left", label="left", text=text, value=amount(held.left, desk.currency))


def _shared(desk: Desk, claim: Claim, held: Held) -> Iterator[Step]:
    """Yield those who stand before the cap together, and the share of this claim."""
    known = [(one, before) for one, before in held.sharing if isinstance(before, Decimal)]
    if len(known) < len(held.sharing) or isinstance(held.left, Unknown):
        for one, before in held.sharing:
            yield _posting(desk, one, before)
        return
    total: Exact = Decimal(0)
    for _, before in known:
        total = exact.add(total, before)
    if len(known) > 1:
        written = " + ".join(operand(before) for _, before in known)
        below = tuple(_posting(desk, one, before) for one, before in known)
        text = f"{written} = {full(total)}"
        yield Step(
            kind="sharing", label="claimed together", text=text, value=amount(total, desk.currency), children=below
        )
    if total > held.left and len(known) > 1:
        yield from _share(desk, claim, held, known, total)
    elif total > held.left:
        text = f"least({operand(total)}, {operand(held.left)}) = {full(held.left)}"
        yield Step(kind="share", label="kept", text=text, value=amount(held.left, desk.currency))


def _share(
    desk: Desk, claim: Claim, held: Held, known: Sequence[tuple[Claim, Decimal]], total: Exact
) -> Iterator[Step]:  # fmt: skip
    """Yield the pro rata share of a claim, and who gets what is left over of the smallest unit."""
    assert isinstance(held.left, Decimal) and isinstance(held.before, Decimal)
    unit = minor_unit(desk.currency)
    own = _part(held.before, held.left, total)
    down = exact.round_to(own, unit, "down")
    arithmetic = f"{operand(held.before)} * {operand(held.left)} / {operand(total)} = {number(own)}"
    text = f"{arithmetic}; in whole {amount(unit, desk.currency)}: {full(down)}"
    yield Step(kind="share", label="share pro rata", text=text, value=amount(down, desk.currency))
    favoured = _favoured(known, held.left, total, unit)
    if favoured:
        own_name = any(one.key == claim.key for one in favoured)
        names = and_list([one.name for one in favoured], most=12)
        gets = f"; {full(down)} + {full(unit)} = {full(exact.add(down, unit))}" if own_name else ""
        says = f"what whole units leave over goes, one each, by largest remainder, to {names}{gets}"
        yield Step(kind="share", label="largest remainder", text=says, value=amount(held.after, desk.currency))


def _part(before: Exact, left: Exact, total: Exact) -> Exact:
    return exact.div(exact.mul(before, left), total)


def _favoured(known: Sequence[tuple[Claim, Decimal]], left: Exact, total: Exact, unit: Decimal) -> list[Claim]:
    """Return the claims that get one smallest unit more, since their remainders are the largest."""
    parts = [(one, _part(before, left, total)) for one, before in known]
    downs = [(one, part, exact.round_to(part, unit, "down")) for one, part in parts]
    over: Exact = left
    for _, _, down in downs:
        over = exact.sub(over, down)
    count = int(exact.div(over, unit))
    by_remainder = sorted(downs, key=lambda item: (exact.neg(exact.sub(item[1], item[2])), order(item[0])))
    return [one for one, _, _ in by_remainder[:count]]
