"""Uploads of facts: looked at, confirmed, stored; and that nothing a file holds, or is called, does anything else."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from comity.kernel.problem import Refused
from tests.barrier import PRICES, VISITS
from tests.web.routes import said
from tests.web.workplace import BARRIER, alliance_of

OWNER, FERN, MANAGER = "data_owner@lark.example.org", "data_owner@fern.example.org", "alliance_manager@lark.example.org"
AUGUST = "month,n\n2026-08,12\n"


@pytest.fixture
def access(client_of: Callable) -> Callable:
    """Return a function from an address of a person to an alliance as they have it open."""
    from comity.web.access import reading
    from comity.web.alliances.models import Alliance
    from comity.web.people.models import User

    def opened(email: str, slug: str = "barrier"):
        found = reading(User.objects.get(email=email), Alliance.objects.get(slug=slug))
        assert found is not None
        return found

    return opened


@pytest.fixture
def visits(workplace: Path) -> Iterator[Path]:
    """Return the folder of the table that both report, and take out of it what a test puts there."""
    folder = workplace / "alliances" / "barrier" / "facts" / "visits"
    before = {file.name for file in folder.iterdir()}
    yield folder
    for file in folder.iterdir():
        if file.name not in before:
            file.unlink()


def at(route: str, key: str = "visits", slug: str = "barrier", **more: str) -> str:
    return reverse(route, kwargs={"slug": slug, "key": key, **more})


def send(client, text: str | bytes, name: str = "august.csv", key: str = "visits", slug: str = "barrier"):
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    file.name = name
    return client.post(at("upload", key, slug), {"file": file})


def told(refused: pytest.ExceptionInfo) -> list[tuple[str, str]]:
    return [(one.code, one.place.cell) for one in refused.value.problems]


# -- the way of a file ------------------------------------------------------------------------


def test_a_file_is_looked_at_confirmed_and_stored(client_of, visits: Path) -> None:
    """The preview says what changes and stores nothing; once confirmed the receipt says what was stored."""
    client, before = client_of(OWNER), set(visits.iterdir())
    looked = client.get(send(client, f"month,n\n2026-08,12\n2026-07,5\n2026-06,{VISITS[5]}\n")["Location"])
    shown = looked.content.decode()
    assert "1 new, 1 corrected, 1 as they are" in shown and f"n {int(VISITS[6]):,} → 5" in shown
    assert "Reach, Aug 2026" in shown and set(visits.iterdir()) == before
    assert not any(price in shown.replace(",", "") for price in PRICES)
    answer = client.post(store_of(looked))
    (stored,) = set(visits.iterdir()) - before
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-lark-[0-9a-f]{12}\.csv", stored.name)
    receipt = client.get(answer["Location"]).content.decode()
    assert stored.name in receipt and hashlib.sha256(stored.read_bytes()).hexdigest() in receipt
    assert stored.name in said(client.get(at("table")))
    assert client.get(at("stored_file", file=stored.name)).content == stored.read_bytes()


def store_of(looked) -> str:
    found = re.search(r'action="([^"]+/store)"', looked.content.decode())
    assert found is not None
    return found.group(1)


def test_what_is_stored_says_who_reported_it_and_since_when(access, visits: Path) -> None:
    """Rows that do not say it are those of the uploader's party, known from the day of the upload."""
    from comity.web.day import today
    from comity.web.facts.uploads import take

    found = take(access(OWNER), "visits", "x.csv", AUGUST.encode(), store=True)
    assert (visits / found.file).read_text() == f"month,n,reported_by,known_at\n2026-08,12,lark,{today()}\n"


def test_an_upload_that_is_forgotten_is_not_stored(client_of, visits: Path) -> None:
    """Who does not confirm leaves nothing behind, and the address of the preview is gone."""
    client, before = client_of(OWNER), set(visits.iterdir())
    sent = send(client, AUGUST)
    client.post(store_of(client.get(sent["Location"])), {"forget": "yes"})
    assert set(visits.iterdir()) == before and client.get(sent["Location"]).status_code == 404


def test_a_preview_is_its_uploaders_alone_and_for_an_hour(client_of, visits: Path, workplace: Path) -> None:
    """A colleague, the partner and the uploader an hour later find nothing there; what is old is swept away."""
    client = client_of(OWNER)
    sent = send(client, AUGUST)["Location"]
    for other in (MANAGER, FERN):
        assert client_of(other).get(sent).status_code == 404
    (place,) = (workplace / "uploads").glob(f"look-{sent.rstrip('/').rpartition('/')[2]}")
    assert place.stat().st_mode & 0o077 == 0
    os.utime(place, (time.time() - 3601,) * 2)
    assert client.get(sent).status_code == 404
    send(client, "month,n\n2026-08,13\n")
    assert not place.exists()


