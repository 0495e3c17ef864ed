"""Payments: from a consequence to a claim on an account, and what formulas may ask of either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE
from comity.agreement.formula.evaluate import Result, combine, evaluate
from comity.agreement.formula.parts import formulas
from comity.agreement.formula.values import lookup
from comity.agreement.model import Account, Formula, Step
from comity.clauses.accounts import Ledger
from comity.clauses.court import Court, Paying, periods_inside
from comity.clauses.env import ClauseEnv
from comity.clauses.life.cases import Case, Payment
from comity.clauses.life.envs import LooseEnv, case_env
from comity.clauses.life.facts import on_both_accounts
from comity.clauses.life.opened import over_steps
from comity.clauses.life.positions import as_declared
from comity.clauses.life.steps import reassess
from comity.clauses.model import Outcome
from comity.clauses.postings import Claim
from comity.clauses.track import Track
from comity.kernel import exact
from comity.kernel.currencies import minor_unit, round_money
from comity.kernel.figure import Exact, Scope, State, Unknown, Value
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

ZERO = Decimal(0)
VIEWS = {
    "accrued": Ledger.accrued, "paid": Ledger.paid, "balance": Ledger.balance, "cap_reached": Ledger.cap_reached
}  # fmt: skip
"""What an account shows."""
UNDECIDED = (Outcome.NOT_DUE, Outcome.UNDETERMINED)


def added(amounts: Iterable[Result]) -> Result:
    """Return the sum of amounts; unknown where one is."""
    total: Exact = ZERO
    unknown: list[Result] = []
    for amount in amounts:
        if isinstance(amount, Exact):
            total = exact.add(total, amount)
        else:
            unknown.append(amount)
    return combine(*unknown) if unknown else total


class Purse(Paying):
    """All accounts of an agreement, and the payments that cases make into them."""

    def __init__(self, fold: Fold, court: Court) -> None:
        self.fold = fold
        self.court = court
        self.ledgers: dict[str, Ledger] = {}
        self._touched: set[str] = set()
        self._decided: dict[tuple[str, str], dict[str, date]] = {}
        for name in dict.fromkeys(name for _, terms in court.agreement.versions for name in terms.accounts):
            self._open(name)

    # -- accounts -----------------------------------------------------------------------------

    def _open(self, name: str) -> None:
        versions = [
            (day, terms.accounts[name]) for day, terms in self.court.agreement.versions if name in terms.accounts
        ]
        terms = self.court.agreement.versions[-1][1]
        self.ledgers[name] = Ledger(
            versions[0][1],
            partial(_limit, self.court, name),
            terms.calendar,
            unit=minor_unit(terms.currency),
            amended=versions[1:],
        )

    def ledger(self, step: Step, case: Case) -> Ledger:
        """Return the account a payment goes to; without one, that of the clause's pair of parties, settled at once."""
        clause = case.track.spans[case.index].text.clause
        name = step.into or f"{clause.owed_by} to {clause.owed_to}"
        if name not in self.ledgers:
            account = Account(
                name=name, owed_by=clause.owed_by, owed_to=clause.owed_to, settle="at once", place=clause.place
            )
            terms = self.court.agreement.versions[-1][1]
            unit = minor_unit(terms.currency)
            self.ledgers[name] = Ledger(account, lambda *_: None, terms.calendar, unit=unit)
        return self.ledgers[name]

    def touch(self, metric: str, period: Period) -> list[str]:
        """Note that a figure changed; returns the accounts whose caps rest on it."""
        found = []
        for name, ledger in self.ledgers.items():
            if metric in self._cap_metrics(ledger.account) and ledger.touch(period):
                self._touched.add(name)
                found.append(name)
        return found

    def _cap_metrics(self, account: Account) -> frozenset[str]:
        return self.fold.shape.cap_metrics.get(account.name, frozenset())

    def settle(self) -> None:
        """Book what has changed today."""
        if not self._touched:
            return
        for name in sorted(self._touched):
            self.ledgers[name].book(self.court.now, _booked_in(self.court))
        self._touched.clear()

    # -- payments -----------------------------------------------------------------------------

    def post(self, case: Case, step: Step, measured: date, values: Mapping[str, Value], *, direct: bool) -> None:
        """Post a payment of a case to its account."""
        ledger = self.ledger(step, case)
        clause = case.track.spans[case.index].text.clause
        payer = step.payer or clause.owed_by
        payee = step.payee or (clause.owed_to if payer != clause.owed_to else clause.owed_by)
        period = self._period(case, measured, direct=direct)
        amount = self.amount(case, step, values)
        key = (clause.name, case.track.scope, case.period.name, case.number, len(case.payments))
        payment = Payment(
            key=key, step=step, account=ledger.account.name, sign=1 if payer == ledger.account.owed_by else -1,
            amount=amount, occasion=case.occasions, period=period, restated=case.before is False and direct,
            declared=self.fold.declared, values=values, payer=payer, payee=payee,
        )  # fmt: skip
        case.payments.append(payment)
        self._put(case, payment)

    def _put(self, case: Case, payment: Payment) -> None:
        name = " ".join([case.track.name, *(member for _, member in case.track.scope), case.name])
        amount = payment.amount
        oriented = exact.neg(amount) if payment.sign < 0 and isinstance(amount, Exact) else amount
        self.ledgers[payment.account].put(
            Claim(key=payment.key, name=name, period=payment.period, scope=case.track.scope, amount=_known(oriented),
                  restated=payment.restated)
        )  # fmt: skip
        self._changed(payment.account, payment.period)

    def _changed(self, account: str, period: Period) -> None:
        self._touched.add(account)
        self.fold.mark(f"accounts.{account}", period.first)

    def amount(self, case: Case, step: Step, values: Mapping[str, Value]) -> Result:
        """Return a payment's amount: exact, limited by its own `at most`, rounded once to the smallest unit."""
        assert step.pay is not None
        amount = self._computed(step.pay, case, values)
        if not isinstance(amount, Exact):
            return combine(amount)
        if step.at_most is not None:
            most = evaluate(step.at_most.node, case_env(case, values))
            if not isinstance(most, Exact):
                return combine(most)
            amount = exact.least((amount, most))
        return round_money(amount, self.court.agreement.versions[-1][1].currency)

    def _computed(self, pay: Formula, case: Case, values: Mapping[str, Value]) -> Result:
        """Return what a formula of a case yields, from what was judged ahead of time where that holds all of it."""
        ahead = case.track.ahead
        if ahead is not None and not values and not case.values:
            told = ahead.told(pay, case.index, self.court.seen)
            if told is not NOT_HERE:
                return told
        return on_both_accounts(self.fold, pay.node, case, values)

    def _period(self, case: Case, measured: date, *, direct: bool) -> Period:
        """Return the period a payment belongs to: the rule's own, for a later step that of its measured day."""
        every = case.track.spans[case.index].text.clause.every
        if direct and case.rule is not None and isinstance(every, Grain):
            return case.period
        grain = every if isinstance(every, Grain) else Grain.DAY
        return self.court.calendar.containing(grain, measured)

    def refresh(self, case: Case) -> None:
        """Compute the payments of a case again, since its figures changed; the account books the difference."""
        payments = case.payments
        for at, payment in enumerate(payments):
            # What a payment says of those before it (`-paid`) does not speak of itself.
            case.payments = payments[:at]
            with as_declared(self.fold, case.track, payment.declared):
                amount = self.amount(case, payment.step, payment.values)
            case.payments = payments
            if amount != payment.amount:
                payment.amount = amount
                self._put(case, payment)
        for run in case.runs:
            if run.is_ongoing and run.step.pay is not None and run.step.modal:
                reassess(self.fold, run, self.amount(case, run.step, run.values))

    def refresh_from(self, track: Track, index: int) -> None:
        """Compute again what cases of a track judged ahead of time pay: a figure that only payments rest on changed."""
        for case in self.fold.from_on(track, index):
            if case.withdrawn is None:
                self.refresh(case)

    def drop(self, case: Case) -> None:
        """Take back the payments of a case whose cause fell."""
        for payment in case.payments:
            self.ledgers[payment.account].drop(payment.key)
            self._changed(payment.account, payment.period)

    # -- what formulas ask --------------------------------------------------------------------

    def first(self, case: Case) -> list[Payment]:
        """Return the payments of the first list of consequences in which a case paid anything."""
        return [p for p in case.payments if p.occasion == case.payments[0].occasion]

    def worth(self, payment: Payment, word: str) -> Result:
        """Return a payment before the caps (`pay`) or after (`paid`), in its own direction."""
        if word == "pay":
            return payment.amount
        self.settle()
        paid = self.ledgers[payment.account].paid_of(payment.key)
        return exact.neg(paid) if payment.sign < 0 and isinstance(paid, Exact) else paid

    def of_case(self, case: Case, word: str) -> Result:
        """Return what a case has paid so far."""
        return added([self.worth(payment, word) for payment in case.payments])

    def paid(self, env: ClauseEnv, rule: str, word: str) -> Result:
        """Return what was first paid for a period by each rule that fired, or by one of them."""
        cases = self.fold.standing_cases(env.track, env.index)
        found = [p for case in cases if rule in ("", case.name) for p in (self.first(case) if case.payments else ())]
        return added([self.worth(payment, word) for payment in found])

    def account(self, env: ClauseEnv, name: str, word: str) -> Result:
        """Return what an account shows for a period, once all that is paid into it for that period is known."""
        open_ = self._open_inputs(env, name)
        if open_ is not None:
            return open_
        self.settle()
        view = VIEWS.get(word)
        if view is None:
            return Unknown(State.UNDETERMINED, f"{name} has no {word}")
        self._note(env, name)
        return view(self.ledgers[name], env.period)

    def _note(self, env: ClauseEnv, name: str) -> None:
        """Note what an account rests on for a period: the verdicts on what is paid into it, and the day it was booked.

        What is paid and the caps may rest on figures that came after the verdicts.
        """
        booked = self.ledgers[name].known(env.period)
        if booked is not None:
            env.seen.add(State.FINAL, booked)
        for track in self._payers(env, name):
            for index in periods_inside(track, env.period):
                verdict = track.verdict(index) if track.exists(index) else None
                if verdict is not None and track.spans[index].text.has_test:
                    env.seen.add(verdict.state, verdict.known)

    def aggregate(self, call: tree.Call, env: ClauseEnv) -> Result:
        """Return an aggregate over the table of a step."""
        found = over_steps(self.fold, call, env)
        return super().aggregate(call, env) if found is NOT_HERE else found

    def _open_inputs(self, env: ClauseEnv, name: str) -> Unknown | None:
        """Return why an account is not settled for a period: a clause that pays into it is not judged yet."""
        if env.period.last > env.as_of:
            return Unknown(State.NOT_DUE, f"{env.period} is not over")
        key = name, env.clause.name
        if key not in self._decided:
            self._decided[key] = self._foreseen(self._payers(env, name))
        day = self._decided[key].get(env.period.name)
        if day is not None and day <= env.as_of:
            return None
        for track in self._payers(env, name):
            for index in periods_inside(track, env.period):
                found = self._undecided(track, index, name)
                if found is not None:
                    return found
        return None

    def _payers(self, env: ClauseEnv, account: str) -> list[Track]:
        """Return the tracks of the clauses that pay into an account, the one that asks aside."""
        clauses = self.court.texts.payers(account, env.terms)
        return [t for clause in clauses if clause != env.clause.name for t in self.court.tracks[clause].values()]

    @staticmethod
    def _foreseen(tracks: Sequence[Track]) -> dict[str, date]:
        """Return from which day on all tracks have a verdict for a period, where all were judged ahead of time."""
        found: dict[str, date] | None = None
        for track in tracks:
            if track.ahead is None:
                return {}
            own = {
                name: day
                for name, day, verdict in zip(track.index, track.ahead.days, track.ahead.verdicts, strict=False)
                if day is not None and (verdict is None or verdict.outcome not in UNDECIDED)
            }
            if found is None or own == found:
                found = own
            else:
                found = {name: max(day, own[name]) for name, day in found.items() if name in own}
        return found or {}

    def _undecided(self, track: Track, index: int, account: str) -> Unknown | None:
        if not track.exists(index):
            return None
        verdict = track.verdict(index)
        text = track.spans[index].text
        if verdict is not None and text.has_test:
            if verdict.outcome is Outcome.NOT_DUE:
                return Unknown(State.NOT_DUE, verdict.reason)
            if verdict.outcome is Outcome.UNDETERMINED:
                return Unknown(State.UNDETERMINED, verdict.reason)
            return None
        for name, rule in text.clause.rules.items():
            if any(step.into == account for step in (rule, *rule.then)):
                when = track.when(name, index)
                if when is None or isinstance(when, Unknown):
                    return when or Unknown(
                        State.NOT_DUE, f"{track.name} is not decided for {track.spans[index].period}"
                    )
        return None


