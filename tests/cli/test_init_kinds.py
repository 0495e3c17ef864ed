"""`comity init --kind`: a whole draft for a kind of alliance."""

from __future__ import annotations

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from comity.catalogue.sets import KINDS, starter_set
from comity.cli.main import run
from comity.kernel.problem import Place, Problem, Severity


def test_a_kind_is_written_and_told_in_a_short_way(comity, tmp_path) -> None:
    """Documents are named one by one, the tables of facts together, and the next step is said."""
    folder = tmp_path / "alliance"
    ran = comity("init", folder, "--kind", "licensing")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    written = ("agreement.yaml", "agreement.schema.json", "acts/2027.yaml")
    assert lines[:3] == [f"wrote {folder / name}" for name in written]
    assert "empty tables to fill in" in " ".join(ran.out.split())  # wherever the line breaks
    assert lines[-1].startswith("Next: settle what is `unset` or marked `placeholder` in ")
    assert len(lines) < 10


def test_a_new_draft_is_warned_of_its_names_and_its_empty_tables(comity, tmp_path) -> None:
    """Each party that has no legal name yet is told, and once that no facts are there, with the tables that wait."""
    folder = tmp_path / "alliance"
    comity("init", folder, "--kind", "joint-venture")
    ran = comity("check", folder)
    assert ran.status == 0
    assert ran.err.count("CMY-") == 3 and ran.err.count("is still called") == 2
    assert "have a header and no rows: facts of capacity, costs, decisions" in ran.err
    assert ran.out.endswith(": 3 warnings.\n")


def test_a_wrong_kind_lists_the_kinds(comity, tmp_path) -> None:
    """It is a matter of usage, and nothing is written."""
    ran = comity("init", tmp_path / "alliance", "--kind", "merger")
    assert ran.status == 2
    assert all(kind in ran.err for kind in KINDS)
    assert list(tmp_path.iterdir()) == []


def test_help_lists_the_kinds(comity) -> None:
    """Whoever asks for help sees what can be chosen."""
    said = " ".join(comity("init", "--help").out.split())
    assert ", ".join(KINDS) in said


def test_a_draft_overwrites_nothing(comity, tmp_path) -> None:
    """One file of facts that is there already keeps the whole draft from being written."""
    mine = tmp_path / "facts" / "sales" / "licensee.csv"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    ran = comity("init", tmp_path, "--kind", "licensing")
    assert ran.status == 1
    assert "licensee.csv: CMY-706" in ran.err
    assert not (tmp_path / "agreement.yaml").exists()


def test_about_says_what_each_column_holds(comity, tmp_path) -> None:
    """Beside an empty table stands what a row is, each column in words, and how to say that there was nothing."""
    comity("init", tmp_path / "a", "--kind", "co-development")
    about = (tmp_path / "a" / "facts" / "projects" / "about.yaml").read_text(encoding="utf-8")
    assert about.startswith("# projects: One row for a project and a period")
    assert "#   earned_value (money): budget of the work that is done" in about
    assert "# developer.csv: {reported by: developer, covers: 2027-01, known at: 2027-01-31}" in about
    assert about.endswith("\ndeveloper.csv: {reported by: developer}\n")


def test_a_party_that_reports_its_own_rows_need_not_name_itself(comity, tmp_path) -> None:
    """The column of the reporter is not in the template: about.yaml says whose file it is."""
    comity("init", tmp_path / "a", "--kind", "co-development")
    header = (tmp_path / "a" / "facts" / "ratings" / "partner.csv").read_text(encoding="utf-8")
    assert header == "period,role,criterion,level,reason,known_at\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_satisfies_the_schema(comity, kind: str) -> None:
    """An editor that checks the draft against the schema finds nothing to underline."""
    schema = json.loads(comity("schema").out)
    document = YAML(typ="base", pure=True).load(starter_set(kind))
    jsonschema.Draft202012Validator(schema).validate(document)


def test_the_file_of_acts_holds_none_and_shows_how(comity, tmp_path) -> None:
    """Its lines are comments that name a clause and a milestone of this agreement; with the # away they are read."""
    folder = tmp_path / "a"
    comity("init", folder, "--kind", "licensing")
    acts = folder / "acts" / "2027.yaml"
    text = acts.read_text(encoding="utf-8")
    assert all(line.startswith("#") for line in text.splitlines())
    shown = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# - ")]
    assert len(shown) == 2
    acts.write_text("\n".join(shown).replace("PERIOD", "2027-Q1") + "\n", encoding="utf-8")
    assert run(["check", str(folder)]) == 0


def test_warnings_of_empty_files_are_told_together_and_nothing_else_is_lost() -> None:
    """Two empty files become one warning in the place of the first; other problems keep theirs."""
    from comity.opening.waiting import together

    def problem(code: str, file: str) -> Problem:
        return Problem(code=code, place=Place(file=file), why=code, severity=Severity.WARNING)

    first, other, second = (
        problem("CMY-436", "facts/sales/a.csv"), problem("CMY-430", "facts/costs/a.csv"),
        problem("CMY-436", "facts/costs/b.csv"),
    )  # fmt: skip
    found = together([first, other, second])
    assert [p.place.file for p in found] == ["facts/sales/a.csv", "facts/costs/a.csv"]
    assert found[0].why == "this file and 1 more have a header and no rows: facts of costs and sales"
    assert together([first, other]) == [first, other]
