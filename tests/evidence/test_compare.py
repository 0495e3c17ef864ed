"""Two documents of one standing: where they differ, and what is missed in it."""

import json

import pytest

from comity.evidence.compare import differences, missed, result_bytes


def cell(period: str, value: str, **scope: str) -> dict[str, object]:
    return {"period": period, "scope": scope, "value": value}


BEFORE = {"figures": {"fill_rate": [cell("2026-01", "0.96", region="north"), cell("2026-02", "0.9")]}, "as_of": "x"}


def changed(**parts: object) -> bytes:
    return result_bytes({**BEFORE, **parts})


def test_a_figure_that_differs_is_named_by_metric_members_and_period() -> None:
    """Only the figure of January in the north differs, and only it is named."""
    after = {"fill_rate": [cell("2026-01", "0.97", region="north"), cell("2026-02", "0.9")]}
    assert [one.name for one in differences(result_bytes(BEFORE), changed(figures=after))] == [
        "fill_rate north 2026-01"
    ]


@pytest.mark.parametrize(
    ("after", "name"),
    [
        ({"figures": {"fill_rate": [cell("2026-01", "0.96", region="north")]}}, "fill_rate 2026-02"),
        ({"figures": {}}, "fill_rate north 2026-01"),
        ({"as_of": "y"}, "as_of"),
        ({"score": "1"}, "score"),
    ],
)
def test_what_is_gone_or_new_differs_too(after: dict[str, object], name: str) -> None:
    """A figure without its counterpart, or another part of the document, is named."""
    found = differences(result_bytes(BEFORE), changed(**after))
    assert name in [one.name for one in found]
    assert differences(result_bytes(BEFORE), result_bytes(BEFORE)) == ()


def test_other_bytes_than_json_differ_as_a_whole() -> None:
    """What cannot be read is not compared in detail."""
    assert [one.part for one in differences(b"\xff", result_bytes(BEFORE))] == ["document"]


def test_the_result_is_json_in_the_order_of_its_keys() -> None:
    """It is what `jq -cjS .` makes of the printed document, so that anybody can take the digest."""
    value = {"b": [1, {"d": "é", "c": None}], "a": True}
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert result_bytes(value) == expected


def test_missed_verdicts_are_named_or_counted() -> None:
    """One by its period, several of a clause by how many; what is met is not named."""
    verdicts = {
        "supply": [{**cell("2026-01", "1"), "verdict": "met"}, {**cell("2026-02", "1"), "verdict": "missed"}],
        "answers": [{**cell(month, "1", line="phone"), "verdict": "missed"} for month in ("2026-01", "2026-02")],
        "cost": [],
    }
    assert missed(result_bytes({"verdicts": verdicts})) == ("answers (2 times)", "supply 2026-02")
