"""Tables in which each party reports its own rows: the row's party is its reporter, and nothing is compared."""

from datetime import date
from decimal import Decimal

from comity.agreement.model import Reporter
from comity.facts.keys import keyed
from comity.kernel.period import Grain
from comity.standing.docket import docket
from tests.facts.builders import column, owed, terms
from tests.metrics.ratings import LATE, agreement, handed_in, loaded

ALLIANCE = agreement()
HEAD = "month,party,team,hours\n"


def effort(*files, known_at: date = LATE):
    """Return the rows that count of the hours each party reports, and the problems of the files."""
    facts, problems = loaded(ALLIANCE, {"effort": files}, known_at)
    return facts.tables["effort"], problems


def test_a_file_may_leave_out_the_column_of_its_reporter() -> None:
    """Who reports the file is said once, and fills the column."""
    table, problems = effort(handed_in("effort", "lark", "month,team,hours\n2026-01,design,7"))
    assert problems == []
    assert table.rows.column("party").to_pylist() == ["lark"]


def test_a_row_of_another_party_is_a_problem_with_its_place() -> None:
    """Fern cannot report Lark's hours; the whole file waits until that is mended."""
    table, problems = effort(handed_in("effort", "fern", HEAD + "2026-01,fern,design,10\n2026-01,lark,design,7"))
    assert [(p.code, p.place.line, p.place.cell) for p in problems] == [("CMY-451", 3, "row 3, column party")]
    assert problems[0].why == (
        "party is 'lark', but this row is reported by fern, and each party reports its own rows"
    )  # fmt: skip
    assert table.rows.num_rows == 0


def test_the_column_alone_may_say_who_reports() -> None:
    """Where about.yaml names nobody, each row's party is its reporter."""
    table, problems = effort(handed_in("effort", "", HEAD + "2026-01,fern,design,10\n2026-01,lark,design,7"))
    assert problems == []
    assert table.rows.column("_reporter").to_pylist() == ["fern", "lark"]


def test_a_party_that_does_not_report_is_no_party_here() -> None:
    """Only the parties under `reported by` have rows, and an empty cell is nobody's."""
    _, problems = effort(handed_in("effort", "", HEAD + "2026-01,larch,design,7"))
    assert {p.code for p in problems} == {"CMY-434"}
    _, problems = effort(handed_in("effort", "", HEAD + "2026-01,,design,7"))
    assert {p.code for p in problems} == {"CMY-431"}


def test_all_rows_count_and_nothing_is_compared() -> None:
    """The same team, month and hours on both sides are two facts and no agreement of two reports."""
    table, problems = effort(
        handed_in("effort", "fern", "month,team,hours\n2026-01,design,7"),
        handed_in("effort", "lark", "month,team,hours\n2026-01,design,9"),
    )
    assert problems == []
    assert table.comparisons == ()
    assert [(row["party"], row["hours"], row["_disputed"]) for row in table.rows.to_pylist()] == [
        ("fern", Decimal(7), False),
        ("lark", Decimal(9), False),
    ]


def test_a_correction_replaces_the_partys_own_row_only() -> None:
    """Lark corrects its January in May; Fern's row stays, and April still sees the old one."""
    files = (
        handed_in("effort", "fern", "month,team,hours\n2026-01,design,7"),
        handed_in("effort", "lark", "month,team,hours\n2026-01,design,9"),
        handed_in("effort", "lark", "month,team,hours\n2026-01,design,8", "2026-05-02"),
    )
    hours = {row["party"]: row["hours"] for row in effort(*files)[0].rows.to_pylist()}
    assert hours == {"fern": 7, "lark": 8}
    then = effort(*files, known_at=date(2026, 4, 30))[0].rows.to_pylist()
    assert {row["party"]: row["hours"] for row in then} == {"fern": 7, "lark": 9}


def test_without_a_declared_key_the_reporter_belongs_to_it() -> None:
    """Rows of two parties are never about the same."""
    own = column("party", "reporter")
    table = owed("effort", {"month": "period", "party": own, "hours": "number"}, by=(Reporter(party="fern"),))
    assert keyed(table, terms(table)).key == ("month", "party")
    assert table.every is Grain.MONTH


def test_the_docket_asks_each_party_for_its_own_rows() -> None:
    """Fern has reported January, Lark has not: the docket asks Lark alone for it."""
    facts, _ = loaded(ALLIANCE, {"effort": [handed_in("effort", "fern", "month,team,hours\n2026-01,design,7")]})
    due = docket(ALLIANCE, facts, None, (), as_of=date(2026, 2, 20))
    assert [one.party for one in due if one.table == "effort" and one.period and one.period.name == "2026-01"] == [
        "lark"
    ]
