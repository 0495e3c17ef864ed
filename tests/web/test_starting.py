"""The guided start: an alliance made by forms, whose text is always the agreement."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comity.catalogue.sets import KINDS, starter_set
from comity.cli.main import run
from comity.opening.drafts.reading import examined

ADMIN, MANAGER, OTHER = "admin@example.org", "alliance_manager@fern.example.org", "alliance_manager@lark.example.org"
NAMES = {
    "title": "Fern and Lark", "alliance": "fern_lark", "currency": "USD", "starts": "2027-01-01", "ends": "2029-12-31",
    "places": "US", "roll": "next", "year_starts": "", "time_zone": "",
    "party_0_id": "fern", "party_0_says": "Fern Ltd", "party_1_id": "lark", "party_1_says": "Lark plc",
    "objective_0_id": "quality", "objective_0_says": "It can be used.",
}  # fmt: skip
CREDIT = {
    "title": "Units in full", "owed_by": "fern", "owed_to": "lark", "measure": "fill_rate", "relation": "at least",
    "threshold": "97%", "amount": "5,000", "cap": "USD 60k", "cap_every": "year",
    "from_2": "90%", "amount_2": "USD 10k",
}  # fmt: skip


class Draft:
    """A draft in a browser: what its owner does with it."""

    def __init__(self, client, kind: str = "") -> None:
        from comity.web.starting.models import Draft as Row

        self.client = client
        answer = client.post("/new/", {"kind": kind})
        assert answer.status_code == 302
        self.row = Row.objects.latest("pk")
        self.address = f"/new/{self.row.pk}"

    @property
    def seen(self) -> int:
        self.row.refresh_from_db()
        return self.row.at

    @property
    def text(self) -> str:
        return self.row.versions.get(number=self.seen).text

    def page(self, step: str) -> str:
        answer = self.client.get(f"{self.address}/{step}/")
        assert answer.status_code == 200
        return answer.content.decode()

    def send(self, step: str, data=None, **more):
        given = {"seen": self.seen, **(data or {}), **more}
        return self.client.post(f"{self.address}/{step}{'' if step in ('undo', 'throw-away') else '/'}", given)

    def made(self, party: str = "fern"):
        from comity.web.alliances.models import Alliance

        answer = self.send("check", do="make", party=party)
        assert answer.status_code == 302, errors_of(answer)
        return Alliance.objects.get(slug=answer["Location"].split("/")[2])


def errors_of(answer) -> str:
    return " ".join(re.findall(r'errorlist"[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL))


@pytest.fixture
def folders(workplace: Path):
    """Take the folders that a test makes away again: the database is rolled back, files are not."""
    kept = workplace / "alliances"
    before = set(kept.iterdir())
    yield kept
    import shutil

    for folder in set(kept.iterdir()) - before:
        shutil.rmtree(folder)


@pytest.fixture
def draft(client_of, folders) -> Draft:
    return Draft(client_of(MANAGER))


# -- from the first step to the last -------------------------------------------------------------


def test_an_alliance_is_made_from_nothing_by_forms(draft: Draft, folders: Path) -> None:
    """Names, two metrics, a target, a credit: the folder holds the text that was shown, and passes `comity check`."""
    assert draft.send("names", NAMES)["Location"].endswith("/metrics/")
    draft.send("metrics", do="add", entry=["fill_rate", "revenue"], serves="quality")
    draft.send("metrics", do="reporters", reporter_deliveries="lark")
    draft.send("targets", {"target_fill_rate": "98%", "target_revenue": "USD 2m"})
    assert draft.send("promises/credit", CREDIT)["Location"].endswith("/clauses/")
    assert "Ready to begin" in draft.page("check")
    text, alliance = draft.text, draft.made()
    folder = folders / alliance.slug
    assert alliance.slug == "fern-and-lark" and alliance.parties == {"fern": "Fern Ltd", "lark": "Lark plc"}
    assert (folder / "agreement.yaml").read_text() == text
    assert run(["check", str(folder)]) == 0
    assert "deliveries: {catalogue: deliveries 1, reported by: lark}" in text
    assert "fill_rate: {catalogue: fill_rate 1, serves: quality, target: 98%}" in text
    assert "at least: 97%" in text and "{97%: USD 0, 90%: USD 5000, else: USD 10k}" in text
    assert {path.name for path in (folder / "facts").iterdir()} == {"deliveries", "sales"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_made_once_its_parties_are_named(client_of, folders: Path, kind: str) -> None:
    """The starter set as `comity init --kind` writes it: the same text, tables and acts, but for the legal names."""
    from comity.cli.init import starter_of

    draft = Draft(client_of(ADMIN), kind)
    assert draft.text == starter_set(kind)
    draft.send("text", text=draft.text.replace(" (replace)", ""))
    party = re.search(r'<select name="party".*?<option value="(\w+)">', draft.page("check"), re.DOTALL)
    assert party is not None
    folder = folders / draft.made(party[1]).slug
    written = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert written == {path: text.replace(" (replace)", "") for path, text in starter_of(kind).items()}


def test_the_maker_manages_what_was_made_and_nobody_else_sees_it(draft: Draft, client_of) -> None:
    """The overview opens for its maker, for the party chosen; the draft is gone, and others find no such page."""
    draft.send("names", NAMES)
    answer = draft.send("check", do="make", party="lark")
    assert draft.client.get(answer["Location"]).status_code == 200
    (role,) = draft.row.owner.memberships.filter(alliance__slug="fern-and-lark")
    assert (role.role, role.party) == ("alliance_manager", "lark")
    assert draft.client.get(f"{draft.address}/check/")["Location"] == answer["Location"]
    for who in (OTHER, ADMIN):
        assert client_of(who).get(answer["Location"]).status_code == 404


# -- each step, and what is wrong at it ------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "required"),
        ("starts", "2027-02-30", "CMY-"),
        ("ends", "2026-01-01", "CMY-"),
        ("currency", "dollars", "CMY-"),
        ("places", "Atlantis", "CMY-"),
        ("time_zone", "Mars", "CMY-"),
        ("party_0_id", "Fern Ltd", "small letters"),
        ("party_0_id", "lark", "twice"),
        ("party_1_says", "", "required"),
        ("objective_1_id", "growth", "Say what it stands for"),
        ("objective_1_says", "Grow.", "short name"),
        ("title", "a\u202eb", "sign"),
    ],
)
def test_what_is_wrong_with_a_name_is_said_beside_it_and_nothing_is_written(
    draft: Draft, field: str, value: str, says: str
) -> None:
    """The question stays filled in, marked, with what `comity check` would say; the text is as before."""
    before = draft.text
    answer = draft.send("names", {**NAMES, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422 and draft.text == before
    assert says in errors_of(answer) and 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("threshold", "ninety", "CMY-"),
        ("threshold", "", "required"),
        ("amount", "lots", "CMY-"),
        ("cap", "EUR 5", "CMY-"),
        ("owed_to", "fern", "other party"),
        ("amount_2", "", "both"),
        ("measure", "no_such", "valid choice"),
        ("from_2", "USD 5", "CMY-"),
    ],
)
def test_what_is_wrong_with_a_promise_is_said_beside_it(draft: Draft, field: str, value: str, says: str) -> None:
    """A threshold that is no number, a sum in another currency, one party on both sides: nothing is written."""
    draft.send("names", NAMES)
    draft.send("metrics", do="add", entry=["fill_rate"], serves="quality")
    before = draft.text
    answer = draft.send("promises/credit", {**CREDIT, field: value})
    assert answer.status_code == 422 and says in errors_of(answer) and draft.text == before


def test_a_target_that_cannot_be_one_is_refused_at_its_metric(client_of, folders: Path) -> None:
    """`99 percent` is no number of the language; `99%` is, and stands in the setting with its comment."""
    draft = Draft(client_of(MANAGER), "supply")
    answer = draft.send("targets", target_fill_rate="99 percent", setting_credit_cap="USD 60k")
    assert answer.status_code == 422 and "CMY-" in errors_of(answer) and draft.text == starter_set("supply")
    fields = dict(re.findall(r'name="(setting_\w+)" value="([^"]*)"', answer.content.decode()))
    assert draft.send("targets", {**fields, "target_fill_rate": "99%"}).status_code == 302
    assert "  fill_target: 99%                    # of what is ordered" in draft.text


def test_examples_that_do_not_fit_any_more_can_be_taken_out(client_of, folders: Path) -> None:
    """A new severity makes a worked example wrong; the check says so at its place, and an alliance cannot begin."""
    draft = Draft(client_of(MANAGER), "supply")
    draft.send("text", text=draft.text.replace("price_of_point: USD 5k", "price_of_point: USD 7k"))
    page = draft.page("check")
    assert "1 of the worked examples does not fit" in page and "Make the alliance" not in page
    assert draft.send("check", do="make", party="supplier").status_code == 200
    draft.send("check", do="examples")
    assert examined(draft.text).errors == () and draft.text.count("- says:") == 1


def test_promises_are_changed_and_taken_out_by_the_form_that_wrote_them(draft: Draft) -> None:
    """The form opens with what was said; another threshold changes that line; taken out, all its entries go."""
    draft.send("names", NAMES)
    draft.send("metrics", do="add", entry=["fill_rate"], serves="quality")
    before = draft.text
    draft.send("promises/credit", CREDIT)
    page = draft.client.get(f"{draft.address}/promises/credit/?of=units_in_full").content.decode()
    assert 'value="97%"' in page and 'value="USD 5000"' in page
    answer = draft.client.post(
        f"{draft.address}/promises/credit/?of=units_in_full", {**CREDIT, "threshold": "96%", "seen": draft.seen}
    )
    assert answer.status_code == 302 and "at least: 96%" in draft.text and draft.text.count("units_in_full:") == 1
    draft.send("clauses", remove="clauses/units_in_full")
    assert draft.text == before


# -- back and forth, and by hand -------------------------------------------------------------------


def test_going_back_loses_nothing(draft: Draft) -> None:
    """Undo goes through every version back to the first, redo forward again; each step shows what stands there."""
    texts = [draft.text]
    draft.send("names", NAMES)
    texts.append(draft.text)
    draft.send("metrics", do="add", entry=["fill_rate"])
    texts.append(draft.text)
    for expected in (texts[1], texts[0], texts[0]):
        draft.send("undo", {"step": "metrics"})
        assert draft.text == expected
    assert 'value="New alliance"' in draft.page("names")
    for expected in (texts[1], texts[2], texts[2]):
        draft.send("undo", {"step": "metrics", "way": "forward"})
        assert draft.text == expected


def test_what_is_written_by_hand_stays_and_the_forms_go_on_from_it(draft: Draft) -> None:
    """A clause that no form can say, a comment, a dated target: all are there after the forms have written again."""
    draft.send("names", NAMES)
    draft.send("metrics", do="add", entry=["fill_rate"], serves="quality")
    by_hand = draft.text + (
        "clauses:   # as counsel wrote them\n  own:\n    title: Our own\n    owed by: fern\n    owed to: lark\n"
        "    every: month\n    missed if: fill_rate < 0.9 and fill_rate > 0.1\n"
    )
    draft.send("text", text=by_hand.replace("\n", "\r\n"))
    assert draft.text == by_hand
    page = draft.page("clauses")
    assert "Our own" in page and "written by hand" in page
    draft.send("promises/credit", CREDIT)
    draft.send("names", {**NAMES, "title": "Another title"})
    for line in by_hand.splitlines():
        assert line in draft.text or line.startswith("title:")
    assert draft.send("check", do="make", party="fern").status_code == 302


def test_a_text_that_cannot_be_read_is_kept_and_can_be_mended(draft: Draft) -> None:
    """Half a bracket: every step says so instead of failing; undo or the text itself leads on."""
    good = draft.text
    draft.send("text", text="title: [broken\n")
    assert draft.text == "title: [broken\n"
    for step in ("names", "metrics", "targets", "clauses", "check", "text"):
        page = draft.page(step)
        assert "title: [broken" in page and "Make the alliance" not in page
    assert "The text cannot be read as it stands" in draft.page("names") and "CMY-105" in draft.page("check")
    assert draft.send("names", NAMES).status_code in (302, 422)
    draft.send("undo", {"step": "names"})
    assert draft.text == good


def test_what_is_typed_stands_as_code_in_what_was_found(draft: Draft) -> None:
    """Hints name keys and commands between backticks, as a terminal shows them; on the pages they are code."""
    draft.send("names", NAMES)
    draft.send("text", text=draft.text + "facts: {lost: {reported by: fern, columns: {a: text}}}\n")
    for step in ("check", "text"):
        shown = draft.page(step)
        found = "".join(re.findall(r'<ul class="card found">.*?</ul>', shown, re.DOTALL))
        assert "<code>every</code>" in found and "<code>row</code>" in found and "`" not in found


def test_a_text_too_large_for_an_agreement_is_not_taken_over(draft: Draft) -> None:
    """More than 256 KiB are refused with the size that may be."""
    before = draft.text
    answer = draft.send("text", text="# " + "x" * (256 * 1024))
    assert answer.status_code == 422 and "256 KiB" in answer.content.decode() and draft.text == before


def test_a_sign_that_no_database_keeps_is_not_taken_over(draft: Draft) -> None:
    """NUL in the text is refused; what else nobody sees is for `check` to say."""
    before = draft.text
    answer = draft.send("text", text=before + "# a\0b")
    assert answer.status_code == 422 and draft.text == before


# -- two windows, two people ------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_counts_once(draft: Draft) -> None:
    """Two clicks on one button: the second leads on like the first, and the promise stands there once."""
    draft.send("names", NAMES)
    draft.send("metrics", do="add", entry=["fill_rate"], serves="quality")
    given = {**CREDIT, "seen": draft.seen}
    answers = [draft.client.post(f"{draft.address}/promises/credit/", given) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert draft.text.count("measure: fill_rate") == 1


def test_an_alliance_is_made_once_however_often_the_button_is_pressed(draft: Draft, folders: Path) -> None:
    """The second request finds no draft any more; there is one folder and one alliance."""
    draft.send("names", NAMES)
    given = {"seen": draft.seen, "do": "make", "party": "fern"}
    answers = [draft.client.post(f"{draft.address}/check/", given).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert len([folder for folder in folders.iterdir() if folder.name.startswith("fern-and-lark")]) == 1


def test_of_two_who_press_it_at_once_the_later_finds_what_the_first_made(draft: Draft, folders, monkeypatch) -> None:
    """Between looking and writing, the other window made the alliance: this one leads to it, and leaves no folder."""
    from comity.web.starting.making import made

    draft.send("names", NAMES)
    slugs = []

    def twice(*parts: object):
        slugs.append(made(*parts).slug)
        return made(*parts)

    monkeypatch.setattr("comity.web.starting.views.made", twice)
    answer = draft.send("check", do="make", party="fern")
    assert answer["Location"] == f"/alliances/{slugs[0]}/"
    assert [one.name for one in folders.iterdir() if one.name.startswith(("fern-and-lark", ".new"))] == slugs


def test_a_window_that_was_open_before_a_change_is_told(draft: Draft) -> None:
    """What the other window wrote stays; what this one wanted is not written over it."""
    old = draft.seen
    draft.send("names", NAMES)
    now = draft.text
    answer = draft.client.post(f"{draft.address}/names/", {**NAMES, "title": "Late", "seen": old}, follow=True)
    assert "changed meanwhile" in answer.content.decode() and draft.text == now


def test_nobody_else_opens_a_draft(draft: Draft, client_of) -> None:
    """Another manager, and the administrator, find no page and change nothing."""
    before = draft.text
    for who in (OTHER, ADMIN):
        other = client_of(who)
        for step in ("names", "metrics", "targets", "clauses", "check", "text", "promises/credit"):
            assert other.get(f"{draft.address}/{step}/").status_code == 404
            assert other.post(f"{draft.address}/{step}/", {"seen": 0, "text": "x"}).status_code == 404
        assert other.post(f"{draft.address}/undo", {"seen": 0}).status_code == 404
        assert other.post(f"{draft.address}/throw-away").status_code == 404
        assert "New alliance</a>" not in other.get("/new/").content.decode().split("A new draft")[0]
    assert draft.text == before


def test_two_alliances_of_one_title_get_folders_of_their_own(client_of, folders: Path) -> None:
    """Nothing is written over: the second is called fern-and-lark-2."""
    slugs = []
    for who in (MANAGER, OTHER):
        draft = Draft(client_of(who))
        draft.send("names", NAMES)
        slugs.append(draft.made().slug)
    assert slugs == ["fern-and-lark", "fern-and-lark-2"]


# -- what somebody might try -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("../../../etc/passwd", "etcpasswd"),
        ("..", "alliance"),
        ("/", "alliance"),
        ("C:\\windows", "cwindows"),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("日本", "alliance"),
        ("barrier", "barrier-2"),
        ("x" * 290, "x" * 60),
    ],
)
def test_no_title_leads_out_of_the_folder_or_into_another(draft: Draft, folders: Path, title: str, slug: str) -> None:
    """The folder's name is made of the letters and digits of the title; what is there already is left alone."""
    before = (folders / "barrier" / "agreement.yaml").read_text()
    draft.send("names", {**NAMES, "title": title})
    assert draft.made().slug == slug and (folders / slug / "agreement.yaml").is_file()
    assert (folders / "barrier" / "agreement.yaml").read_text() == before
    assert not [path for path in folders.iterdir() if path.name.startswith(".new-")]