def _limit(court: Court, name: str, index: int, period: Period, scope: Scope) -> Result:
    """Return what the cap of an account gives for a period."""
    terms = court.agreement.as_of(period.first)
    account = terms.accounts.get(name)
    if account is None or index >= len(account.caps):
        return Unknown(State.UNDETERMINED, f"{name} is not agreed for {period}")
    env = LooseEnv(court, terms, period, scope)
    return lookup(account.caps[index].at_most, env, f"the cap of {name}")


def _known(amount: Result) -> Exact | Unknown:
    if isinstance(amount, Exact | Unknown):
        return amount
    return Unknown(State.UNDETERMINED, "the amount is not known")


def _booked_in(court: Court):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return lambda day, claim: court.calendar.containing(claim.period.grain, day)


def cap_metrics(account: Account, settings: Mapping[str, object]) -> frozenset[str]:
    """Return the names that the caps of an account mention, through settings."""
    pending = [formula.node for cap in account.caps for formula in formulas(cap.at_most)]
    found: set[str] = set()
    while pending:
        for name in tree.names(pending.pop()):
            word = name.parts[0]
            if word not in found:
                found.add(word)
                if word in settings:
                    pending += [formula.node for formula in formulas(settings[word])]  # type: ignore[arg-type]
    return frozenset(found)
