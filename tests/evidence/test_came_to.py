"""What a proven pack comes to is told to who decides on it: signatures, misses, amounts, disputes."""

from datetime import date

from comity.evidence.came_to import standing_parts
from comity.evidence.compare import result_bytes
from comity.evidence.report import Report
from comity.evidence.text import MOST_LINES, comes_to
from tests.evidence.making import AGREEMENT, AS_OF, Making, moment, verified, whole


def parts(report: Report) -> dict[str, tuple[str, ...]]:
    """Return the parts by their titles, without the days of a standing."""
    return {part.title.partition(", as of")[0]: part.lines for part in report.comes_to}


def test_an_arbitrator_reads_who_signed_what_is_missed_and_until_when_it_is_cosigned(kits: bytes) -> None:
    """The pack of Fern and Lark names the days of both signatures, the missed month, and the last cosigned day."""
    found = parts(verified(kits))
    assert found["Parties"] == ("fern and lark",)
    assert found["Agreement"] == (
        "entry 1: agreement.yaml; signed by fern on 2026-01-05 and lark on 2026-01-05; "
        "in force, signed by all since 2026-01-05",
    )
    assert "supply 2026-02: missed, final" in found["Not met"]
    assert not [line for line in found["Not met"] if line.startswith("supply 2026-01")]
    assert found["Last cosigned"] == ("by all parties on 2026-05-03 (UTC)",)


def test_an_agreement_that_one_party_did_not_sign_is_not_in_force() -> None:
    """Fern proposes the same terms again and signs alone: the first agreement stays in force."""
    made = whole()
    body = {"files": [{"path": "agreement.yaml", "digest": made.keep(b"other")}], "digest": "1" * 64}
    proposal = made.say("fern", "agreement.proposed", body, date(2026, 5, 5))
    made.say("fern", "agreement.signed", {"digest": "1" * 64}, date(2026, 5, 5), [proposal])
    first, second = parts(verified(made.pack()))["Agreement"]
    assert first.endswith("in force, signed by all since 2026-01-05")
    assert second.endswith("signed by fern on 2026-05-05; not signed by lark")


def test_a_day_that_is_not_that_of_signing_has_both() -> None:
    """Lark signs in March what counts from January, and in May what it disputes from April: each day says so."""
    made = Making()
    files = [{"path": "agreement.yaml", "digest": made.keep(AGREEMENT)}]
    terms, day = {"digest": "0" * 64}, date(2026, 1, 5)
    proposal = made.say("fern", "agreement.proposed", {"files": files, **terms}, day)
    made.say("fern", "agreement.signed", terms, day, [proposal])
    made.say("lark", "agreement.signed", {"digest": "1" * 64}, day, [proposal])  # of other terms: it counts not
    made.say("lark", "agreement.signed", terms, day, [proposal], claimed_at=moment(date(2026, 3, 2)))
    datum = {"table": "orders", "period": "2026-02", "scope": {}, "column": "filled"}
    made.say("lark", "facts.disputed", {"datum": datum}, date(2026, 4, 30), claimed_at=moment(date(2026, 5, 4)))
    found = parts(verified(made.pack()))
    assert "signed by fern on 2026-01-05 and lark on 2026-01-05 (signed 2026-03-02); in force" in found["Agreement"][0]
    assert found["Open disputes"] == ("entry 5: orders 2026-02 filled, by lark since 2026-04-30 (signed 2026-05-04)",)


def test_a_datum_in_dispute_is_told_with_its_reason() -> None:
    """Fern disputes what Lark reported for February, and the dispute is open."""
    made = whole()
    datum = {"table": "orders", "period": "2026-02", "scope": {}, "column": "filled"}
    body = {"datum": datum, "value": "96", "reason": "six pallets were left out"}
    made.say("fern", "facts.disputed", body, date(2026, 5, 5))
    [line] = parts(verified(made.pack()))["Open disputes"]
    assert "orders 2026-02 filled, by fern since 2026-05-05" in line
    assert line.endswith("holds 96 for right: six pallets were left out")


def test_amounts_name_payer_payee_and_state_and_what_is_not_known_is_no_zero() -> None:
    """One settlement is final and partly paid, to the cent; one is not known: it says why and names no amount."""
    settled = {
        "period": "2026-02",
        "amount": "1234567.8",
        "payer": "fern",
        "payee": "lark",
        "state": "final",
        "due": None,
    }
    open_ = {**settled, "period": "2026-03", "amount": {"reason": "no orders"}, "payer": None, "payee": None}
    ledger = {
        "owed_by": "fern", "owed_to": "lark", "undetermined": [],
        "settlements": [{**settled, "paid": "1000"}, {**open_, "state": "pending", "paid": "0"}],
    }  # fmt: skip
    standing = {
        "as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "verdicts": {}, "remedies": {"credits": ledger},
        "terms": {"currency": "USD"},
    }  # fmt: skip
    [_, amounts] = standing_parts(result_bytes(standing))
    assert amounts.lines == (
        "credits 2026-02: USD 1,234,567.80 from fern to lark, final, USD 1,000 of it paid",
        "credits 2026-03: an amount that is not known (no orders) from fern to lark, pending",
    )


def test_an_amount_that_no_decimal_can_say_is_told_too() -> None:
    """A third of USD 4,000, which a document writes as a quotient, is told to four decimals."""
    third = {"period": "2026-02", "amount": "4000/3", "payer": "fern", "payee": "lark", "state": "final", "due": None}
    ledger = {
        "owed_by": "fern", "owed_to": "lark", "undetermined": [], "settlements": [{**third, "paid": "0"}],
    }  # fmt: skip
    standing = {
        "as_of": f"{AS_OF}", "known_at": f"{AS_OF}", "verdicts": {}, "remedies": {"credits": ledger},
        "terms": {"currency": "USD"},
    }  # fmt: skip
    [_, amounts] = standing_parts(result_bytes(standing))
    assert amounts.lines == ("credits 2026-02: USD 1,333.3333 from fern to lark, final",)


def test_a_pack_that_is_not_proven_comes_to_nothing() -> None:
    """Where a file is missing nobody is told a standing as if it were proven."""
    made = whole()
    made.expect(AS_OF)
    del made.blobs[next(iter(made.blobs))]
    report = verified(made.pack())
    assert not report.is_proven
    assert report.comes_to == ()


def test_a_long_part_is_cut_for_people_and_whole_in_the_data() -> None:
    """Nine later proposals do not push the rest off the screen."""
    made = whole()
    for number in range(MOST_LINES):
        body = {"files": [{"path": "agreement.yaml", "digest": made.keep(b"%d" % number)}], "digest": "1" * 64}
        made.say("fern", "agreement.proposed", body, date(2026, 5, 5))
    report = verified(made.pack())
    assert "  and 1 more; --json has all" in [line.text for line in comes_to(report)]
    [agreement] = [part for part in report.data()["comes_to"] if part["title"] == "Agreement"]
    assert len(agreement["lines"]) == MOST_LINES + 1