def test_a_table_whose_name_is_a_path_is_refused(draft: Draft, folders: Path) -> None:
    """Written by hand, `../../x` is no name of a table: the check says so, and there is no alliance."""
    draft.send("names", NAMES)
    table = "{reported by: fern, every: month, columns: {month: period, n: number}}"
    draft.send("text", text=draft.text + f"facts:\n  ../../x: {table}\n")
    assert draft.send("check", do="make", party="fern").status_code == 200
    assert not (folders.parent / "x").exists() and not (folders.parent.parent / "x").exists()


def test_html_in_names_is_text(draft: Draft) -> None:
    """Titles, legal names, objectives and the text itself are shown as they were written, and do nothing."""
    evil = "<script>alert(1)</script>"
    draft.send("names", {**NAMES, "title": evil, "party_0_says": evil, "objective_0_says": evil})
    draft.send("metrics", do="add", entry=["fill_rate"], serves="quality")
    for step in ("names", "metrics", "targets", "clauses", "check", "text", "promises/credit"):
        page = draft.page(step)
        assert evil not in page and "&lt;script&gt;" in page
    assert evil not in draft.client.get("/new/").content.decode()


def test_a_failure_leaves_neither_folder_nor_alliance(draft: Draft, folders: Path, monkeypatch) -> None:
    """If the alliance cannot be entered, its folder goes again, and the draft is still there."""
    from comity.web.starting import making

    def full(folder: Path) -> None:
        raise OSError("no space left on device")

    draft.send("names", NAMES)
    before = set(folders.iterdir())
    monkeypatch.setattr(making, "entered", full)
    answer = draft.send("check", do="make", party="fern")
    assert answer.status_code == 200 and "no space left" in answer.content.decode()
    assert set(folders.iterdir()) == before and draft.page("check")


