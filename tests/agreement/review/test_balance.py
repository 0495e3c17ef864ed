"""The balance of what is measured, questioned where an agreement draws on the catalogue."""

from tests.agreement.review.documents import SOUND, codes, findings, line, spoilt, the

OWED = """\
  sales: {catalogue: sales 1, reported by: heron, due: 10 days after period end}
  deliveries: {catalogue: deliveries 1, reported by: finch, due: 10 days after period end}
  tickets: {catalogue: tickets 1, reported by: finch, due: 10 days after period end}
  customers: {catalogue: customers 1, reported by: heron, due: 10 days after period end}
  recommendations: {catalogue: recommendations 1, reported by: heron, due: 10 days after period end}
metrics:
"""


def measuring(*metrics: str) -> str:
    """Return the sound agreement with metrics of the catalogue and the tables they read."""
    lines = "".join(f"  {metric}\n" for metric in metrics)
    return spoilt(("metrics:\n", OWED + lines))


def test_an_objective_that_nothing_serves_is_told() -> None:
    """The second objective has no metric, clause or milestone; the first has."""
    text = spoilt(("objectives: {supply: What", "objectives: {trust: We trust each other., supply: What"))
    problem = the("CMY-871", text)
    assert problem.why.startswith("nothing serves the objective trust")
    assert "CMY-871" not in codes(SOUND)


def test_too_many_metrics_are_told() -> None:
    """Twenty-six metrics with a target are more than a committee looks at."""
    many = "".join(f"  m{n}: {{is: sum(orders.filled), every: month, serves: supply, target: 5}}\n" for n in range(26))
    assert "26 metrics" in the("CMY-872", spoilt(("metrics:\n", f"metrics:\n{many}"))).why


def test_a_metric_that_counts_needs_the_one_that_shows_its_gaming() -> None:
    """Time to solve with a target, and nothing that shows closed and reopened requests."""
    alone = measuring("resolution_time: {catalogue: resolution_time 1, serves: supply, target: 8}")
    problem = the("CMY-873", alone)
    assert "Add " in problem.hint
    pair = problem.hint.removeprefix("Add ").split(" or ")[0].strip(".")
    assert pair
    assert "CMY-873" not in codes(measuring("resolution_time: {catalogue: resolution_time 1, serves: supply}"))


def test_a_set_that_only_looks_back_is_told() -> None:
    """Four lagging entries of the catalogue: the first sign of trouble will be the damage."""
    text = measuring(*(f"{name}: {{catalogue: {name} 1, serves: supply}}" for name in LAGGING))
    assert line(the("CMY-874", text)).startswith("metrics")
    assert "CMY-875" in codes(text)


LAGGING = ("revenue", "revenue_growth", "contribution_margin", "customer_retention")


def test_a_set_about_one_thing_is_told() -> None:
    """Only money is measured."""
    names = ("revenue", "revenue_growth", "contribution_margin")
    text = measuring(
        *(f"{name}: {{catalogue: {name} 1, serves: supply}}" for name in names),
        "net: {catalogue: revenue 1, with: {sales.amount: sales.amount - sales.cost}, serves: supply}",
    )
    assert "money" in the("CMY-876", text).why
    assert "CMY-876" not in codes(measuring(*(f"{n}: {{catalogue: {n} 1, serves: supply}}" for n in LAGGING)))


def test_few_entries_are_no_set() -> None:
    """Whoever takes one entry from the catalogue did not set out to measure the whole alliance."""
    text = measuring("revenue: {catalogue: revenue 1, serves: supply}")
    assert [problem.code for problem in findings(text) if problem.code in ("CMY-874", "CMY-875", "CMY-876")] == []


def test_a_name_within_another_name_is_no_use_of_it() -> None:
    """A clause measures `resolution_time_share`; that does not give anybody a reason to spoil `resolution_time`."""
    text = measuring(
        "resolution_time: {catalogue: resolution_time 1, serves: supply}",
        "resolution_time_share: {is: sum(orders.filled), every: month, serves: supply}",
    ).replace("measure: fill_rate", "measure: resolution_time_share")
    assert "measure: resolution_time_share" in text
    assert "CMY-873" not in codes(text)