def test_the_same_rows_again_change_nothing(access, visits: Path) -> None:
    """A file of which every row is known already is not stored a second time."""
    from comity.web.facts.uploads import take

    take(access(OWNER), "visits", "x.csv", AUGUST.encode(), store=True)
    with pytest.raises(Refused) as refused:
        take(access(OWNER), "visits", "other name.csv", AUGUST.encode(), store=True)
    assert told(refused) == [("CMY-992", "")]


def test_a_correction_of_the_same_day_counts_from_the_next(access, client_of, visits: Path) -> None:
    """Two different reports of one day would cancel one another; so the second one waits for the next day."""
    from comity.web.day import today
    from comity.web.facts.uploads import take

    take(access(OWNER), "visits", "x.csv", AUGUST.encode(), store=True)
    found = take(access(OWNER), "visits", "x.csv", b"month,n\n2026-08,13\n", store=True)
    assert found.known_at == today() + timedelta(days=1) and found.corrected == 1
    third = take(access(OWNER), "visits", "x.csv", b"month,n\n2026-08,14\n", store=False)
    assert third.known_at == today() + timedelta(days=2)
    assert client_of(OWNER).get(reverse("overview", kwargs={"slug": "barrier"})).status_code == 200
    assert "counts from" in said(client_of(OWNER).get(at("table")))
    assert "counts from" not in said(client_of(FERN).get(at("table")))


def test_a_row_may_say_that_it_was_known_before_and_the_preview_says_so(client_of, visits: Path) -> None:
    """An earlier day is taken, and told: what was known on that day changes with it."""
    client = client_of(OWNER)
    looked = client.get(send(client, "month,n,known_at\n2026-08,12,2026-09-02\n")["Location"]).content.decode()
    assert "1 row says that they were known before today" in looked


