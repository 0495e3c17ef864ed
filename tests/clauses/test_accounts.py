"""The remedy account: caps, shares to the cent, differences, and the laws that every account keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.formula.parse import parse
from comity.agreement.model import Account, Cap, Formula
from comity.clauses.accounts import Ledger
from comity.clauses.postings import Claim, Entry
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Duration
from comity.kernel.exact import Exact
from comity.kernel.figure import Scope, State, Unknown
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Place

HERE = Place(file="test")
CALENDAR = Calendar(term_starts=date(2026, 1, 1))
NOT_REPORTED = Unknown(State.MISSING, "invoice for 2026-05 is missing")
UNDETERMINED = Unknown(State.UNDETERMINED, "invoice for 2026-05 is missing")
LimitOf = Callable[[int, Period, Scope], Exact | Unknown | None]


def account(*caps: tuple[str, tuple[str, ...]]) -> Account:
    """Return an account with caps of (every, per); what they allow comes from the ledger's limits."""
    node, _ = parse("1", HERE)
    assert node is not None
    limit = Formula(text="1", node=node, place=HERE)
    made = tuple(Cap(at_most=limit, every=every, per=per, place=HERE) for every, per in caps)
    return Account(name="credits", owed_by="alder", owed_to="birch", settle="every month", place=HERE, caps=made)


def ledger(*caps: tuple[str, tuple[str, ...]], limit: LimitOf | str = "0", unit: str = "0.01") -> Ledger:
    """Return an empty ledger; `limit` is one amount for all caps, or a function as the ledger wants it."""
    limit_of = limit if callable(limit) else lambda index, period, scope: Decimal(limit)
    return Ledger(account(*caps), limit_of, CALENDAR, unit=Decimal(unit))


def claim(name: str, period: str, amount: str | Unknown, **scope: str) -> Claim:
    """Return a claim known by its name and period."""
    return Claim(
        key=(name, period),
        name=name,
        period=CALENDAR.period(period),
        scope=tuple(scope.items()),
        amount=amount if isinstance(amount, Unknown) else Decimal(amount),
    )


def in_its_month(day: date, _: Claim) -> Period:
    """Book a difference in the month of the day it became known."""
    return CALENDAR.containing(Grain.MONTH, day)


def settled(book: Ledger, day: str, *claims: Claim) -> list[Entry]:
    """Put claims and settle a day."""
    for each in claims:
        book.put(each)
    return book.settle(date.fromisoformat(day), in_its_month)


def name_of(entry: Entry) -> str:
    """Return the name in a key as `claim` makes it."""
    assert isinstance(entry.key, tuple)
    return str(entry.key[0])


def worth_of(book: Ledger, one: Claim) -> Decimal:
    """Return what a claim is worth, which must be known."""
    found = book.paid_of(one.key)
    assert isinstance(found, Decimal)
    return found


def paid(book: Ledger, period: str, *names: str) -> list[str]:
    """Return what claims of a period are worth after caps."""
    return [str(book.paid_of((name, period))) for name in names]


MONTHLY = ("month", ())
FOR_LIFE = ("life", ())


