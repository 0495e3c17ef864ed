"""Metrics that are owned, dated, aimed at something, serve something and are used."""

from tests.agreement.review.documents import codes, line, spoilt, the


def test_facts_owed_by_no_day_are_told_together() -> None:
    """Without a due day a fact is never late, so nobody is ever asked for it."""
    problem = the("CMY-803", spoilt(("    due: 10 days after period end\n", "")))
    assert problem.why == "orders is owed by no day, so it is never late"
    assert line(problem).startswith("orders:")


def test_a_verdict_that_rests_on_what_is_published_needs_a_word_on_its_end() -> None:
    """No party reports the index: what holds when it ends? A sentence under `says` answers it."""
    index = """\
  index:
    reported by: published
    every: month
    columns: {month: period, level: number > 0}
"""
    metric = "  price_level: {is: max(index.level), every: month, serves: supply}\n"
    text = spoilt(("metrics:\n", f"{index}metrics:\n{metric}"), ("at least: 99%", "at least: 99% - price_level / 1000"))
    assert "CMY-802" in codes(text)
    problem = the("CMY-802", text)
    assert problem.why == "supply rests on index, which no party reports"
    assert "CMY-802" not in codes(
        text.replace("  index:\n", "  index:\n    says: If it ends, the parties name another.\n")
    )


def test_a_direction_without_a_level_is_told() -> None:
    """Higher is better, and nothing says how high; a target, a clause or a score does."""
    metric = "  returns: {is: sum(orders.filled), every: month, serves: supply, better: lower, title: Returns}\n"
    text = spoilt(("metrics:\n", f"metrics:\n{metric}"))
    problem = the("CMY-804", text)
    assert line(problem).startswith("lower")
    assert codes(text.replace("better: lower", "better: lower, target: 20")) == []
    assert codes(text + "scorecard: {a: {weight: 1, metrics: {returns: {floor: 50, target: 20}}}}\n") == []


def test_a_metric_that_serves_no_objective_is_told() -> None:
    """Only where there are objectives, and only if nothing made of it serves one either."""
    text = spoilt(("    better: higher\n    serves: supply\n", "    better: higher\n"))
    assert the("CMY-805", text).why == "fill_rate serves none of the objectives"
    assert "CMY-805" not in codes(
        text.replace("    title: Orders filled\n", "    title: Orders filled\n    serves: supply\n")
    )
    without = text.replace("objectives: {supply: What is ordered is delivered.}\n", "").replace(", serves: supply", "")
    assert "CMY-805" not in codes(without)


def test_a_metric_nobody_uses_is_told() -> None:
    """No clause, score, target or title: with a title people read it, which is use enough."""
    text = spoilt(
        ("metrics:\n", "metrics:\n  spare: {is: sum(orders.ordered), every: month}\n"),
        ("objectives: {supply: What is ordered is delivered.}\n", ""),
        ("    serves: supply\n", ""),
        (", serves: supply", ""),
    )
    assert the("CMY-806", text).why.startswith("nothing uses the metric spare")
    assert codes(text.replace("spare: {", "spare: {title: Units ordered, ")) == []
    assert (
        codes(
            text.replace("every: month}\n  fill_rate", "every: month}\n  fill_rate").replace(
                "points * 3%", "spare * 3%"
            )
        )
        == []
    )


def test_a_quotient_without_a_unit_is_told() -> None:
    """0.97 of what? A unit says it, and a quotient of money by a number has one already."""
    text = spoilt(("    unit: percent\n", ""), ("at least: 99%", "at least: 0.99"))
    assert line(the("CMY-807", text)).startswith("fill_rate:")
    assert "CMY-807" not in codes(
        text.replace("    every: month\n    round: 0.1%", "    every: month\n    unit: units each\n    round: 0.1%")
    )
    price = "  price: {is: sum(orders.charges) / sum(orders.filled), every: month, serves: supply}\n"
    assert "CMY-807" not in codes(spoilt(("metrics:\n", f"metrics:\n{price}")))
