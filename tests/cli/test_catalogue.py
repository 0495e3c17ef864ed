"""`comity catalogue`: the list, a search, one entry or table in full, and as data."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from comity.agreement.read import read
from comity.catalogue.load import catalogue
from comity.catalogue.load_instruments import latest_instruments
from comity.catalogue.model import FAMILIES


def test_the_list_has_every_entry_under_its_family(comity) -> None:
    """In the order of the families, with the count first, and the tables below."""
    ran = comity("catalogue")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{len(catalogue().entries)} metrics in ")
    there = {entry.family for entry in catalogue().latest}
    titles = [ran.out.index(f"\n{title}\n") for family, title in FAMILIES.items() if family in there]
    assert titles == sorted(titles)
    lines = ran.out.splitlines()
    for name in catalogue().entries:
        assert [line for line in lines if line.split(" ")[0] == name], name
    assert all(name in ran.out for name in catalogue().tables)


@pytest.mark.parametrize("width", [80, 100, 132])
@pytest.mark.parametrize("words", [(), ("customers",), ("revenue",), ("ratings",), ("alliance-interview",)])
def test_it_fits_the_terminal(comity, monkeypatch, width, words) -> None:
    """No line is longer than the terminal is wide, but for lines to copy, and no name is cut."""
    monkeypatch.setenv("COLUMNS", str(width))
    out = comity("catalogue", *words).out
    shown = out.split("\nIn an agreement")[0]
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in out


def test_words_are_searched_for_best_first(comity) -> None:
    """The metric of that name leads; the heading says how many there are."""
    ran = comity("catalogue", "net", "sales")
    assert (ran.status, ran.err) == (0, "")
    assert re.match(r"\d+ metrics? and \d+ tables? for net, sales, best first\.\n", ran.out)
    rows = [line for line in ran.out.splitlines() if line.split(" ")[0] in catalogue().entries]
    assert rows[0].startswith("revenue ")


def test_a_word_that_leads_nowhere_is_told_beside_the_others(comity) -> None:
    """What is found for the rest is shown."""
    ran = comity("catalogue", "net", "sales", "zeppelins")
    assert ran.status == 0
    assert "Nothing is about zeppelins; that was left out." in ran.out


def test_one_entry_in_full(comity) -> None:
    """All that a person needs to decide for it, and the lines to paste, flush left."""
    ran = comity("catalogue", "revenue")
    entry = catalogue().entry("revenue")
    assert entry is not None and (ran.status, ran.err) == (0, "")
    flat = " ".join(ran.out.split())
    for said in (entry.title, entry.definition, str(entry.define["is"]), entry.data_owner, entry.gaming,
                 entry.example.says, *entry.pitfalls, *map(str, entry.sources)):  # fmt: skip
        assert said in flat
    pairs = [pair for name in entry.pair_with if (pair := catalogue().entry(name))]
    assert all(f"- {pair.name}, {pair.title}" in flat for pair in pairs)
    assert "USD 3000" in ran.out and "2026-Q1" in ran.out
    assert "\nfacts:\n  sales: {catalogue: sales 1, reported by: PARTY}\nmetrics:\n  revenue: catalogue 1\n" in ran.out


@pytest.mark.parametrize("name", sorted(catalogue().entries))
def test_every_entry_can_be_shown(comity, name) -> None:
    """By its name, and with its worked example."""
    ran = comity("catalogue", name)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(str(catalogue().entries[name][-1].title))


def test_one_table_in_full(comity) -> None:
    """Its columns with type and meaning, and the metrics that read it."""
    ran = comity("catalogue", "sales")
    assert (ran.status, ran.err) == (0, "")
    assert "table sales 1, reported every month" in ran.out
    assert "net sales: invoiced, less rebates, returns and taxes" in " ".join(ran.out.split())
    assert "- revenue, Revenue through the alliance" in ran.out


def test_nothing_found_is_a_problem_with_the_nearest_words(comity) -> None:
    """Exit code 1, on stderr, with a hint."""
    ran = comity("catalogue", "zeppelin")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("catalogue: CMY-710 nothing in the catalogue is about 'zeppelin'\n  ")
    near = comity("catalogue", "xemissions")
    assert (near.status, near.out) == (1, "")
    assert "The nearest words are:" in near.err and "emission" in near.err


@pytest.mark.parametrize("words", [(), ("net", "sales"), ("revenue",), ("ratings",)])
def test_as_data(comity, words) -> None:
    """One document and nothing else: what the list, a search or a name would show, in full."""
    ran = comity("catalogue", *words, "--json")
    assert (ran.status, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["format"] == "comity catalogue 1"
    entries = [entry["name"] for entry in found["entries"]]
    if not words:
        assert entries == [entry.name for entry in catalogue().latest]
        assert [table["name"] for table in found["tables"]] == list(catalogue().tables)
    elif words == ("ratings",):
        assert (entries, [table["name"] for table in found["tables"]]) == ([], ["ratings"])
    else:
        assert entries[0] == "revenue"
        assert found["entries"][0]["reads"] == {"sales": ["amount"]}
        assert found["entries"][0]["lines"].endswith("metrics:\n  revenue: catalogue 1")


def test_there_is_no_colour_where_there_is_no_terminal(comity) -> None:
    """What is piped into a file has no control characters."""
    assert "\x1b" not in comity("catalogue", "revenue").out


def test_a_plain_terminal_gets_plain_signs() -> None:
    """Where the encoding knows no arrows, + and - stand for them."""
    command = [sys.executable, "-m", "comity", "catalogue", "net", "sales"]
    environment = {"PYTHONIOENCODING": "ascii", "COLUMNS": "100", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "money +" in done.stdout and "+ higher is better, - lower is better." in done.stdout
    assert "?" not in done.stdout


def test_the_list_needs_no_database() -> None:
    """Neither DuckDB nor Arrow is loaded to show the catalogue, so that it is there at once."""
    code = (
        "import sys; from comity.cli.main import run; run(['catalogue']); run(['catalogue', 'revenue']);"
        "print(*sorted({'duckdb', 'pyarrow', 'numpy', 'ruamel'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.split() == []


# -- instruments ------------------------------------------------------------------------------


def test_the_list_names_every_instrument(comity) -> None:
    """With how much it asks and in which languages, so that one can be chosen."""
    flat = " ".join(comity("catalogue").out.split())
    for one in latest_instruments():
        assert one.name in flat
    assert "36 questions in 12 dimensions and 3 open, answers from 1 to 5, in English and German" in flat


@pytest.mark.parametrize("name", [one.name for one in latest_instruments()])
def test_an_instrument_in_full(comity, name) -> None:
    """Every question with every level, its sources, its cases for training, and lines that an agreement can take."""
    one = next(one for one in latest_instruments() if one.name == name)
    ran = comity("catalogue", name)
    assert (ran.status, ran.err) == (0, "")
    flat = " ".join(ran.out.split())
    for question in one.questions:
        assert question.says["en"] in flat
        assert all(f"{level} {texts['en']}" in flat for level, texts in question.levels.items())
        assert all(probe in flat for probe in question.probes.get("en", ()))
    assert all(str(source) in flat for construct in one.constructs for source in construct.sources)
    assert all(case.says["en"] in flat for case in one.vignettes)
    pasted = ran.out[ran.out.index("surveys:\n") :].split("\n\n")[0].replace("PARTY", "fern").replace("PARTNER", "lark")
    head = "comity: 1\nalliance: a\nparties: {fern: Fern Ltd, lark: Lark Ltd}\nstarts: 2026-01-01\n"
    assert read((head + pasted).encode(), "agreement.yaml")[1] == []


def test_an_instrument_as_data(comity) -> None:
    """All languages at once, levels as texts."""
    found = json.loads(comity("catalogue", "alliance-health-check-short", "--json").out)
    (one,) = found["instruments"]
    assert (found["entries"], one["version"], one["languages"]) == ([], 1, ["en", "de", "fr"])
    first = one["questions"][0]
    assert set(first["levels"]) == {"1", "2", "3", "4", "5"}
    assert set(first["asks"]) == {"en", "de", "fr"}