class TestScenarios:
    """The numbers of the clause patterns."""

    def test_pool_credit(self):
        """P1: three misses claim 15,000, held to 10,000; the cut is shared pro rata, 6,666.67 for the greatest."""
        book = ledger(MONTHLY, limit="10000")
        three = [claim("uptime", "2026-04", "2000"), claim("recovery", "2026-04", "3000")]
        settled(book, "2026-05-10", *three, claim("helpdesk", "2026-04", "10000"))
        assert paid(book, "2026-04", "uptime", "recovery", "helpdesk") == ["1333.33", "2000.00", "6666.67"]
        assert book.accrued("2026-04") == 15000
        assert book.paid("2026-04") == 10000
        assert book.cap_reached("2026-04") is True

    def test_below_the_cap(self):
        """P1: one miss of 2,000 under a cap of 10,000 is paid in full, and the cap is not reached."""
        book = ledger(MONTHLY, limit="10000")
        entries = settled(book, "2026-04-10", claim("uptime", "2026-03", "2000"))
        assert [(each.period.name, each.amount, each.says) for each in entries] == [("2026-03", 2000, "posted")]
        assert book.cap_reached("2026-03") is False

    def test_exactly_at_the_cap(self):
        """Claims that come up to the cap are paid in full, and the cap is reached."""
        book = ledger(MONTHLY, limit="10000")
        settled(book, "2026-04-10", claim("uptime", "2026-03", "4000"), claim("recovery", "2026-03", "6000"))
        assert paid(book, "2026-03", "uptime", "recovery") == ["4000.00", "6000.00"]
        assert book.cap_reached("2026-03") is True

    def test_credits_at_the_monthly_maximum(self):
        """P9: two levels claim 16,000 against 12,000; the next month has nothing, and its cap is not reached."""
        book = ledger(MONTHLY, limit="12000")
        settled(book, "2026-02-05", claim("desk", "2026-01", "8000"), claim("portal", "2026-01", "8000"))
        assert paid(book, "2026-01", "desk", "portal") == ["6000.00", "6000.00"]
        assert [book.cap_reached(f"2026-0{n}") for n in (1, 2)] == [True, False]
        assert book.cap_reached("2026-Q1") is True

    def test_damages_by_the_week(self):
        """P18: 5,000 a week reach 20% of 500,000 with the twentieth week, W31; W32 adds nothing."""
        book = ledger(("life", ("order_no",)), limit="100000")
        for n in range(12, 33):
            week = CALENDAR.period(f"2026-W{n}")
            known = CALENDAR.add(week.last, Duration(2, "day"))
            settled(book, str(known), claim("po7", week.name, "5000", order_no="po7"))
        assert [book.balance(f"2026-W{n}") for n in (12, 30, 31, 32)] == [5000, 95000, 100000, 100000]
        assert paid(book, "2026-W32", "po7") == ["0.00"]
        assert [book.cap_reached(f"2026-W{n}") for n in (30, 31, 32, 33)] == [False, True, True, True]

    def test_each_order_has_its_own_cap(self):
        """P18: what one order was paid takes no room of another."""
        book = ledger(("life", ("order_no",)), limit="6000")
        weeks = [claim(po, week, "5000", order_no=po) for po in ("po7", "po8") for week in ("2026-W10", "2026-W11")]
        settled(book, "2026-04-01", *weeks)
        assert [book.paid(week) for week in ("2026-W10", "2026-W11")] == [10000, 2000]

    def test_nested_caps(self):
        """P28: 24,000 held to 20% of 100,000, then with 4,800 held to 20,000 in all: 16,129.03 and 3,870.97."""
        charges = {(): Decimal(200000), (("service", "a"),): Decimal(100000), (("service", "b"),): Decimal(60000)}
        shares = [Decimal("0.2"), Decimal("0.1")]
        book = ledger(("month", ("service",)), MONTHLY, limit=lambda n, period, scope: shares[n] * charges[scope])
        two = [claim("a", "2026-01", "24000", service="a"), claim("b", "2026-01", "4800", service="b")]
        settled(book, "2026-02-05", *two)
        assert paid(book, "2026-01", "a", "b") == ["16129.03", "3870.97"]
        assert (book.accrued("2026-01"), book.paid("2026-01"), book.cap_reached("2026-01")) == (28800, 20000, True)

    def test_earn_back(self):
        """P11: a credit of 4,000 in March comes back in June; the return is booked in June and frees no room."""
        book = ledger(FOR_LIFE, limit="4000")
        settled(book, "2026-04-05", claim("credit", "2026-03", "4000"))
        settled(book, "2026-07-05", claim("earn back", "2026-06", "-4000"))
        settled(book, "2026-08-05", claim("credit", "2026-07", "4000"))
        assert [book.paid(month) for month in ("2026-03", "2026-06", "2026-07")] == [4000, -4000, 0]
        assert [book.balance(month) for month in ("2026-03", "2026-05", "2026-06")] == [4000, 4000, 0]

    def test_restatement_downwards(self):
        """P24: 10m becomes 9.4m in June 2027; what was posted stays, and 60,000 go back in that quarter."""
        book = ledger()
        settled(book, "2026-05-15", claim("royalty", "2026-Q1", "1000000"))
        [entry] = settled(book, "2027-06-01", claim("royalty", "2026-Q1", "940000"))
        assert (entry.period.name, entry.amount, entry.says, entry.day) == (
            "2027-06",
            -60000,
            "difference",
            date(2027, 6, 1),
        )
        assert (book.paid("2026-Q1"), book.paid("2027-Q2"), book.balance("2027-Q2")) == (1000000, -60000, 940000)
        assert book.accrued("2026-Q1") == 940000

    def test_restatement_upwards(self):
        """P24: 10m becomes 10.5m; 50,000 more are owed, in the quarter it was known."""
        book = ledger()
        settled(book, "2026-05-15", claim("royalty", "2026-Q1", "1000000"))
        settled(book, "2028-03-31", claim("royalty", "2026-Q1", "1050000"))
        assert (book.paid("2026-Q1"), book.paid("2028-Q1")) == (1000000, 50000)


