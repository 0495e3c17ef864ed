"""`comity survey` as an alliance manager uses it: two waves of a fictional alliance of eight and nine people."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Comity

AGREEMENT = """comity: 1
alliance: fern_lark
title: Fern and Lark
parties: {fern: Fern Ltd, lark: Lark GmbH}
starts: 2026-01-01
ends: 2027-12-31
surveys:
  health:
    title: How the alliance works
    every: 6 months
    asks: {fern: {manager: 2, team: 6}, lark: 9}
    scale: 1 to 5
    questions:
      trust1: {of: trust, asks: They do what they promised.}
      trust2: {of: trust, asks: They tell us of trouble early.}
      change: {asks: What should change?, open: true}
"""
FERN, LARK = [4, 4, 5, 3, 4, 5, 4], [2, 3, 2, 1, 3, 2, 3, 2]
SECRET = "Wretched decisions"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An alliance without a record, and a place for keys."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fern").mkdir()
    (tmp_path / "fern" / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    return tmp_path / "fern"


def read_csv(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def opens(comity: Comity, wave: str = "2026-H1", day: str = "2026-03-02") -> Path:
    """Open a wave; the folder of invitations."""
    ran = comity(
        "survey", "open", "fern", "health", "--as", "fern", "--on", day, "--wave", wave, "--out", f"out-{wave}"
    )
    assert ran.status == 0, ran.err
    return Path(f"out-{wave}")


def answers(invitations: Path, party: str, levels: Sequence[int], words: str = "") -> Path:
    """Write the file of answers of a party, with the tokens that it was given."""
    with (invitations / f"invitations-{party}.csv").open(encoding="utf-8") as stream:
        tokens = [row["token"] for row in csv.DictReader(stream)]
    path = invitations / f"answers-{party}.csv"
    rows = [f"{token},{level},{level},{words}" for token, level in zip(tokens, levels, strict=False)]
    path.write_text("\n".join(["token,trust1,trust2,change", *rows]) + "\n", encoding="utf-8")
    return path


def holds(comity: Comity, fern: Sequence[int] = FERN, lark: Sequence[int] = LARK, words: str = "", **wave: str) -> None:
    """Hold a wave from the invitation to its close."""
    out = opens(comity, **wave)
    for party, levels in (("fern", fern), ("lark", lark)):
        assert comity("survey", "import", "fern", "health", answers(out, party, levels, words)).status == 0
    ran = comity("survey", "close", "fern", "health", "--as", "fern", "--on", wave.get("day", "2026-03-16"))
    assert ran.status == 0, ran.err


def test_a_wave_from_the_invitation_to_the_results(folder: Path, comity: Comity) -> None:
    """Fern and lark are apart on trust, who answered is counted by party, and a role of two is not told."""
    holds(comity)
    ran = comity("survey", "results", "fern", "health")
    assert ran.status == 0
    assert "fern: 7 of 8 answered" in ran.out and "lark: 8 of 9 answered" in ran.out
    assert "fern, manager: not shown: fewer than 5 were asked" in ran.out
    assert "apart by 1.89" in ran.out
    document = json.loads(comity("survey", "results", "fern", "health", "2026-h1", "--json").out)
    assert document["wave"] == "2026-H1" and document["keeper"] == "fern"


def test_nothing_is_shown_while_a_wave_is_open(folder: Path, comity: Comity, tmp_path: Path) -> None:
    """Neither on the screen nor as JSON, nor as a table, nor in any file: only counts of whole parties."""
    out = opens(comity)
    ran = comity("survey", "import", "fern", "health", answers(out, "fern", FERN, SECRET))
    assert "fern: 7 of 8 answered" in ran.out
    shown = [
        comity("survey", "results", "fern", "health").out,
        comity("survey", "results", "fern", "health", "--json").out,
    ]
    shown += [
        comity("survey", "open", "fern", "health", "--remind").out,
        comity("evaluate", "fern", "--as-of", "2026-03-05").out,
    ]
    assert all("trust" not in one and SECRET not in one for one in shown)
    ran = comity("survey", "results", "fern", "health", "--out", "r.csv")
    assert ran.status == 1 and "it has no results" in ran.err and not Path("r.csv").exists()
    for path in [*folder.rglob("*"), *(tmp_path / "keys").rglob("*")]:
        assert not path.is_file() or path.name == "agreement.yaml" or SECRET.encode() not in path.read_bytes()


def test_an_import_is_taken_back_and_done_again(folder: Path, comity: Comity) -> None:
    """Back to no answers, and the same file is taken in once more; a third time it is refused as a whole."""
    file = answers(opens(comity), "fern", FERN)
    assert "7 of 8" in comity("survey", "import", "fern", "health", file).out
    assert "0 of 8" in comity("survey", "import", "fern", "health", file, "--undo").out
    assert "7 of 8" in comity("survey", "import", "fern", "health", file).out
    ran = comity("survey", "import", "fern", "health", file)
    assert ran.status == 1 and "all 7 answers of this file" in ran.err


def test_a_file_with_a_defect_is_not_taken_in_at_all(folder: Path, comity: Comity) -> None:
    """One answer lies outside the scale: none of the seven counts."""
    file = answers(opens(comity), "fern", [*FERN[:6], 7])
    ran = comity("survey", "import", "fern", "health", file)
    assert ran.status == 1
    assert "(row 8, column trust1): CMY-464 this level lies outside the scale" in ran.err
    assert "fern: 0 of 8 answered" in comity("survey", "results", "fern", "health").out


def test_a_wave_with_one_respondent_is_not_closed_by_mistake(folder: Path, comity: Comity) -> None:
    """Nothing could be shown of one person: it stays open, unless it is closed anyway, and then shows nothing."""
    out = opens(comity)
    comity("survey", "import", "fern", "health", answers(out, "fern", [4]))
    ran = comity("survey", "close", "fern", "health", "--as", "fern", "--on", "2026-03-16")
    assert ran.status == 1 and "CMY-469 1 person answered, and the smallest group shown is 5" in ran.err
    assert comity("survey", "close", "fern", "health", "--as", "fern", "--on", "2026-03-16", "--anyway").status == 0
    document = json.loads(comity("survey", "results", "fern", "health", "--json").out)
    assert all(one["levels"] is None for one in document["items"])


def test_a_second_wave_tells_what_changed(folder: Path, comity: Comity) -> None:
    """Lark's people see trust a level higher half a year later."""
    holds(comity)
    holds(comity, lark=[level + 1 for level in LARK], wave="2026-H2", day="2026-09-16")
    out = comity("survey", "results", "fern", "health").out
    assert "Since 2026-H1" in out and "trust, lark: rose, +1.00" in out