@pytest.mark.parametrize("address", ["names", "check", "no-such", "promises/no-such", "promises/credit/?of=no_such"])
def test_addresses_that_lead_nowhere_are_not_found(draft: Draft, address: str) -> None:
    """Steps and patterns that there are not, and promises that the draft has not, give 404."""
    found = draft.client.get(f"{draft.address}/{address}{'' if '?' in address else '/'}").status_code
    assert found == (200 if address in ("names", "check") else 404)
    assert draft.client.get(f"/new/999999/{address}").status_code in (301, 404)


def test_a_person_has_no_more_drafts_than_anybody_needs(client_of, workplace, monkeypatch) -> None:
    """Beyond the limit a new one is refused with what to do."""
    from comity.web.starting import views
    from comity.web.starting.models import Draft as Row

    monkeypatch.setattr(views, "MOST_DRAFTS", 1)
    client = client_of(MANAGER)
    answers = [client.post("/new/", {"kind": ""}, follow=True).content.decode() for _ in range(2)]
    assert "finish one, or throw one away" in answers[1] and Row.objects.count() == 1
    number = Row.objects.get().pk
    assert "thrown away" in client.post(f"/new/{number}/throw-away", follow=True).content.decode()
    assert Row.objects.count() == 0


def test_the_first_page_of_a_new_alliance_says_what_it_waits_for(draft: Draft, folders: Path) -> None:
    """The tables that are owed, who reports them, and where to go; with the first row of facts it is gone."""
    draft.send("names", NAMES)
    draft.send("metrics", do="add", entry=["fill_rate"], serves="quality")
    alliance = draft.made()
    address = f"/alliances/{alliance.slug}/"
    page = draft.client.get(address).content.decode()
    assert "First the facts" in page and f'href="{address}facts/"' in page and "<code>deliveries</code>" in page
    with (folders / alliance.slug / "facts" / "deliveries" / "fern.csv").open("a") as rows:
        rows.write("2027-01,a,north,10,10,10,10,2027-02-01\n")
    assert "First the facts" not in draft.client.get(address).content.decode()


def test_the_tutorial_names_what_is_on_the_pages() -> None:
    """Every button, heading and pattern that the tutorial of the workplace prints in bold is there under that name."""
    from importlib.resources import files

    from comity.opening.drafts.patterns.find import PATTERNS

    page = (Path(__file__).parents[2] / "docs" / "tutorial" / "workplace.md").read_text()
    templates = files("comity.web.jinja").joinpath("templates")
    shown = [
        one.read_text() for one in (*templates.joinpath("starting").iterdir(), templates.joinpath("portfolio.html.j2"))
    ]
    said = " ".join([*shown, *(one.title for one in PATTERNS.values())])
    named = re.findall(r"\*\*(.+?)\*\*", page)
    assert len(named) > 12 and [name for name in named if name not in said] == []