class TestCaps:
    """Who gets what is left, and when it counts."""

    def test_the_last_cent_goes_by_name(self):
        """Three equal claims under 100.00 get 33.33 each; the cent that is left goes to the first by name."""
        book = ledger(MONTHLY, limit="100")
        settled(book, "2026-02-05", *[claim(name, "2026-01", "80") for name in ("c", "a", "b")])
        assert paid(book, "2026-01", "a", "b", "c") == ["33.34", "33.33", "33.33"]

    def test_yen_have_no_cents(self):
        """Shares are whole units of the currency: 100 yen among three are 34, 33 and 33."""
        book = ledger(MONTHLY, limit="100", unit="1")
        settled(book, "2026-02-05", *[claim(name, "2026-01", "80") for name in ("a", "b", "c")])
        assert paid(book, "2026-01", "a", "b", "c") == ["34", "33", "33"]

    def test_a_cap_of_a_fraction_of_a_cent_is_never_exceeded(self):
        """At most 10.009 is 10.00 paid, and the cap counts as reached, since no cent is left."""
        book = ledger(MONTHLY, limit="10.009")
        settled(book, "2026-02-05", claim("a", "2026-01", "80"))
        assert paid(book, "2026-01", "a") == ["10.00"]
        assert book.cap_reached("2026-01") is True

    def test_an_earlier_period_keeps_its_place(self):
        """January takes 80 of 100 for life; two claims of February share the 20 left."""
        book = ledger(FOR_LIFE, limit="100")
        settled(
            book, "2026-03-05", claim("a", "2026-01", "80"), claim("a", "2026-02", "30"), claim("b", "2026-02", "10")
        )
        assert paid(book, "2026-02", "a", "b") == ["15.00", "5.00"]

    def test_a_late_posting_takes_its_place_and_later_ones_give_way(self):
        """A claim of January known in April takes 60 of the cap; February is cut, as a difference in April."""
        book = ledger(FOR_LIFE, limit="100")
        settled(book, "2026-03-05", claim("a", "2026-02", "80"))
        entries = settled(book, "2026-04-20", claim("late", "2026-01", "60"))
        assert [(name_of(each), each.period.name, each.amount, each.says) for each in entries] == [
            ("late", "2026-01", 60, "posted"),
            ("a", "2026-04", -40, "difference"),
        ]
        assert book.balance("2026-04") == 100

    def test_what_an_outer_cap_cuts_takes_no_room_of_the_inner_one(self):
        """100 for life of a member, 50 a month: January claims 100 and gets 50, February the other 50."""
        book = ledger(("life", ("member",)), MONTHLY, limit=lambda n, period, scope: Decimal((100, 50)[n]))
        settled(book, "2026-03-05", *[claim("a", f"2026-0{n}", "100", member="a") for n in (1, 2, 3)])
        assert [book.paid(f"2026-0{n}") for n in (1, 2, 3)] == [50, 50, 0]

    @pytest.mark.parametrize(
        ("every", "expected"),
        [
            ("2 months", [100, 0, 60, 40, 60]),
            ("2 periods", [100, 0, 60, 40, 60]),
            ("quarter", [100, 0, 0, 60, 40]),
            ("contract year", [100, 0, 0, 0, 0]),
        ],
    )
    def test_the_span_of_a_cap(self, every, expected):
        """A rolling span gives room as its first period leaves it, a calendar span when it begins anew."""
        book = ledger((every, ()), limit="100")
        wanted = (100, 60, 60, 60, 60)
        settled(book, "2026-07-01", *[claim("a", f"2026-0{n}", str(wanted[n - 1])) for n in range(1, 6)])
        assert [book.paid(f"2026-0{n}") for n in range(1, 6)] == expected

    def test_a_rolling_cap_counts_months_to_the_last_day(self):
        """Twelve months that end with 28 February 2027 begin with 1 March 2026: February 2026 counts no more."""
        book = ledger(("12 months", ()), limit="100")
        months = [claim("a", month, "100") for month in ("2026-02", "2026-03", "2027-02")]
        settled(book, "2027-03-10", *months)
        assert [book.paid(month) for month in ("2026-02", "2026-03", "2027-02")] == [100, 0, 100]

    def test_the_limit_is_that_of_the_latest_posting(self):
        """The cap rises from 50 to 80 for life: the second month gets the 30 that its own period adds."""
        rising = {"2026-01": Decimal(50), "2026-02": Decimal(80)}
        book = ledger(FOR_LIFE, limit=lambda n, period, scope: rising[period.name])
        settled(book, "2026-03-05", claim("a", "2026-01", "60"), claim("a", "2026-02", "60"))
        assert [book.paid(month) for month in rising] == [50, 30]

    def test_a_limit_that_fell_gives_nothing_and_takes_nothing_back(self):
        """The cap falls below what January was paid: January keeps its place, February gets nothing."""
        falling = {"2026-01": Decimal(50), "2026-02": Decimal(20)}
        book = ledger(FOR_LIFE, limit=lambda n, period, scope: falling[period.name])
        settled(book, "2026-03-05", claim("a", "2026-01", "60"), claim("a", "2026-02", "60"))
        assert [book.paid(month) for month in falling] == [50, 0]
        assert book.cap_reached("2026-02") is True

    def test_a_touched_period_asks_its_limits_again(self):
        """A restated invoice raises the cap; with `touch` the cut is paid, as a difference."""
        limits = {"2026-01": Decimal(50)}
        book = ledger(MONTHLY, limit=lambda n, period, scope: limits[period.name])
        settled(book, "2026-02-05", claim("a", "2026-01", "60"))
        limits["2026-01"] = Decimal(55)
        book.touch(CALENDAR.period("2026-Q1"))
        [entry] = settled(book, "2026-03-09")
        assert (entry.amount, entry.period.name, entry.says) == (5, "2026-03", "difference")

    def test_an_amended_account_holds_for_periods_that_begin_after(self):
        """A cap agreed from February on leaves January alone, and what January was paid counts against it."""
        later = account(FOR_LIFE)
        book = Ledger(account(), lambda n, period, scope: Decimal(100), CALENDAR, amended=[(date(2026, 2, 1), later)])
        settled(book, "2026-03-05", claim("a", "2026-01", "70"), claim("a", "2026-02", "70"))
        assert [book.paid(month) for month in ("2026-01", "2026-02")] == [70, 30]

    def test_claims_of_several_grains_meet_by_their_last_day(self):
        """March and the first quarter end on one day: they share, and the cap asks for the later begun, March."""
        asked: list[str] = []

        def limit(index: int, period: Period, scope: Scope) -> Decimal:
            asked.append(period.name)
            return Decimal(100)

        book = ledger(MONTHLY, limit=limit)
        settled(book, "2026-04-10", claim("a", "2026-Q1", "100"), claim("b", "2026-03", "300"))
        assert (book.paid_of(("a", "2026-Q1")), book.paid_of(("b", "2026-03"))) == (25, 75)
        assert asked == ["2026-03"]