def test_themes_are_added_after_closing(folder: Path, comity: Comity) -> None:
    """Comments are written for two coders, come back coded, and a theme of many is released; a theme of one is not."""
    holds(comity, words=SECRET)
    assert comity("survey", "close", "fern", "health", "--comments", "notes").status == 0
    rows = read_csv("notes/comments.csv")
    assert {row["text"] for row in rows} == {SECRET} and len(rows) == 15
    lines = [f"{row['comment']},slow{'; rude' if row['comment'] == '1' else ''},slow" for row in rows]
    Path("coded.csv").write_text("\n".join(["comment,coder 1,coder 2", *lines]), encoding="utf-8")
    themes = ["theme,of,direction,words,confirmed by", "slow,trust,bad,decisions,Anna", "rude,trust,bad,wretched,Anna"]
    Path("themes.csv").write_text("\n".join(themes), encoding="utf-8")
    ran = comity("survey", "import", "fern", "health", "coded.csv", "--themes", "themes.csv")
    assert ran.status == 0, ran.err
    out = comity("survey", "results", "fern", "health").out
    assert "slow: 15 people, bad (words: decisions); confirmed by Anna" in out
    assert "rude" not in out and SECRET not in out


def test_tables_are_exported(folder: Path, comity: Comity) -> None:
    """As one long list, and as a workbook with a sheet a table; of another kind nothing is written."""
    holds(comity)
    assert comity("survey", "results", "fern", "health", "--out", "r.csv").status == 0
    rows = read_csv("r.csv")
    assert {"wave": "2026-H1", "part": "questions", "dimension": "trust", "question": "trust1", "group": "fern",
            "name": "level 4", "value": "4"} in rows  # fmt: skip
    assert comity("survey", "results", "fern", "health", "--out", "r.xlsx").status == 0
    assert load_workbook("r.xlsx").sheetnames[:4] == ["response", "dimensions", "questions", "gaps"]
    assert comity("survey", "results", "fern", "health", "--out", "r.docx").status == 1


def test_a_questionnaire_and_empty_tables(folder: Path, comity: Comity) -> None:
    """A page for each language and a table with a column a question; nothing is overwritten."""
    assert comity("survey", "new", "fern", "health", "--out", "q").status == 0
    assert Path("q/answers.csv").read_text(encoding="utf-8") == "token,trust1,trust2,change,quote\n"
    assert "They do what they promised." in Path("q/questionnaire-en.html").read_text(encoding="utf-8")
    ran = comity("survey", "new", "fern", "health", "--out", "q")
    assert ran.status == 1 and "CMY-722" in ran.err