def test_two_uploads_at_once_do_not_both_count(access, visits: Path) -> None:
    """Prepared side by side, two different reports of one month are not both stored: the second is refused."""
    from comity.web.facts.storing import uploads
    from comity.web.facts.uploads import confirm, prepare

    lark, results = access(OWNER), []
    made = []
    for number in (12, 13):
        source, stored = uploads() / f"source-{number}", uploads() / f"stored-{number}"
        source.write_text(f"month,n\n2026-08,{number}\n")
        made.append((prepare(lark, "visits", "x.csv", source, stored, effects=False), stored))

    def confirmed(one, stored: Path) -> None:
        try:
            confirm(lark, one, stored)
            results.append("stored")
        except Refused as refused:
            results.append(refused.problems[0].code)

    threads = [threading.Thread(target=confirmed, args=pair) for pair in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["CMY-440", "stored"]


def test_a_preview_of_yesterday_is_not_stored_today(access, visits: Path) -> None:
    """What was looked at before midnight said from which day it counts, and that day is over."""
    from dataclasses import replace

    from comity.web.facts.storing import uploads
    from comity.web.facts.uploads import confirm, prepare

    source, stored = uploads() / "source", uploads() / "stored"
    source.write_text(AUGUST)
    made = prepare(access(OWNER), "visits", "x.csv", source, stored, effects=False)
    with pytest.raises(Refused) as refused:
        confirm(access(OWNER), replace(made, day=made.day - timedelta(days=1)), stored)
    assert told(refused) == [("CMY-993", "")]


# -- who may ----------------------------------------------------------------------------------


def test_nobody_speaks_for_the_other_side(access, visits: Path) -> None:
    """A row that says the partner reported it is refused at its place, and so is a day that has not come."""
    from comity.web.facts.uploads import take

    text = b"month,n,reported_by,known_at\n2026-08,12,fern,2999-01-01\n2026-07,3,lark,2026-08-02\n"
    with pytest.raises(Refused) as refused:
        take(access(OWNER), "visits", "x.csv", text, store=True)
    assert told(refused) == [("CMY-990", "row 2, column reported_by"), ("CMY-991", "row 2, column known_at")]


def test_a_table_behind_the_barrier_takes_nothing_from_the_partner(client_of, access, workplace: Path) -> None:
    """Lark does not report prices: neither the form nor the function takes a row, and there is no word of them."""
    from comity.web.facts.uploads import take

    before = set((workplace / "alliances/barrier/facts/prices").iterdir())
    answer = send(client_of(OWNER), "month,amount\n2026-08,1\n", key="prices")
    assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        take(access(OWNER), "prices", "x.csv", b"month,amount\n2026-08,1\n", store=True)
    assert set((workplace / "alliances/barrier/facts/prices").iterdir()) == before


@pytest.mark.parametrize("role", ["counsel", "executive", "respondent", "auditor"])
def test_only_data_owners_and_managers_upload(client_of, access, role: str) -> None:
    """Who only reads is refused by the form, and by the function that the API calls."""
    from comity.web.facts.uploads import take

    email = f"{role}@lark.example.org"
    assert send(client_of(email), AUGUST).status_code == 403
    if role != "respondent":
        with pytest.raises(PermissionDenied):
            take(access(email), "visits", "x.csv", AUGUST.encode(), store=True)


def test_a_role_that_is_taken_back_confirms_nothing(client_of, visits: Path) -> None:
    """Who looked at an upload as data owner and is none any more cannot store it."""
    from comity.web.alliances.models import Membership

    client, before = client_of(OWNER), set(visits.iterdir())
    looked = client.get(send(client, AUGUST)["Location"])
    held = Membership.objects.get(user__email=OWNER)
    held.role = "counsel"
    held.save()
    assert client.post(store_of(looked)).status_code == 403 and set(visits.iterdir()) == before


def test_there_is_no_table_but_those_agreed(client_of, access) -> None:
    """A name that the agreement does not have is no folder to write into."""
    from comity.web.facts.uploads import take

    for name in ("nothing", "..", "visits/../prices", ""):
        with pytest.raises(Http404):
            take(access(OWNER), name, "x.csv", AUGUST.encode(), store=True)
    assert send(client_of(OWNER), AUGUST, key="nothing").status_code == 404


def test_an_upload_from_elsewhere_is_refused(client_of, visits: Path) -> None:
    """Without the token of this session neither a file is taken nor one that was looked at stored."""
    strict, before = client_of(OWNER, enforce_csrf_checks=True), set(visits.iterdir())
    assert send(strict, AUGUST).status_code == 403
    looked = send(client_of(OWNER), AUGUST)["Location"]
    assert strict.post(f"{looked}store").status_code == 403 and set(visits.iterdir()) == before


def test_a_stored_file_is_given_to_its_own_party_alone(client_of, access, visits: Path) -> None:
    """The other side sees the rows on the page, as far as it may, and no file; nor does any other name give one."""
    from comity.web.facts.uploads import take

    file = take(access(OWNER), "visits", "x.csv", AUGUST.encode(), store=True).file
    for route in ("stored_file", "receipt"):
        assert client_of(OWNER).get(at(route, file=file)).status_code == 200
        for email, name in (
            (FERN, file),
            (OWNER, "fern.csv"),
            (OWNER, "..%2F..%2Fagreement.yaml"),
            (OWNER, "about.yaml"),
        ):
            assert client_of(email).get(at(route, file="none").replace("none", name)).status_code == 404


def test_about_yaml_does_not_lend_an_upload_another_voice(access, visits: Path) -> None:
    """Where about.yaml says of all files that the partner reported them, an upload would be taken for the partner's."""
    from comity.web.facts.uploads import take

    (visits / "about.yaml").write_text("all files: {reported by: fern, covers: 2026-01..2026-07}\n")
    with pytest.raises(Refused) as refused:
        take(access(OWNER), "visits", "x.csv", AUGUST.encode(), store=True)
    assert told(refused) == [("CMY-994", "")]


# -- what files are called and hold -----------------------------------------------------------

NAMES = [
    "../../agreement.csv", "..\\..\\agreement.csv", "/etc/cron.d/x.csv", "a\0b.csv", "CON.csv", "x" * 300 + ".csv",
    "<script>alert(1)</script>.csv", ".htaccess.csv", "about.yaml.csv", "\u202egnp.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_no_place(access, visits: Path, workplace: Path, name: str) -> None:
    """Whatever a file is called, it lies in the folder of its table under a name made by the workplace."""
    from comity.web.facts.uploads import take

    everything = {path for path in workplace.rglob("*") if "uploads" not in path.parts}
    found = take(access(OWNER), "visits", name, AUGUST.encode(), store=True)
    new = {path for path in workplace.rglob("*") if "uploads" not in path.parts} - everything
    assert new == {visits / found.file} and re.fullmatch(r"[0-9a-z.-]+", found.file)


def test_markup_in_names_and_cells_is_text(client_of, visits: Path) -> None:
    """A file called <script> whose cells hold markup shows both as they are written, wherever they are quoted."""
    client = client_of(OWNER)
    name, cell = "<img src=x>.csv", "<script>alert(7)</script>"
    looked = client.get(send(client, AUGUST, name)["Location"]).content.decode()
    assert "<img" not in looked and "&lt;img src=x&gt;.csv" in looked
    refused = send(client, f"month,n\n2026-08,{cell}\n", name)
    assert refused.status_code == 422
    assert "<script>alert" not in refused.content.decode() and "&lt;script&gt;alert(7)" in refused.content.decode()
    assert "CMY-" in refused.content.decode() and "row 2" in refused.content.decode()


NOTES = BARRIER.replace("alliance: barrier", "alliance: notes").replace(
    "\naccounts:", "\n  notes: {reported by: [fern, lark], every: row, key: [day, what], columns: "
    "{day: date, what: text}}\naccounts:", 1)  # fmt: skip


@pytest.fixture
def notes(client_of, workplace: Path) -> Iterator[Path]:
    """Make an alliance with a table of texts, in which Lark's data owner takes part."""
    with alliance_of(workplace, "notes", NOTES, {OWNER: "lark", FERN: "fern"}) as folder:
        yield folder


def test_what_a_spreadsheet_would_run_is_text_in_every_export(client_of, notes: Path) -> None:
    """A cell that begins like a formula is stored as it was reported, shown as text, and exported so that it is one."""
    client = client_of(OWNER)
    text = "day,what\n2026-08-03,=cmd|' /C calc'!A0\n2026-08-04,<b>bold</b>\n"
    client.post(store_of(client.get(send(client, text, key="notes", slug="notes")["Location"])))
    address = at("table", "notes", "notes")
    shown = client_of(FERN).get(address).content.decode()
    assert "<b>bold" not in shown and "&lt;b&gt;bold" in shown
    exported = client_of(FERN).get(f"{address}?export=rows.csv").content.decode("utf-8-sig")
    assert "'=cmd" in exported
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client_of(FERN).get(f"{address}?export=rows.xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells) and all(cell.data_type != "f" for cell in cells)


def workbook(*, cells: str = "", more: dict[str, str] | None = None, sheet: str = "") -> bytes:
    """Return a workbook with a header month, n and further rows of XML, and further parts."""
    import openpyxl

    made = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["month", "n"])
    book.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part).decode()
            if part == "xl/worksheets/sheet1.xml":
                data = sheet or data.replace("</sheetData>", f"{cells}</sheetData>")
            new.writestr(part, data)
        for part, data in (more or {}).items():
            new.writestr(part, data)
    return out.getvalue()


MONTH = '<row r="2"><c r="A2" t="inlineStr"><is><t>2026-08</t></is></c>'


def read(tmp_path: Path, data: bytes, name: str):
    from comity.web.facts.reading import read_upload

    (tmp_path / "upload").write_bytes(data)
    raw, problems = read_upload(tmp_path / "upload", name)
    if problems:
        raise Refused(*problems)
    return raw


def test_links_macros_and_formulas_of_a_workbook_are_read_as_values_or_not_at_all(tmp_path: Path) -> None:
    """A formula counts by its saved value; links to other files and macros are neither followed nor kept."""
    parts = {
        "xl/externalLinks/externalLink1.xml": '<externalLink><externalBook r:id="rId1"/></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="rId1" Type="x" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'),
        "xl/vbaProject.bin": "macro",
    }  # fmt: skip
    cells = f'{MONTH}<c r="B2"><f>[1]Sheet1!A1+1</f><v>12</v></c></row>'
    raw = read(tmp_path, workbook(cells=cells, more=parts), "x.xlsx")
    assert raw.table.to_pylist() == [{"month": "2026-08", "n": "12"}]
    with pytest.raises(Refused) as refused:
        read(tmp_path, workbook(cells=f'{MONTH}<c r="B2"><f>WEBSERVICE("http://x")</f></c></row>'), "x.xlsx")
    assert told(refused) == [("CMY-408", "row 2, column n")]