class TestUnknown:
    """What is not known is not 0."""

    def test_an_unknown_amount(self):
        """P1 without an invoice: accrued, paid and balance are unknown with the reason, and nothing is booked."""
        book = ledger()
        assert settled(book, "2026-06-10", claim("uptime", "2026-05", NOT_REPORTED)) == []
        views = (book.accrued, book.paid, book.balance)
        assert [view("2026-05") for view in views] == [UNDETERMINED] * 3
        assert (book.paid("2026-04"), book.balance("2026-04"), book.balance("2026-06")) == (0, 0, UNDETERMINED)
        assert book.paid_of(("uptime", "2026-05")) == UNDETERMINED
        assert [each.name for each, _ in book.undetermined()] == ["uptime"]

    def test_an_unknown_amount_that_becomes_known_is_posted_in_its_own_period(self):
        """The invoice comes in August: the credit is posted in May, and known in August."""
        book = ledger()
        settled(book, "2026-06-10", claim("uptime", "2026-05", NOT_REPORTED))
        [entry] = settled(book, "2026-08-01", claim("uptime", "2026-05", "2000"))
        assert (entry.period.name, entry.day, entry.says) == ("2026-05", date(2026, 8, 1), "posted")

    def test_an_unknown_amount_leaves_those_that_share_its_cap_unknown(self):
        """Nobody can say what others get of a cap while a share of it is unknown; other months are not touched."""
        book = ledger(MONTHLY, limit="100")
        settled(
            book,
            "2026-06-10",
            claim("a", "2026-05", NOT_REPORTED),
            claim("b", "2026-05", "10"),
            claim("c", "2026-06", "10"),
        )
        assert book.paid_of(("b", "2026-05")) == UNDETERMINED
        assert paid(book, "2026-06", "c") == ["10.00"]
        assert book.cap_reached("2026-05") == UNDETERMINED

    def test_an_unknown_amount_matters_no_more_once_the_cap_is_exhausted(self):
        """January takes all there is for life: March gets 0 whatever February would have been."""
        book = ledger(FOR_LIFE, limit="100")
        settled(
            book,
            "2026-04-10",
            claim("a", "2026-01", "100"),
            claim("a", "2026-02", NOT_REPORTED),
            claim("a", "2026-03", "10"),
        )
        assert book.paid_of(("a", "2026-02")) == UNDETERMINED
        assert paid(book, "2026-03", "a") == ["0.00"]
        assert book.cap_reached("2026-03") is True

    @pytest.mark.parametrize("limit", [NOT_REPORTED, None])
    def test_an_undetermined_cap_books_nothing(self, limit):
        """Without a limit nobody knows what is paid; what is accrued is known, and a negative amount meets no cap."""
        book = ledger(MONTHLY, limit=lambda n, period, scope: limit)
        entries = settled(book, "2026-06-10", claim("a", "2026-05", "10"), claim("back", "2026-04", "-5"))
        assert [each.amount for each in entries] == [-5]
        assert book.accrued("2026-05") == 10
        assert isinstance(book.paid("2026-05"), Unknown)
        assert isinstance(book.cap_reached("2026-05"), Unknown)

    def test_a_cap_that_becomes_known_is_asked_again_by_itself(self):
        """The limit is known in August: the claim is posted then, without anybody touching it."""
        limits: dict[str, Exact | Unknown] = {"2026-05": NOT_REPORTED}
        book = ledger(MONTHLY, limit=lambda n, period, scope: limits[period.name])
        assert settled(book, "2026-06-10", claim("a", "2026-05", "10")) == []
        limits["2026-05"] = Decimal(8)
        [entry] = settled(book, "2026-08-01")
        assert (entry.amount, entry.period.name, entry.says) == (8, "2026-05", "posted")

    def test_what_was_posted_stays_while_its_claim_is_unknown(self):
        """A posted credit is disputed and later confirmed: no entry is made for either."""
        book = ledger()
        settled(book, "2026-02-05", claim("a", "2026-01", "10"))
        assert settled(book, "2026-03-05", claim("a", "2026-01", NOT_REPORTED)) == []
        assert book.paid("2026-01") == UNDETERMINED
        assert settled(book, "2026-04-05", claim("a", "2026-01", "10")) == []
        assert book.paid("2026-01") == 10


