"""A draft applied to two years of facts: every number is one that can be counted from the pattern of the facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from comity.clauses.life import live as living
from comity.clauses.life.shape import Shape
from comity.clauses.model import Outcome
from comity.metrics import measure as measuring
from comity.standing.backtest import bench as benches
from comity.standing.backtest.model import Backtest, Sum, Sweep
from comity.standing.backtest.run import run
from tests.standing.backtest.builders import backtested, bench
from tests.standing.backtest.draft import AGREEMENT, INVOICE, NORTH, SOUTH


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Backtest:
    """The draft over all its facts."""
    return backtested(tmp_path_factory.mktemp("draft"))


def sweep(found: Backtest, name: str) -> Sweep:
    """Return the sweep of one threshold."""
    return next(one for one in found.sweeps if one.name == name)


def missed_by(north: int, south: int) -> int:
    """Count the misses of both years at thresholds in thousandths."""
    return 2 * (sum(value < north for value in NORTH) + sum(value < south for value in SOUTH))


def test_each_member_is_judged_in_every_period_of_the_facts(whole: Backtest) -> None:
    """Ten misses in the north, eight in the south, none undetermined, in 24 months each."""
    punctuality = whole.tally.clauses[0]
    found = {member.scope[0][1]: member for member in punctuality.members}
    assert {name: len(member.verdicts) for name, member in found.items()} == {"north": 24, "south": 24}
    assert found["north"].count(Outcome.MISSED) == 2 * sum(value < 950 for value in NORTH) == 10
    assert found["south"].count(Outcome.MISSED) == 2 * sum(value < 920 for value in SOUTH) == 8
    assert punctuality.count(Outcome.UNDETERMINED) == 0


def test_rules_fire_where_their_condition_says(whole: Backtest) -> None:
    """Three misses of four: in the north in May and June, in the south in September and October, each year."""
    rules = {rule.name: rule for rule in whole.tally.clauses[0].rules}
    assert len(rules["credit"].fired) == 18
    repeated = [(one.scope[0][1], one.period.name) for one in rules["repeated"].fired]
    assert repeated == [
        ("north", "2024-05"), ("north", "2024-06"), ("south", "2024-09"), ("south", "2024-10"),
        ("north", "2025-05"), ("north", "2025-06"), ("south", "2025-09"), ("south", "2025-10"),
    ]  # fmt: skip


def test_each_fact_is_known_when_it_was_due(whole: Backtest) -> None:
    """Handed in together in 2026, a month still counts from the tenth of the next: notices lapse one after another."""
    repeated = next(rule for rule in whole.tally.clauses[0].rules if rule.name == "repeated")
    assert [one.known for one in repeated.fired[:2]] == [date(2024, 6, 10), date(2024, 7, 10)]
    (notice,) = whole.tally.clauses[0].steps
    assert (notice.opened, notice.lapsed, notice.open, notice.first) == (8, 8, 0, date(2024, 6, 10))
    assert whole.as_of == date(2026, 1, 10)


def test_money_is_counted_before_and_after_the_caps(whole: Backtest) -> None:
    """Eighteen credits of 500; in March and August both regions miss, and 8 % of the invoice hold 1,000 to 800."""
    account, _ = whole.tally.accounts
    assert account.accrued == Sum(known=Decimal(18 * INVOICE * 5) / 100)
    assert account.paid == Sum(known=Decimal(9000 - 4 * 200))
    assert [period.name for period in account.cuts] == ["2024-03", "2024-08", "2025-03", "2025-08"]
    assert sum((paid.known for _, _, paid in account.periods), Decimal(0)) == account.paid.known


def test_a_payment_without_an_account_is_counted_between_its_parties(whole: Backtest) -> None:
    """Kite hands over 1,800 instead of 1,900 parcels in July and August: 100 times USD 2.50, four times."""
    other = whole.tally.accounts[1]
    assert (other.name, other.owed_by, other.owed_to) == ("kite to wren", "kite", "wren")
    assert other.paid == Sum(known=Decimal(1000))


def test_every_threshold_is_found(whole: Backtest) -> None:
    """The clause's own, the number in its rule, and the setting that the other clause's threshold is."""
    assert [one.name for one in whole.sweeps] == ["punctuality", "punctuality.repeated", "least_parcels"]
    assert [one.by for one in whole.sweeps] == ["points", "value", "factor"]
    for one in whole.sweeps:
        assert sum(tried.agreed for tried in one.tried) == 1
        assert 5 <= len(one.tried) <= 13


def test_misses_follow_the_threshold(whole: Backtest) -> None:
    """Half a point more or less in both regions gives what the pattern says, and the agreed value the agreed result."""
    found = {one.shown: one.missed["punctuality"] for one in sweep(whole, "punctuality").tried}
    assert found["as agreed"] == missed_by(950, 920) == 18
    assert found["−0.5 points"] == missed_by(945, 915)
    assert found["+0.5 points"] == missed_by(955, 925)
    assert found["+2 points"] == missed_by(970, 940)


def test_a_stricter_threshold_never_misses_less(whole: Backtest) -> None:
    """Misses grow with an `at least`, and so does what is owed before the caps."""
    tried = sweep(whole, "punctuality").tried
    misses = [one.missed["punctuality"] for one in tried]
    awarded = [one.accrued["credits"].known for one in tried]
    assert misses == sorted(misses) and awarded == sorted(awarded)


def test_a_rule_fires_less_the_more_misses_it_needs(whole: Backtest) -> None:
    """One, two, three, four, five of four: fewer and fewer, five never."""
    tried = sweep(whole, "punctuality.repeated").tried
    assert [one.shown for one in tried] == ["1", "2", "3", "4", "5"]
    fired = [one.fired.get(("punctuality", "repeated"), 0) for one in tried]
    assert fired[2:] == [8, 0, 0] and fired == sorted(fired, reverse=True)


def test_only_one_threshold_is_moved_at_a_time(whole: Backtest) -> None:
    """While Kite's minimum moves, Wren's credits stay what they were."""
    assert {one.paid["credits"].known for one in sweep(whole, "least_parcels").tried} == {Decimal(8200)}


def test_figures_are_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty and more values, one measurement, and one shape for each set of clauses that is run."""
    counted: list[object] = []
    shapes: list[Shape] = []
    measure, live = measuring.measure, living.live

    def counting(*arguments: object, **more: object) -> object:
        counted.append(arguments)
        return measure(*arguments, **more)  # type: ignore[arg-type]

    def watched(*arguments: object, **more: Mapping[str, object]) -> object:
        shapes.append(more["shape"])  # type: ignore[arg-type]
        return live(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(benches, "measure", counting)
    monkeypatch.setattr(benches, "live", watched)
    made, assumed = bench(tmp_path)
    run(made, assumed)
    assert len(counted) == 1
    assert len(shapes) > 20 and len({id(shape.dependents) for shape in shapes}) <= 1 + 3


def test_a_setting_that_metrics_read_measures_again(tmp_path: Path) -> None:
    """Where parcels below a size do not count, another size is another figure, and the verdicts follow it."""
    counted = "sum(deliveries.parcels) filter (where deliveries.parcels > smallest)"
    text = AGREEMENT.replace("is: sum(deliveries.parcels), every", f"is: {counted}, every").replace(
        "  credit_share: 5%", "  credit_share: 5%\n  smallest: 1"
    )
    found = backtested(tmp_path, "smallest=1,850", agreement=text)
    missed = {one.shown: one.missed["volume"] for one in found.sweeps[0].tried}
    # With 850 the 800 parcels of a summer month do not count: 1,000 are fewer still, and the same months are missed.
    assert missed == {"1": 4, "850": 4}
    paid = {one.shown: one.paid["kite to wren"].known for one in found.sweeps[0].tried}
    assert paid == {"1": Decimal(1000), "850": Decimal(4 * 900) * Decimal("2.5")}


def test_days_can_be_chosen(tmp_path: Path) -> None:
    """Only the second year: half of everything, and the history begins with it."""
    found = backtested(tmp_path, days=(date(2025, 1, 1), date(2025, 12, 31)))
    assert found.tally.clauses[0].count(Outcome.MISSED) == 9
    assert found.tally.accounts[0].paid == Sum(known=Decimal(4100))
    assert {period.name[:4] for member in found.tally.clauses[0].members for period, _, _ in member.verdicts} == {
        "2025"
    }


def test_values_asked_for_take_the_place_of_those_found(tmp_path: Path) -> None:
    """Only the threshold named is moved, to the values named, the agreed one beside them."""
    (found,) = backtested(tmp_path, "credit_share=4%,6%").sweeps
    assert [(one.shown, one.accrued["credits"].known) for one in found.tried] == [
        ("4%", Decimal(7200)), ("5%", Decimal(9000)), ("6%", Decimal(10800)),
    ]  # fmt: skip


def test_acts_on_record_are_left_out(tmp_path: Path) -> None:
    """A notice that somebody once gave is no fact: in the test nobody acts, and the notice lapses."""
    (tmp_path / "acts").mkdir()
    (tmp_path / "acts" / "2026.yaml").write_text(
        "- {on: 2026-02-15, by: kite, do: reserve, about: punctuality north 2026-01}\n", encoding="utf-8"
    )
    found = backtested(tmp_path)
    assert found.tally.clauses[0].steps[0].lapsed == 8
    assert any(one.startswith("Nobody acts") for one in found.assumed)