def test_invitations_stay_out_of_the_alliance_folder(folder: Path, comity: Comity) -> None:
    """Whoever sees a token can answer with it: the shared folder is refused, and so is a second open wave."""
    ran = comity("survey", "open", "fern", "health", "--as", "fern", "--out", "fern/out")
    assert ran.status == 1 and "CMY-725" in ran.err and not (folder / "surveys").exists()
    out = opens(comity)
    tokens = (out / "invitations-fern.csv").read_text(encoding="utf-8").split()[1:]
    assert len(tokens) == 8
    assert all(
        one.split(",")[0].encode() not in path.read_bytes()
        for one in tokens
        for path in folder.rglob("*")
        if path.is_file()
    )
    ran = comity("survey", "open", "fern", "health", "--as", "fern", "--out", "out2")
    assert ran.status == 1 and "CMY-723 the wave 2026-H1 is open until 2026-03-16" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["open", "fern", "health", "--out", "o"], "CMY-726"),
        (["open", "fern", "health", "--out", "o", "--as", "finch"], "CMY-726"),
        (["open", "fern", "health", "--out", "o", "--as", "fern", "--wave", "spring"], "CMY-724"),
        (["open", "fern", "health", "--out", "o", "--as", "fern", "--until", "2026-01-01"], "CMY-724"),
        (["open", "fern", "helth", "--out", "o", "--as", "fern"], "CMY-721"),
        (["close", "fern", "health", "--as", "fern"], "CMY-471"),
        (["close", "fern", "health", "--comments", "notes"], "CMY-471"),
        (["results", "fern", "health"], "CMY-471"),
        (["results", "fern", "health", "2026-H9"], "CMY-471"),
        (["import", "fern", "health", "fern/agreement.yaml"], "CMY-409"),
    ],
)
def test_what_cannot_be_done_is_a_problem(folder: Path, comity: Comity, arguments: list[str], code: str) -> None:
    """Each mistake has its code, and changes nothing."""
    ran = comity("survey", *arguments)
    assert ran.status == 1 and code in ran.err
    assert not (folder / "surveys").exists() and not Path("o").exists()


def test_a_calibration_round_needs_vignettes(folder: Path, comity: Comity) -> None:
    """A survey of own questions has none to judge."""
    Path("c.csv").write_text("rater,v1\nada,3\n", encoding="utf-8")
    ran = comity("survey", "results", "fern", "health", "--calibration", "c.csv")
    assert ran.status == 1 and "CMY-473" in ran.err