class TestEntries:
    """What is written, and when."""

    def test_a_claim_that_fell_is_booked_back(self):
        """A waived claim of January is worth 0: its 10 go back in March, where that was known."""
        book = ledger()
        settled(book, "2026-02-05", claim("a", "2026-01", "10"))
        book.drop(("a", "2026-01"))
        [entry] = settled(book, "2026-03-05")
        assert (entry.amount, entry.period.name, entry.says) == (-10, "2026-03", "difference")
        assert (book.accrued("2026-01"), book.paid_of(("a", "2026-01"))) == (0, 0)

    def test_what_a_claim_that_fell_held_of_a_cap_goes_to_later_ones(self):
        """January held 80 of 100 for life; once it fell, February gets the 60 it had claimed."""
        book = ledger(FOR_LIFE, limit="100")
        settled(book, "2026-03-05", claim("a", "2026-01", "80"), claim("a", "2026-02", "60"))
        book.drop(("a", "2026-01"))
        assert [each.amount for each in settled(book, "2026-04-05")] == [-80, 40]
        assert book.balance("2026-04") == 60

    def test_a_claim_that_fell_before_it_was_posted_leaves_no_trace(self):
        """A claim put and dropped before the day is settled, or within the day, is never booked."""
        book = ledger()
        book.put(claim("a", "2026-01", "10"))
        book.drop(("a", "2026-01"))
        assert settled(book, "2026-02-05", claim("b", "2026-01", "20")) != []
        book.drop(("b", "2026-01"))
        assert settled(book, "2026-02-05") == []
        assert settled(book, "2026-02-06", claim("b", "2026-01", "20"))[0].says == "posted"

    def test_settlings_of_one_day_count_as_one(self):
        """Two claims under one cap, settled one after another on a day, are posted as if at once."""
        one, two = ledger(MONTHLY, limit="100"), ledger(MONTHLY, limit="100")
        first, second = claim("a", "2026-01", "100"), claim("b", "2026-01", "100")
        settled(one, "2026-02-05", first, second)
        settled(two, "2026-02-05", first)
        settled(two, "2026-02-05", second)
        assert one.entries == two.entries
        assert two.paid("2026-01") == 100

    def test_a_claim_posted_as_nothing_is_later_a_difference(self):
        """A claim cut to 0 was posted all the same: what a fallen claim frees is a difference, in the known period."""
        book = ledger(MONTHLY, limit="100")
        settled(book, "2026-02-05", claim("a", "2026-01", "100"), claim("b", "2026-01", "0"))
        settled(book, "2026-02-06", claim("b", "2026-01", "100"))
        assert [(name_of(each), each.amount, each.says) for each in book.entries[1:]] == [
            ("a", -50, "difference"),
            ("b", 50, "difference"),
        ]

    def test_days_go_forward(self):
        """A day before the one settled last is refused, for what it would change is written."""
        book = ledger()
        settled(book, "2026-02-05")
        with pytest.raises(ValueError, match="2026-02-04 is before 2026-02-05"):
            settled(book, "2026-02-04")

    def test_an_amount_with_parts_of_a_cent_is_refused(self):
        """Amounts are rounded before they are put; the ledger does not do it quietly."""
        with pytest.raises(ValueError, match="no multiple of the smallest unit"):
            ledger().put(claim("a", "2026-01", "1.005"))


