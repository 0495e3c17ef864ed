"""What an uploader is told of a file: every fault at once, and what deserves a look before it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.kernel.problem import Refused
from tests.barrier import TEXT
from tests.web.test_uploads import FERN, MANAGER, OWNER, access, send, store_of, visits
from tests.web.workplace import BARRIER, alliance_of

__all__ = ["access", "visits"]


def refused(access, text: str, table: str = "visits", name: str = "x.csv") -> list[tuple[str, str]]:
    from comity.web.facts.uploads import take

    with pytest.raises(Refused) as found:
        take(access(OWNER), table, name, text.encode(), store=False)
    return [(one.code, one.place.cell) for one in found.value.problems]


# -- all faults at once -----------------------------------------------------------------------


def test_a_row_that_is_too_short_hides_no_other_fault(access, visits: Path) -> None:
    """Beside the row that lacks a cell: a number that is none, a month that is none, and a month told twice."""
    text = "month,n\n2026-08\n2026-09,many\nAutumn,3\n2026-10,1\n2026-10,2\n"
    assert refused(access, text) == [
        ("CMY-405", "row 2"), ("CMY-427", "row 3, column n"), ("CMY-423", "row 4, column month"),
        ("CMY-438", "row 6, column month"),
    ]  # fmt: skip


def test_a_fault_hides_no_contradiction_with_what_was_reported_before(access, visits: Path) -> None:
    """Row 4 says something else of a month than a file of the same day did; row 2 is wrong by itself."""
    text = "month,n,known_at\n2026-08,many,\n\n2026-03,7,2026-08-01\n"
    assert refused(access, text) == [("CMY-427", "row 2, column n"), ("CMY-440", "row 4, column month")]


def test_of_a_row_of_the_partners_nothing_is_told(access, visits: Path) -> None:
    """Whether the partner's figure of that day is another is not found out by reporting in its name."""
    text = "month,n,reported_by,known_at\n2026-03,7,fern,2026-08-01\n2026-08,many,lark,\n"
    assert refused(access, text) == [("CMY-990", "row 2, column reported_by"), ("CMY-427", "row 3, column n")]


def test_faults_are_told_once_and_are_bounded(access, visits: Path) -> None:
    """A thousand rows with two faults of each kind are some dozens of lines, and how many more there are."""
    rows = "".join("2026-08\nAutumn,many\n" for _ in range(1000))
    found = refused(access, f"month,n\n{rows}")
    assert len(found) < 100 and len({cell for _, cell in found if "column" in cell}) == sum(
        "col" in c for _, c in found
    )
    assert [code for code, _ in found].count("CMY-439") == 2


def test_a_cell_with_an_error_in_a_workbook_hides_no_other_fault(access, visits: Path) -> None:
    """A formula that failed is told at its cell, and so is a number that is none two rows below."""
    from io import BytesIO

    from openpyxl import Workbook

    from comity.web.facts.uploads import take

    book, out = Workbook(), BytesIO()
    for row in (["month", "n"], ["2026-08", "#REF!"], ["2026-09", 3], ["2026-10", "many"]):
        book.active.append(row)
    book.active["B2"].data_type = "e"
    book.save(out)
    with pytest.raises(Refused) as found:
        take(access(OWNER), "visits", "x.xlsx", out.getvalue(), store=False)
    told = [(one.code, one.place.cell) for one in found.value.problems]
    assert told == [("CMY-408", "row 2, column n"), ("CMY-427", "row 4, column n")]


def test_blank_rows_do_not_move_the_places_of_faults(access, visits: Path) -> None:
    """A place counts the rows of the file as its uploader sees them, also where a contradiction is found later."""
    assert refused(access, "month,n,known_at\n\n\n2026-03,7,2026-08-01\n") == [("CMY-440", "row 4, column month")]


def test_an_upload_may_meet_a_file_called_upload(access, visits: Path) -> None:
    """What lies in the folder is called as people like; it is not in the way of an upload."""
    from comity.web.facts.uploads import take

    (visits / "upload.csv").write_text("month,n,reported_by,known_at\n2026-08,3,fern,2026-09-02\n")
    assert take(access(OWNER), "visits", "x.csv", b"month,n\n2026-08,12\n", store=False).new == 1


def test_a_file_of_another_table_is_called_so(access, visits: Path) -> None:
    """Whoever takes the wrong file is told whose columns it has, and not each column that is missing or too many."""
    from comity.web.facts.uploads import take

    with pytest.raises(Refused) as found:
        take(access(OWNER), "visits", "prices.csv", b"month,amount\n2026-08,3\n", store=False)
    (one,) = found.value.problems
    assert one.code == "CMY-421" and "columns are those of prices" in one.why and "wrong file" in one.hint


# -- what follows -----------------------------------------------------------------------------