def test_each_rater_of_a_calibration_round_is_set_beside_the_panel(folder: Path, comity: Comity) -> None:
    """Four raters judge all cases of an instrument; one of them two levels higher than the others, and is told so."""
    from comity.catalogue.load_instruments import instrument

    known = instrument("alliance-health-check", 1)
    assert known is not None and known.vignettes
    text = AGREEMENT.split("surveys:", maxsplit=1)[0] + (
        "surveys: {health: {instrument: alliance-health-check 1, every: 6 months, asks: {fern: 8, lark: 9}}}\n"
    )
    (folder / "agreement.yaml").write_text(text, encoding="utf-8")
    keys = [one.key for one in known.vignettes_of()]
    usual = [min(3, one.level) for one in known.vignettes_of()]
    rows = [["rater", *keys], *([name, *map(str, usual)] for name in ("ada", "ben", "cid"))]
    rows.append(["mild", *(str(level + 2) for level in usual)])
    Path("c.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    ran = comity("survey", "results", "fern", "health", "--calibration", "c.csv")
    assert ran.status == 0, ran.err
    assert "mild: gives higher levels than the panel for the same cases" in ran.out


def test_interviews_are_coded_by_two(folder: Path, comity: Comity) -> None:
    """Six interviews a side, each coded twice: the results say how far the coders agreed."""
    out = opens(comity)
    rows = [["token", "coder", "trust1", "trust2"]]
    for party, count, level in (("fern", 6, 4), ("lark", 6, 2)):
        for one in read_csv(str(out / f"invitations-{party}.csv"))[:count]:
            rows += [[one["token"], "ada", str(level), "3"], [one["token"], "ben", str(level), "3"]]
    Path("codes.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    ran = comity("survey", "import", "fern", "health", "codes.csv")
    assert ran.status == 0, ran.err
    assert "fern: 6 of 8 answered" in ran.out
    assert comity("survey", "close", "fern", "health", "--as", "fern", "--on", "2026-03-16").status == 0
    document = json.loads(comity("survey", "results", "fern", "health", "--json").out)
    assert [one["value"] for one in document["reliability"] if "two coders" in one["method"]] == ["1"]


def test_each_coder_sees_how_they_differ(folder: Path, comity: Comity) -> None:
    """Ben goes a level lower than Ada in every interview: the screen, the table and the page say by how much."""
    out = opens(comity)
    rows = [["token", "coder", "trust1", "trust2"]]
    for party, level in (("fern", 5), ("lark", 3)):
        for place, one in enumerate(read_csv(str(out / f"invitations-{party}.csv"))[:6]):
            own = level - place % 2
            rows += [[one["token"], "ada", str(own), "4"], [one["token"], "ben", str(own - 1), "3"],
                     [one["token"], "agreed", str(own), "4"]]  # fmt: skip
    Path("codes.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    assert comity("survey", "import", "fern", "health", "codes.csv").status == 0
    assert comity("survey", "close", "fern", "health", "--as", "fern", "--on", "2026-03-16").status == 0
    shown = comity("survey", "results", "fern", "health", "--out", "r.csv").out
    assert "The coder ben gives lower levels than the others to the same interviews, by 1.0." in " ".join(shown.split())
    table = [one for one in read_csv("r.csv") if one["part"] == "reliability"]
    ben = next(place for place, one in enumerate(table) if one["value"] == "severity of the coder ben")
    assert (table[ben + 1]["name"], table[ben + 1]["value"]) == ("value", "-1")
    comity("survey", "results", "fern", "health", "--out", "r.html")
    assert "\N{MINUS SIGN}1.0 levels" in Path("r.html").read_text(encoding="utf-8")


# -- the results of every wave -------------------------------------------------------------------------


def test_every_wave_has_its_own_results_and_its_own_page(folder: Path, comity: Comity) -> None:
    """The first wave as it was: by name with --wave or as an argument; its page knows nothing of the second."""
    holds(comity)
    holds(comity, fern=[3, 3, 3, 3, 3, 3, 3], wave="2026-H2", day="2026-09-02")
    last = comity("survey", "results", "fern", "health").out
    assert "wave 2026-H2" in last and "Since 2026-H1" in last
    first = comity("survey", "results", "fern", "health", "--wave", "2026-h1").out
    assert "wave 2026-H1" in first and "2026-H2" not in first
    assert first == comity("survey", "results", "fern", "health", "2026-H1").out
    assert comity("survey", "results", "fern", "health", "--wave", "2026-H1", "--out", "first.html").status == 0
    page = Path("first.html").read_text(encoding="utf-8")
    assert "Wave 2026-H1" in page and "2026-H2" not in page and "<script" not in page and "apart by 1.9" in page.lower()
    assert comity("survey", "results", "fern", "health", "2026-H2", "--wave", "2026-H1").status == 2
    ran = comity("survey", "results", "fern", "health", "--wave", "2027")
    assert ran.status == 1 and "CMY-471" in ran.err and "2026-H1, 2026-H2" in ran.err


def test_the_screen_says_the_same_sentences_as_the_page(folder: Path, comity: Comity) -> None:
    """What matters, what the silent could change, and how far to rely on it; coefficients stand in the tables."""
    holds(comity)
    shown = " ".join(comity("survey", "results", "fern", "health").out.split())
    comity("survey", "results", "fern", "health", "--out", "r.html")
    page = " ".join(Path("r.html").read_text(encoding="utf-8").split())
    for sentence in (
        "Trust: apart by 1.9; the people of Lark",
        "Whatever those think who did not answer, the mean of all who were asked would lie within: Trust",
        "With each party weighted by those who were asked, no mean moves by 0.05 or more.",
        "look at the spread of the answers, not at scores alone.",
    ):
        assert sentence in shown and sentence in page, sentence
    assert "ICC(A,1)" not in shown and "ICC(A,1)" in page


def test_the_texts_name_the_way_back(folder: Path, comity: Comity) -> None:
    """What --back says stands in invitation and reminder; without it opening says that it is to be filled in."""
    ran = comity("survey", "open", "fern", "health", "--as", "fern", "--on", "2026-03-02", "--out", "out",
                 "--back", "the grey box by the stairs")  # fmt: skip
    assert ran.status == 0 and "brackets" not in ran.out
    assert "the grey box by the stairs." in " ".join(Path("out/invitation-en.txt").read_text(encoding="utf-8").split())
    told = comity("survey", "open", "fern", "health", "--remind", "--back", "the grey box by the stairs").out
    assert "the grey box by the stairs." in " ".join(told.split())
    assert comity("survey", "open", "fern", "health", "--remind", "--back", "x" * 301).status == 2