class TestDerivation:
    """How an amount came about."""

    def test_both_caps_are_shown(self):
        """P28: the inner cap cuts 4,000, the outer 3,870.97, and the outer says who shared it."""
        limits = [Decimal(20000), Decimal(20000)]
        book = ledger(("month", ("service",)), MONTHLY, limit=lambda n, period, scope: limits[n])
        two = [claim("a", "2026-01", "24000", service="a"), claim("b", "2026-01", "4800", service="b")]
        settled(book, "2026-02-05", *two)
        found = book.derivation(("a", "2026-01"))
        inner, outer = found.caps
        assert (inner.scope, inner.limit, inner.left, inner.before, inner.cut) == (
            (("service", "a"),),
            20000,
            20000,
            24000,
            4000,
        )
        assert [(each.name, amount) for each, amount in outer.sharing] == [("a", 20000), ("b", 4800)]
        assert (outer.after, outer.cut, found.paid) == (Decimal("16129.03"), Decimal("3870.97"), Decimal("16129.03"))
        assert [each.amount for each in found.entries] == [Decimal("16129.03")]

    def test_what_earlier_postings_hold_is_shown(self):
        """For life 100: January holds 80, so 20 were left for February."""
        book = ledger(FOR_LIFE, limit="100")
        settled(book, "2026-03-05", claim("a", "2026-01", "80"), claim("a", "2026-02", "30"))
        [held] = book.derivation(("a", "2026-02")).caps
        assert (held.limit, held.used, held.left, held.after) == (100, 80, 20, 20)

    def test_a_negative_amount_meets_no_cap(self):
        """An earn-back passes as it is."""
        book = ledger(MONTHLY, limit="1")
        settled(book, "2026-03-05", claim("back", "2026-01", "-80"))
        assert book.derivation(("back", "2026-01")).caps == ()
        assert book.paid("2026-01") == -80