def test_of_money_the_preview_tells_what_is_to_be_settled_between_whom(client_of, workplace: Path) -> None:
    """A price of USD 500 costs Fern 1 % of it: one of USD 300 in its place lets Lark settle, August's Fern."""
    text = TEXT.replace("alliance: barrier", "alliance: paid")
    with alliance_of(workplace, "paid", text, {FERN: "fern"}) as folder:
        (folder / "facts" / "prices").mkdir()
        rows = "month,amount,reported_by,known_at\n2026-07,500,fern,2026-08-01\n"
        (folder / "facts" / "prices" / "fern.csv").write_text(rows)
        client = client_of(FERN)
        sent = send(client, "month,amount\n2026-07,300\n2026-08,700\n", "x.csv", "prices", "paid")
        shown = client.get(sent["Location"]).content.decode()
    found = re.findall(r">Credits, booked in \w+ \d+<.*?difference to settle: ([^<]+)<", shown)
    assert found == ["USD 7, Fern to Lark", "USD 2, Lark to Fern"]
    assert shown.count("difference to settle") == len(found), "what is no money has none"


# -- warnings ---------------------------------------------------------------------------------

EUROS = BARRIER.replace("alliance: barrier", "alliance: euros").replace(
    "\naccounts:",
    "\n  fees: {reported by: {fern: USD, lark: EUR}, every: month, columns: "
    "{month: period, fee: money}}\n  fx: {reported by: fern, every: month, columns: "
    "{month: period, currency: text, rate: number}}\nrates: fx\naccounts:", 1)  # fmt: skip


@pytest.fixture
def euros(client_of, workplace: Path) -> Iterator[Path]:
    """Make an alliance in which Lark reports in a currency that needs a rate, which nobody has reported."""
    with alliance_of(workplace, "euros", EUROS, {OWNER: "lark"}) as folder:
        yield folder


FEES = "month,fee\n2026-07,10\n2026-08,12\n"


def test_warnings_are_told_before_a_file_is_stored_at_their_rows(client_of, euros: Path) -> None:
    """Both months lack a rate, so that the rows would count as missing: that is said, row by row, and stops nothing."""
    client = client_of(OWNER)
    looked = client.get(send(client, FEES, key="fees", slug="euros")["Location"])
    shown = looked.content.decode()
    assert "2 things deserve a look" in shown and "CMY-441" in shown
    assert "row 2, column fee" in shown and "row 3, column fee" in shown and "no rate for EUR in 2026-07" in shown
    client.post(store_of(looked))
    assert list((euros / "facts" / "fees").iterdir())


def test_a_program_is_told_the_warnings_too(client_of, access, euros: Path) -> None:
    """What the preview shows to a person is in the answer to a program, each with its place."""
    from comity.kernel.problem import Severity
    from comity.web.facts.uploads import take

    found = take(access(OWNER, "euros"), "fees", "x.csv", FEES.encode(), store=False)
    assert [(one.code, one.place.cell, one.severity) for one in found.problems] == [
        ("CMY-441", "row 2, column fee", Severity.WARNING), ("CMY-441", "row 3, column fee", Severity.WARNING),
    ]  # fmt: skip


def test_what_was_wrong_before_is_no_warning_of_this_file(client_of, access, euros: Path) -> None:
    """A month that lacked its rate already is not laid to the next file."""
    from comity.web.facts.uploads import take

    take(access(OWNER, "euros"), "fees", "x.csv", b"month,fee\n2026-07,10\n", store=True)
    found = take(access(OWNER, "euros"), "fees", "y.csv", b"month,fee\n2026-08,12\n", store=False)
    assert [one.place.cell for one in found.problems] == ["row 2, column fee"]
    assert "2026-08" in found.problems[0].why


def test_a_file_that_disputes_the_partners_figure_says_so_first(client_of, access, visits: Path) -> None:
    """Of March both said the same; with this file they do not, which the preview says before what follows from it."""
    client = client_of(OWNER)
    shown = client.get(send(client, "month,n\n2026-03,7\n")["Location"]).content.decode()
    assert "N, Mar 2026" in shown and "differs: fern" in shown and "agreed" in shown
    assert shown.index("differs: fern") < shown.index("Row by row")


def test_a_manager_is_told_the_same(access, visits: Path) -> None:
    """Whoever may upload is refused with the same list."""
    from comity.web.facts.uploads import take

    with pytest.raises(Refused) as found:
        take(access(MANAGER), "visits", "x.csv", b"month,n\n2026-08\n2026-09,many\n", store=False)
    assert [one.code for one in found.value.problems] == ["CMY-405", "CMY-427"]


def test_where_there_is_a_record_the_same_is_told(
    access, euros: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the record would be told of once the file is submitted is told before; and a fault hides no other there."""
    from comity.cli.main import run
    from comity.web.facts.uploads import take
    from tests.cli.record.conftest import public_key

    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    other = tmp_path / "lark"
    other.mkdir()
    (other / "agreement.yaml").write_text(EUROS)
    assert run(["key", "new", str(euros), "fern"]) == 0 and run(["key", "new", str(other), "lark"]) == 0
    assert run(["key", "add", str(euros), "lark", public_key(other)]) == 0
    assert run(["sign", str(euros), "--on", "2026-01-02"]) == 0
    found = take(access(OWNER, "euros"), "fees", "x.csv", FEES.encode(), store=False)
    assert not found.counts
    assert [(one.code, one.place.cell) for one in found.problems] == [
        ("CMY-441", "row 2, column fee"), ("CMY-441", "row 3, column fee"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        take(access(OWNER, "euros"), "fees", "x.csv", b"month,fee\n2026-07\n2026-08,much\n", store=False)
    assert [one.code for one in refused.value.problems] == ["CMY-405", "CMY-427"]
