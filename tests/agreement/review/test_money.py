"""Caps that cut everything or nothing, and payments that escape them."""

from tests.agreement.review.documents import codes, line, spoilt, the

FLAT = spoilt(("pay: points * 3% * charges", "pay: 8% * charges"))


def test_a_cap_below_one_credit_is_told() -> None:
    """8% of the charges against a cap of 5% of the same charges: no credit is ever paid in full."""
    problem = the("CMY-831", FLAT.replace("10% * charges", "5% * charges"))
    assert problem.why == "the cap of credits, 5% * charges, is below one payment of supply"
    assert line(problem).startswith("5% * charges")


def test_a_cap_that_one_credit_reaches_is_a_bargain() -> None:
    """At 8% one credit fills the cap and is paid in full; a cap on something else cannot be compared."""
    assert "CMY-831" not in codes(FLAT.replace("10% * charges", "8% * charges"))
    assert "CMY-831" not in codes(FLAT.replace("10% * charges", "USD 5k"))


def test_plain_amounts_are_compared_too() -> None:
    """A credit of 10,000 under a cap of 5,000, through settings and `let`."""
    text = spoilt(("pay: points * 3% * charges", "pay: fee"), ("10% * charges", "half_fee"),
                  ("settings:\n", "settings:\n  fee: USD 10k\n  half_fee: fee / 2\n"))  # fmt: skip
    assert "CMY-831" in codes(text)
    assert "CMY-831" not in codes(text.replace("fee / 2", "fee * 2"))


def test_a_cap_that_nothing_reaches_is_told() -> None:
    """One credit of 8% a month never reaches 10% a month; a second one in the month would."""
    assert the("CMY-833", FLAT).why.startswith("the cap of credits, 10% * charges, is never reached")
    second = FLAT.replace(
        "      repeated:\n", "      more:\n        then: {pay: 4% * charges, into: credits}\n      repeated:\n"
    )
    assert codes(second) == []
    assert codes(FLAT.replace("every: month}]", "every: year}]")) == []


def test_a_limit_of_a_payment_that_it_never_reaches_is_told() -> None:
    """`at most` above all that the formula can give limits nothing; below the least it is the payment."""
    limited = spoilt(("pay: points * 3% * charges", "pay: points * USD 1k, at most: USD 5k"))
    assert the("CMY-833", limited).why == "at most USD 5k is never reached: points * USD 1k stays below it"
    assert "CMY-833" not in codes(limited.replace("USD 5k", "USD 3k"))
    always = limited.replace("points * USD 1k", "(points + 6) * USD 1k")
    assert "CMY-831" in codes(always)


def test_a_payment_outside_the_accounts_of_others_is_told() -> None:
    """It is posted and held by no cap, while the other credits of the same debtor are."""
    text = spoilt(("      repeated:\n", "      bonus:\n        then: {pay: USD 1k}\n      repeated:\n"))
    problem = the("CMY-832", text)
    assert "the caps of credits do not hold it" in problem.why
    assert line(problem).startswith("USD 1k")
    assert codes(text.replace("pay: USD 1k", "pay: USD 1k, into: credits")) == []
    # What a party pays itself is no credit, and the other direction has no cap to escape.
    assert codes(text.replace("{pay: USD 1k}", "{must: finch, pay: USD 1k}")) == []
    assert codes(text.replace("{pay: USD 1k}", "{pay: USD 1k, from: heron, to: finch}")) == []


def test_an_account_to_which_nothing_is_posted_is_told() -> None:
    """An account without postings settles nothing."""
    spare = "  bonuses: {owed by: heron, owed to: finch, settle: every year}\n"
    assert the("CMY-834", spoilt(("accounts:\n", f"accounts:\n{spare}"))).why.endswith("the account bonuses")