# -- laws -------------------------------------------------------------------------------------

SERVICES = ("a", "b", "c")
MONTHS = [f"2026-{n:02d}" for n in range(1, 13)]
amounts = st.integers(-3000, 20000).map(lambda cents: Decimal(cents).scaleb(-2))
claims = st.builds(
    lambda name, month, amount, service, n: Claim(
        key=(name, month, service, n),
        name=name,
        period=CALENDAR.period(month),
        scope=(("service", service),),
        amount=amount,
    ),
    st.sampled_from(["credit", "bonus", "late"]),
    st.sampled_from([*MONTHS, "2026-Q1", "2026-Q2", "2026-W07", "2026-W22"]),
    amounts,
    st.sampled_from(SERVICES),
    st.integers(0, 2),
)
caps = st.lists(
    st.tuples(
        st.sampled_from(["month", "quarter", "life", "3 months", "60 days"]), st.sampled_from([(), ("service",)])
    ),
    max_size=3,
)
limits = st.integers(0, 30000).map(lambda n: Decimal(n).scaleb(-2))
many_claims = st.lists(claims, max_size=12, unique_by=lambda each: each.key)
DAYS = [date(2027, 1, n) for n in range(1, 20)]


def window(every: str, last: date) -> date:
    """Return the first day of the span of a cap that ends with, or contains, a day; written apart from the code."""
    if every == "life":
        return date.min
    if every == "month":
        return last.replace(day=1)
    if every == "quarter":
        return last.replace(month=(last.month - 1) // 3 * 3 + 1, day=1)
    count, unit = every.split()
    return date.fromordinal(CALENDAR.add(last, Duration(-int(count), unit.removesuffix("s"))).toordinal() + 1)


def member(each: Claim, per: tuple[str, ...]) -> str:
    """Return whom a cap counts a claim for."""
    return dict(each.scope)["service"] if per else ""


@given(caps, limits, st.lists(many_claims, min_size=1, max_size=4), st.randoms())
def test_caps_are_never_exceeded(spans, limit, days, random):
    """Whatever is put on whatever day, the positive amounts of each span of each cap stay within the limit."""
    book = ledger(*spans, limit=str(limit))
    for day, put in zip(DAYS, days, strict=False):
        random.shuffle(put)
        settled(book, str(day), *put)
    worth = [(each, worth_of(book, each)) for each in book.claims.values()]
    for every, per in spans:
        for last in {each.period.last for each, _ in worth}:
            for whom in SERVICES if per else ("",):
                low = window(every, last)
                inside = [
                    amount
                    for each, amount in worth
                    if low <= each.period.last <= last and member(each, per) == whom and amount > 0
                ]
                assert sum(inside) <= limit


@given(caps, limits, st.lists(many_claims, min_size=1, max_size=4), st.randoms())
def test_no_amount_is_lost_or_counted_twice(spans, limit, days, random):
    """The entries of each claim add up to what it is worth, and all entries to the balance."""
    book = ledger(*spans, limit=str(limit))
    seen = set()
    for day, put in zip(DAYS, days, strict=False):
        for each in random.sample(list(book.claims), len(book.claims) // 3):
            book.drop(each)
        settled(book, str(day), *put)
        seen |= set(book.claims)
    booked = {key: sum(each.amount for each in book.entries if each.key == key) for key in seen}
    assert booked == {key: book.paid_of(key) for key in seen}
    assert sum(booked.values()) == book.balance("2027")


@given(caps, limits, many_claims, st.randoms())
def test_the_order_of_claims_within_a_day_does_not_matter(spans, limit, put, random):
    """Claims put in another order, or in several settlings of one day, give the same entries."""
    one, two = ledger(*spans, limit=str(limit)), ledger(*spans, limit=str(limit))
    settled(one, "2027-01-01", *put)
    random.shuffle(put)
    for each in put:
        settled(two, "2027-01-01", each)
    assert one.entries == two.entries


@given(caps, limits, many_claims, st.data())
def test_a_restatement_back_restores_every_view(spans, limit, put, data):
    """A claim put at another amount, or dropped, and put back later: worth, accrued and balance are as before."""
    book = ledger(*spans, limit=str(limit))
    settled(book, "2027-01-01", *put)
    before = state(book)
    if put:
        old = data.draw(st.sampled_from(put))
        new = Claim(key=old.key, name=old.name, period=old.period, scope=old.scope, amount=data.draw(amounts))
        book.drop(old.key)
        settled(book, "2027-01-02", *([new] if data.draw(st.booleans()) else []))
        settled(book, "2027-01-03", old)
    assert state(book) == before


def state(book: Ledger) -> object:
    """Return all that does not depend on when things became known."""
    worth = {key: book.paid_of(key) for key in book.claims}
    views = [(book.accrued(month), book.cap_reached(month)) for month in MONTHS]
    return worth, views, book.balance("2027")


@given(caps, limits, st.lists(many_claims, min_size=1, max_size=5))
def test_step_by_step_is_as_all_at_once(spans, limit, days):
    """A ledger that grew over days says what one says that learned everything on one day."""
    grown, at_once = ledger(*spans, limit=str(limit)), ledger(*spans, limit=str(limit))
    for day, put in zip(DAYS, days, strict=False):
        settled(grown, str(day), *put)
    settled(at_once, "2027-01-01", *grown.claims.values())
    assert state(grown) == state(at_once)


@given(caps, limits, many_claims)
def test_shares_are_those_of_a_plain_computation(spans, limit, put):
    """Day by day and cap by cap, written down as slowly as the language says it, gives the same amounts."""
    book = ledger(*spans, limit=str(limit))
    settled(book, "2027-01-01", *put)
    assert {each.key: int(worth_of(book, each) * 100) for each in put} == plainly(spans, int(limit * 100), put)


def plainly(spans, limit, put):
    worth: dict = {}
    for last in sorted({each.period.last for each in put}):
        todays = [each for each in put if each.period.last == last]
        now = {each.key: int(each.amount * 100) for each in todays}
        for every, per in spans:
            for whom in SERVICES if per else ("",):
                inside = [each for each in put if window(every, last) <= each.period.last < last]
                used = sum(max(0, worth[each.key]) for each in inside if member(each, per) == whom)
                sharing = [each for each in todays if member(each, per) == whom and now[each.key] > 0]
                _cut(now, sharing, max(0, limit - used))
        worth |= now
    return worth


def _cut(now, sharing, room):
    total = sum(now[each.key] for each in sharing)
    if total <= room:
        return
    exactly = {each.key: now[each.key] * room for each in sharing}
    for key, amount in exactly.items():
        now[key] = amount // total
    sharing = sorted(
        sharing, key=lambda each: (-(exactly[each.key] % total), each.name, each.scope, each.period.name, str(each.key))
    )
    for each in sharing[: room - sum(now[each.key] for each in sharing)]:
        now[each.key] += 1


def test_settling_the_newest_period_looks_at_no_other():
    """Sixty months of three services ask each cap once for each member and month, and never again."""
    asked: list[tuple[int, str, Scope]] = []

    def limit(index: int, period: Period, scope: Scope) -> Decimal:
        asked.append((index, period.name, scope))
        return Decimal(500)

    book = ledger(("contract year", ()), ("life", ("service",)), limit=limit)
    for month in CALENDAR.between(Grain.MONTH, date(2026, 1, 1), date(2030, 12, 31)):
        settled(book, str(month.last), *[claim(s, month.name, "10", service=s) for s in SERVICES])
    assert len(asked) == len(set(asked)) == 60 * (1 + 3)
