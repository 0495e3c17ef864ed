"""The sheet as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comity.agreement.model import Agreement
from comity.reports.view.context import Context
from comity.reports.view.sheet import to_decide, view
from tests.reports.builders import empty, rich, terms


def test_decisions_say_when_who_and_what_follows() -> None:
    """With the day of the week, what is left, and a link to what it is about."""
    first, *_, last = view(rich()).decisions
    assert (first.when, first.left, first.who) == ("Thu 13 Feb", "in 7 days", "Aster and Borealis")
    assert first.link == "clause-sales_growth" and last.link == "docket"
    assert (last.when, last.left) == ("No date to decide by", "")
    assert [d.dagger for d in view(rich()).decisions] == [False, True, False, False]


def test_a_reader_for_one_side_sees_which_decisions_are_theirs() -> None:
    """Marked for who reads for a party, and never for somebody outside or for who reads for both."""
    standing = rich()

    def marked(*names: str) -> list[bool]:
        return [one.yours for one in view(replace(standing, reader=names)).decisions]

    whose = [set(item.who) for item in to_decide(standing)]
    assert marked("everyone", "aster") == ["aster" in names for names in whose] and any(marked("aster"))
    assert not any(marked() + marked("everyone", "aster", "borealis"))


def test_decisions_are_counted_as_such_and_reports_that_are_overdue_together() -> None:
    """They are called decisions, since steps, cases and reports are counted elsewhere; one alone is no list."""
    sheet = view(rich())
    assert sheet.counted == "4 decisions, earliest first; a party's overdue reports of one table are one"
    on_time = [one for one in sheet.decisions if one.chip.word != "Overdue"]
    assert replace(sheet, decisions=tuple(on_time[:2])).counted == "2 decisions, earliest first"
    assert replace(sheet, decisions=tuple(on_time[:1])).counted == "1 decision"


def test_texts_of_the_engine_are_said_in_words() -> None:
    """Parties and tables by name, days and months as people write them; nothing else is touched."""
    context = Context(rich())
    assert context.spoken("net_sales.amount of aster for 2024-12 was due on 2025-01-20, not 2024-Q4") == (
        "net sales amount of Aster for Dec 2024 was due on 20 Jan, not 2024-Q4"
    )
    assert context.spoken("Net_sales: 2024-13, CMY-4-2024-01, an un_known.thing") == (
        "Net sales: 2024-13, CMY-4-2024-01, an un_known.thing"
    )


def test_tables_named_in_the_plural_take_a_verb_in_the_plural() -> None:
    """`net_sales` are not there, and were due; a single table keeps its verb, and a word that is no table is left."""
    context = Context(rich())
    assert (
        context.spoken("Net_sales for 2024-12 is not in the record") == "Net sales for Dec 2024 are not in the record"
    )
    assert context.spoken(
        "net_sales for 2024-12 (north) was due from aster on 2025-01-20 and has not been reported"
    ) == ("net sales for Dec 2024 (north) were due from Aster on 20 Jan and have not been reported")
    assert context.spoken("news for 2024-12 is not in the record") == "news for Dec 2024 is not in the record"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "net_sales for 2024-12 (north) was due from aster on 2025-01-20 and has not been reported",
            "net sales for Dec 2024 (north) were due from Aster on 20 Jan and had not been reported by 13 Jan",
        ),
        (
            "net_sales lacks 2024-12, which was due from aster on 2025-01-20 and has not been reported",
            "net sales lacks Dec 2024, which was due from Aster on 20 Jan and had not been reported by 13 Jan",
        ),
        (
            "aster has not reported net_sales for 2024-12, which was due on 2025-01-13",
            "Aster had not reported net sales for Dec 2024 by 13 Jan, which was due on 13 Jan",
        ),
        (
            "net_sales for 2024-12 was due from aster on 2025-01-12 and has not been reported",
            "net sales for Dec 2024 were due from Aster on 12 Jan and have not been reported",
        ),
    ],
)
def test_what_fell_due_after_the_day_of_knowledge_is_not_said_to_be_missing(text: str, said: str) -> None:
    """Known on 13 January, nobody can say on 6 February that a report due since has not come."""
    assert Context(replace(rich(), known_at=date(2025, 1, 13))).spoken(text) == said


def test_where_all_is_known_what_is_missing_is_said_to_be() -> None:
    """Due on the day of the sheet or before, and known on that day: it has not been reported."""
    said = Context(rich()).spoken("aster has not reported net_sales for 2024-12, which was due on 2025-01-20")
    assert said == "Aster has not reported net sales for Dec 2024, which was due on 20 Jan"


def test_a_disputed_column_is_named_beside_its_table_whose_verb_it_takes() -> None:
    """`net_sales.amount` is a column of net sales, which are disputed; what is no table is left."""
    spoken = Context(rich()).spoken
    assert spoken("net_sales.amount for 2024-12 is disputed: aster differs") == (
        "net sales (amount) for Dec 2024 are disputed: Aster differs"
    )
    assert spoken("work.hours for 2024-12 is disputed") == "work.hours for Dec 2024 is disputed"


def test_nothing_to_decide_names_the_next_day() -> None:
    """What will come, or that nothing does."""
    calm = replace(rich(), decisions=())
    assert view(calm).no_decision == "Nothing to decide before 14 Feb."
    assert view(empty()).no_decision == "Nothing to decide, and nothing is due in the time the docket covers."


def test_the_docket_marks_what_is_overdue() -> None:
    """In words, with how long."""
    first, *_, last = view(rich()).docket
    assert (first.when, first.left, first.overdue) == ("Wed 14 Aug 2024", "176 days ago", True)
    assert (last.when, last.left, last.overdue) == ("Wed 5 Mar", "in 27 days", False)


def test_what_both_owe_is_one_line_of_the_docket() -> None:
    """The same facts due on the same day name all who owe them."""
    base = rich()
    both = replace(base, docket=(base.docket[2], replace(base.docket[2], party="aster"), base.docket[3]))
    assert [(line.what, line.who) for line in view(both).docket] == [
        ("Net sales 2024-Q4", "Borealis and Aster"),
        ("Share of profits 2024-Q4", "Aster"),
    ]


def test_derivations_count_in_reading_order_and_once() -> None:
    """Numbers run from 1 without a gap, and no title comes twice."""
    entries = view(rich()).derivations
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert len({entry.title for entry in entries}) == len(entries)
    assert entries[0].title == "Fill rate, Jan 2025", "the first figure of the clauses"


def test_the_terms_in_force_are_named() -> None:
    """As signed, or as amended from a day."""
    base = rich()
    assert view(base).terms_since == "agreement not amended"
    versions = ((date(2019, 1, 1), terms()), (date(2024, 1, 1), base.terms), (date(2026, 1, 1), base.terms))
    assert view(replace(base, agreement=Agreement(versions=versions))).terms_since == "as amended from 1 Jan 2024"
