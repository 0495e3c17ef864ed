"""`comity init`, `comity schema` and `comity demo`: the first minutes with Comity."""

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from comity.cli.starter import STARTER


def test_a_new_folder_passes_check(comity, alliance) -> None:
    """What `init` writes has no problem, its worked examples included."""
    ran = comity("check", alliance)
    assert (ran.status, ran.err) == (0, "")
    assert "no problem found" in ran.out
    assert "2 worked examples" in ran.out


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


@pytest.mark.parametrize("file", ["agreement.yaml"])
def test_the_starter_satisfies_the_schema(comity, file) -> None:
    """An editor that checks the starter against the schema finds nothing to underline."""
    schema = json.loads(comity("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = YAML(typ="safe", pure=True).load((STARTER / file).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(document, default=str)))


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
    assert "94.3%" not in ran.err
    assert list(tmp_path.iterdir()) == []
