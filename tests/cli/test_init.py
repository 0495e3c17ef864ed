"""`comity init`, `comity schema` and `comity demo`: the first minutes with Comity."""

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from comity.cli.starter import STARTER


def test_a_new_folder_passes_check(comity, alliance) -> None:
    """What `init` writes has no problem, its worked examples included; a warning says that facts are still to come."""
    ran = comity("check", alliance)
    assert ran.status == 0
    assert "2026.csv: CMY-436 warning" in ran.err
    assert ran.out.endswith("(4 metrics, 1 clause, 2 worked examples): 1 warning.\n")


def test_a_filled_in_template_has_no_problem(comity, alliance) -> None:
    """With a first row of facts the warning is gone, and there is a first figure."""
    with (alliance / "facts" / "deliveries" / "2026.csv").open("a", encoding="utf-8") as stream:
        stream.write("2026-01,9420,9103,471000,2026-02-06\n")
    ran = comity("check", alliance)
    assert (ran.status, ran.err) == (0, "")
    assert "no problem found" in ran.out
    assert "96.6%" in comity("evaluate", alliance, "--as-of", "2026-02-10", "--known-at", "2026-02-10").out


@pytest.mark.parametrize("more", [(), ("--kind", "licensing")])
@pytest.mark.parametrize(
    ("folder", "named"),
    [("Fern & Lark", "fern_lark"), ("müller-kits", "muller_kits"), ("2027_licence", "alliance_2027_licence")],
)
def test_an_alliance_is_named_after_its_folder(comity, tmp_path, folder: str, named: str, more) -> None:
    """No two records begin under the name of the template; the name is told, and the comment beside it stays."""
    ran = comity("init", tmp_path / folder, *more)
    assert f"The short name of the alliance is {named}" in ran.out
    [line] = [
        line for line in (tmp_path / folder / "agreement.yaml").read_text().splitlines() if line.startswith("alliance:")
    ]
    assert line.split("#")[0].split() == ["alliance:", named] and ("#" in line) == (not more)
    assert comity("check", tmp_path / folder).status == 0


def test_the_folder_of_a_new_alliance_may_be_the_one_one_is_in(comity, tmp_path, monkeypatch) -> None:
    """`comity init .` knows how the folder is called."""
    (tmp_path / "kits").mkdir()
    monkeypatch.chdir(tmp_path / "kits")
    comity("init", ".")
    assert "\nalliance: kits" in (tmp_path / "kits" / "agreement.yaml").read_text()


def test_a_folder_whose_name_has_no_letter_keeps_the_name_of_the_template(comity, tmp_path) -> None:
    """Nothing is made up: the name is told, and that it is to be changed."""
    assert "The short name of the alliance is starter" in comity("init", tmp_path / "合作").out


def test_the_command_that_comes_next_can_be_pasted(comity, tmp_path) -> None:
    """A folder with a space is quoted for the shell, any other stays as it is."""
    folder = tmp_path / "Fern & Lark"
    assert f"then run `comity check '{folder}'`." in comity("init", folder).out
    assert f"then run `comity check {tmp_path / 'fern'}`." in comity("init", tmp_path / "fern").out


def test_a_new_folder_evaluates_honestly(comity, alliance) -> None:
    """Without facts there is no figure, and nothing is met or missed."""
    ran = comity("evaluate", alliance, "--as-of", "2026-06-20", "--known-at", "2026-06-20")
    assert ran.status == 0
    assert "No figure yet" in ran.out
    assert "Missed" not in ran.out
    assert "✓" not in ran.out


def test_nothing_is_overwritten(comity, alliance) -> None:
    """A second `init` names the files that are there, and leaves them as they are."""
    (alliance / "agreement.yaml").write_text("mine", encoding="utf-8")
    ran = comity("init", alliance)
    assert ran.status == 1
    assert "agreement.yaml: CMY-706" in ran.err
    assert (alliance / "agreement.yaml").read_text(encoding="utf-8") == "mine"


def test_nothing_is_written_if_one_file_is_there(comity, tmp_path) -> None:
    """A folder with only an agreement of its own is left alone as a whole."""
    (tmp_path / "agreement.yaml").write_text("mine", encoding="utf-8")
    assert comity("init", tmp_path).status == 1
    assert [path.name for path in tmp_path.iterdir()] == ["agreement.yaml"]


def test_init_below_a_file_is_refused(comity, tmp_path) -> None:
    """Where the folder cannot be made, the system's reason is given."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ran = comity("init", tmp_path / "file" / "alliance")
    assert ran.status == 1
    assert "CMY-703" in ran.err


def test_the_schema_beside_the_agreement_is_that_of_the_command(comity, alliance) -> None:
    """`init` writes what `comity schema` prints, and the agreement names it for editors."""
    printed = json.loads(comity("schema").out)
    beside = json.loads((alliance / "agreement.schema.json").read_text(encoding="utf-8"))
    assert printed == beside
    first_line = (alliance / "agreement.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first_line == "# yaml-language-server: $schema=agreement.schema.json"


def test_the_starter_satisfies_the_schema(comity) -> None:
    """An editor that checks the starter against the schema finds nothing to underline."""
    schema = json.loads(comity("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = YAML(typ="base", pure=True).load((STARTER / "agreement.yaml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)


def test_the_template_has_the_columns_of_the_table(alliance) -> None:
    """The empty table of facts has a header to fill in, and no row."""
    lines = (alliance / "facts" / "deliveries" / "2026.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["month,delivered,accepted,invoiced,known_at"]


def test_the_demo_needs_no_file(comity, tmp_path, monkeypatch) -> None:
    """`comity demo` shows the fictional alliance of the package, from any folder."""
    monkeypatch.chdir(tmp_path)
    ran = comity("demo")
    assert (ran.status, ran.err) == (0, "")
    assert "Fern and Lark" in ran.out
    assert list(tmp_path.iterdir()) == []