WRONG = {
    "nothing": (b"", "x.csv", "CMY-403"),
    "zero bytes": (b"month,n\n2026-08,\0\n", "x.csv", "CMY-406"),
    "another encoding": ("month,n\n2026-08,\xfc\n".encode("latin-1"), "x.csv", "CMY-406"),
    "UTF-16": ("month,n\n2026-08,1\n".encode("utf-16"), "x.csv", "CMY-406"),
    "a program": (b"\x7fELF\0\0", "x.exe", "CMY-409"),
    "macros by name": (workbook(), "x.xlsm", "CMY-409"),
    "no workbook": (b"PK\x03\x04 and so on", "x.xlsx", "CMY-407"),
    "text called workbook": (b"month,n\n", "x.xlsx", "CMY-407"),
    "a workbook called text": (workbook(), "x.csv", "CMY-406"),
    "columns without end": (b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n", "x.csv", "CMY-4"),
    "a header alone": (b"month,n\n", "x.csv", "CMY-436"),
    "a column too many": (b"month,n,more\n2026-08,1,2\n", "x.csv", "CMY-422"),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_is_no_file_of_facts_is_refused_with_its_reason(access, visits: Path, case: str) -> None:
    """Each has its problem, and nothing is stored."""
    from comity.web.facts.uploads import take

    content, name, code = WRONG[case]
    before = set(visits.iterdir())
    with pytest.raises(Refused) as refused:
        take(access(OWNER), "visits", name, content, store=True)
    assert all(one.code.startswith(code) for one in refused.value.problems) and set(visits.iterdir()) == before


# -- how much they take -----------------------------------------------------------------------

BOMBS = """
import io, resource, sys, zipfile
from pathlib import Path
from comity.kernel.problem import Refused
from comity.web.facts.reading import read_upload

BLOWN = {"zip": 100, "big zip": 300}  # MiB, of a file of a thousandth

def bomb(kind):
    if kind == "columns":
        return "x.csv", b",".join(b"c%d" % n for n in range(3_000_000)) + b"\\n" + b"," * 2_999_999 + b"\\n"
    if kind == "quotes":
        return "x.csv", b'month,n\\n"' + b"a\\n" * 8_000_000 + b'",1\\n'
    sys.path.insert(0, ".")
    from tests.web.test_uploads import workbook
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    if kind in BLOWN:  # a cell of spaces, written in pieces, so that making it takes no memory either
        old, out = zipfile.ZipFile(io.BytesIO(workbook())), io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                sheet = part == "xl/worksheets/sheet1.xml"
                with new.open(part, "w") as to:
                    to.write((head + "<row><c t='inlineStr'><is><t>").encode() if sheet else old.read(part))
                    for _ in range(BLOWN[kind] if sheet else 0):
                        to.write(b" " * 2**20)
        return "x.xlsx", out.getvalue()
    if kind == "deep":
        return "x.xlsx", workbook(sheet=head + "<row>" * 3_000_000)
    if kind == "entities":
        lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        return "x.xlsx", workbook(sheet=f'<!DOCTYPE x [<!ENTITY e0 "ha">{lines}]>' + head
                        + "<row><c><v>&e11;</v></c></row></sheetData></worksheet>")
    if kind == "wide":
        return "x.xlsx", workbook(sheet=head + "<row>" + "<c><v>1</v></c>" * 300_000 + "</row></sheetData></worksheet>")
    raise ValueError(kind)

name, data = bomb(sys.argv[1])
Path(sys.argv[2]).write_bytes(data)
del data
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_upload(Path(sys.argv[2]), name)
    print("read")
except Refused as refused:
    print(refused.problems[0].code)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((after - before) // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


MORE_BOMBS = [pytest.param(kind, marks=pytest.mark.soak) for kind in ("columns", "deep", "entities", "wide", "big zip")]


@pytest.mark.parametrize("kind", ["quotes", "zip", *MORE_BOMBS])
def test_a_file_made_to_exhaust_is_refused_within_its_limits(tmp_path: Path, kind: str) -> None:
    """Bombs are read in a process that ends at its limit of memory: ours grows by little, and goes on."""
    command = [sys.executable, "-c", BOMBS, kind, str(tmp_path / "bomb")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=180, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0, done.stderr
    code, ours, childs = done.stdout.split()
    assert code in ("CMY-402", "CMY-404", "CMY-407"), done.stdout
    assert int(ours) < 100 and int(childs) < 1300


def test_what_a_reader_that_was_ended_leaves_is_not_read(tmp_path: Path, monkeypatch) -> None:
    """A reader that reaches its limit while it writes leaves half a file: the upload is refused, as one too large."""
    from comity.web.facts import reading

    def ended(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        Path(command[-1]).write_bytes(b"ARROW1\0\0 and no end")
        return subprocess.CompletedProcess(command, returncode=-9, stdout=b"", stderr=b"")

    (tmp_path / "x.xlsx").write_bytes(b"PK")
    monkeypatch.setattr(subprocess, "run", ended)
    with pytest.raises(Refused) as refused:
        reading.read_upload(tmp_path / "x.xlsx", "x.xlsx")
    assert [one.code for one in refused.value.problems] == ["CMY-402"]


class Counted(io.RawIOBase):
    """A body without end that counts what is read of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += max(size, 0)
        return b"x" * max(size, 0)


def test_a_body_of_a_gigabyte_is_refused_unread(client_of) -> None:
    """By the size that the request states: not a byte of it comes into memory or onto the disk, on any address."""
    for address in (at("upload"), reverse("account_login"), reverse("health")):
        body = Counted()
        answer = client_of(OWNER).generic(
            "POST",
            address,
            **{"wsgi.input": body, "CONTENT_LENGTH": str(2**30), "CONTENT_TYPE": "multipart/form-data; boundary=b"},
        )
        assert answer.status_code == 413 and body.taken == 0, address


def test_a_file_goes_to_the_disk_and_not_into_memory(client_of) -> None:
    """What may be uploaded is written as it comes, and is gone once the request is over."""
    from django.conf import settings

    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    assert settings.CONFIG.upload_mib * 2**20 == settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", "99999"])
def test_a_limit_that_cannot_be_stops_the_start(value: str) -> None:
    """The largest body is a whole number of MiB."""
    from comity.web.config import config

    with pytest.raises(Refused) as refused:
        config({"COMITY_UPLOAD_MIB": value, "COMITY_SECRET_KEY": "x"})
    assert refused.value.problems[0].code == "CMY-981"


# -- an alliance with a record ----------------------------------------------------------------


@pytest.fixture
def recorded(notes: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the alliance of notes a record, with the agreement signed by Fern."""
    from comity.cli.main import run
    from tests.cli.record.conftest import public_key

    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    other = tmp_path / "lark"
    other.mkdir()
    (other / "agreement.yaml").write_text(NOTES)
    assert run(["key", "new", str(notes), "fern"]) == 0 and run(["key", "new", str(other), "lark"]) == 0
    assert run(["key", "add", str(notes), "lark", public_key(other)]) == 0
    assert run(["sign", str(notes), "--on", "2026-01-02"]) == 0
    return notes


def test_where_there_is_a_record_an_upload_waits_for_its_owner(client_of, recorded: Path) -> None:
    """It is stored without counting: the receipt says what its owner runs, and the table shows it as waiting."""
    client = client_of(OWNER)
    looked = client.get(send(client, "day,what\n2026-08-03,waiting words\n", key="notes", slug="notes")["Location"])
    assert "comity submit FOLDER notes" in looked.content.decode()
    answer = client.post(store_of(looked))
    receipt = client.get(answer["Location"]).content.decode()
    (stored,) = (recorded / "facts" / "notes").iterdir()
    assert f"comity submit FOLDER notes {stored.name}" in receipt
    assert stored.read_text() == "day,what\n2026-08-03,waiting words\n"
    shown = client.get(at("table", "notes", "notes")).content.decode()
    assert "Waiting to be signed" in shown and stored.name in shown and "waiting words" not in shown
    assert unsigned(looked.content.decode()) == unsigned(receipt) == unsigned(shown)
    assert unsigned(receipt).startswith("Not signed by all parties yet: Fern has, Lark has not")


def unsigned(html: str) -> str:
    """Return what a page says of signatures, "" where it says nothing."""
    found = re.search(r'<p class="unsigned[^>]*>(?:<svg.*?</svg>)?(.*?)</p>', html)
    return found[1].strip() if found else ""


def test_preview_and_receipt_say_like_every_page_that_nobody_has_signed(client_of, visits: Path) -> None:
    """Where there is no record the text is nobody's yet: what an upload would change is said under the same line."""
    client = client_of(OWNER)
    looked = client.get(send(client, AUGUST)["Location"])
    receipt = client.get(client.post(store_of(looked))["Location"]).content.decode()
    shown = client.get(at("table")).content.decode()
    assert unsigned(looked.content.decode()) == unsigned(receipt) == unsigned(shown)
    assert unsigned(shown).startswith("Not signed with Comity")
