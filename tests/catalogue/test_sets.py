"""Every starter set: written by `comity init`, fit for `comity check`, and alive on facts from the first page on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest

from comity.adapters.clock import today
from comity.adapters.duckdb import DuckDBDriver
from comity.adapters.files import read_folder_facts
from comity.agreement.model import Agreement, Terms
from comity.agreement.read import read_agreement
from comity.catalogue.load import catalogue
from comity.catalogue.sets import KINDS, kind_named, starter_set
from comity.cli.alliance import checked, open_standing
from comity.cli.main import run
from comity.facts.load import load
from comity.kernel.problem import Severity
from comity.reports.html import page
from comity.reports.view.model import MetricCard, Shown, TwinTable
from comity.reports.view.sheet import view
from comity.standing.model import Standing
from comity.standing.standing import standing
from tests.catalogue.cells import PageCell, rows_of
from tests.catalogue.invented import write_acts, write_facts

AS_OF = date(2028, 7, 20)
UNTIL = date(2028, 6, 30)
"""Eighteen months of facts, and a day by which all of them are known."""


@cache
def agreed(kind: str) -> Agreement:
    """Return the agreement of a kind, read and reviewed; it draws no word of criticism."""
    found, problems = read_agreement((f"{kind}.yaml", starter_set(kind).encode()), reviewed=True)
    assert found is not None
    assert problems == [], "\n".join(map(str, problems))
    return found


def terms_of(kind: str) -> Terms:
    return agreed(kind).versions[-1][1]


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a kind as `comity init` writes it."""
    path = tmp_path_factory.mktemp("sets") / "alliance"
    assert run(["init", str(path), "--kind", kind]) == 0
    return path


@pytest.fixture(scope="module")
def filled(kind: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """The standing of a kind after eighteen months of facts."""
    write_facts(folder, terms_of(kind), Random(kind), until=UNTIL)
    write_acts(folder, terms_of(kind), until=UNTIL)
    return open_standing(folder, as_of=AS_OF, known_at=AS_OF)


def test_what_init_writes_passes_check(kind: str, folder: Path) -> None:
    """Not even a warning, but that no facts are there yet and the parties need names; the worked examples come true."""
    found = checked(folder, today=today())
    assert [str(p) for p in found.problems if p.code not in ("CMY-436", "CMY-995")] == []
    assert sum(p.code == "CMY-995" for p in found.problems) == len(terms_of(kind).parties)
    assert all(p.severity is Severity.WARNING for p in found.problems)


def test_every_table_owed_has_its_template(kind: str, folder: Path) -> None:
    """For each table a folder, for each reporter a file with the columns and the day it was known, and no row."""
    for table in terms_of(kind).facts.values():
        names = sorted(path.name for path in (folder / "facts" / table.name).iterdir())
        assert names == sorted(["about.yaml", *(f"{reporter.party}.csv" for reporter in table.reporters)])
        for reporter in table.reporters:
            lines = (folder / "facts" / table.name / f"{reporter.party}.csv").read_text("utf-8").splitlines()
            wanted = [column.name for column in table.columns.values() if column.type != "reporter"]
            assert lines == [",".join([*wanted, "known_at"])]


# -- what a set holds -------------------------------------------------------------------------


def test_a_set_measures_more_than_money(kind: str) -> None:
    """8 to 14 metrics of the catalogue, pinned, of at least four families, leading and lagging, counted and judged."""
    names = [metric.catalogue.split() for metric in terms_of(kind).metrics.values() if metric.catalogue]
    entries = [catalogue().entry(name, int(version)) for name, version in names]
    assert 8 <= len(entries) <= 14
    assert len({entry.family for entry in entries if entry}) >= 4
    assert {entry.signal for entry in entries if entry} == {"leading", "lagging"}
    assert {entry.nature for entry in entries if entry} == {"quantitative", "qualitative"}


def test_a_set_is_a_whole_agreement(kind: str) -> None:
    """Objectives, a survey, two to five clauses with a ladder each, a scorecard with a gate, a body, two examples."""
    terms = terms_of(kind)
    assert terms.objectives and terms.surveys and terms.governance and terms.visibility
    assert 2 <= len(terms.clauses) <= 5
    assert all(clause.ladder for clause in terms.clauses.values())
    assert any(dimension.gate for dimension in terms.scorecard.values())
    assert len(terms.examples) >= 2


def test_every_metric_serves_an_objective(kind: str) -> None:
    """No metric without a reason, and no objective that nothing measures."""
    terms = terms_of(kind)
    served = {name for metric in terms.metrics.values() for name in metric.serves}
    assert all(metric.serves for metric in terms.metrics.values())
    assert served == set(terms.objectives)


def test_kinds_differ() -> None:
    """No two kinds owe the same clauses, track the same metrics or call their parties the same."""
    found = [terms_of(kind) for kind in KINDS]
    for part in ("clauses", "metrics", "parties", "facts", "objectives"):
        assert len({frozenset(getattr(terms, part)) for terms in found}) == len(KINDS), part


@pytest.mark.parametrize("text", ["joint venture", "joint-venture", "Joint_Venture", " JOINT  venture "])
def test_a_kind_is_found_however_it_is_written(text: str) -> None:
    """Blanks, hyphens and capitals do not matter."""
    assert kind_named(text) == "joint venture"


def test_what_is_no_kind_is_none() -> None:
    """Nothing is guessed, and there is no set for it."""
    assert kind_named("merger") is None
    with pytest.raises(KeyError):
        starter_set("merger")


def test_entries_fit_kinds_that_there_are() -> None:
    """Every kind that an entry of the catalogue names has a starter set."""
    assert {kind for entry in catalogue().latest for kind in entry.fits} <= set(KINDS)


# -- on facts ---------------------------------------------------------------------------------


def walk(part: object) -> Iterator[object]:
    """Yield every value of a view, at any depth."""
    yield part
    below: object = ()
    if is_dataclass(part):
        below = [getattr(part, field.name) for field in fields(part)]
    elif isinstance(part, tuple | list):
        below = part
    for one in below if isinstance(below, tuple | list) else ():
        yield from walk(one)


def blank(part: object) -> bool:
    """Say whether a part of a view has room for a figure and shows neither one nor a reason."""
    match part:
        case Shown():
            return not part.text.strip()
        case MetricCard():
            lines = " ".join(f"{line.label} {line.value.text}" for line in part.lines)
            told = part.known or (part.chip.word and ("Why" in lines or part.empty))
            return not told or not (part.charts or part.empty)
        case TwinTable():
            # A figure that is final needs no reason: only the last column, `Why`, may be empty.
            needed = len(part.head) - (part.head[-1] == "Why")
            return any(not (cell.text or cell.title) for row in part.rows for cell in row[:needed])
    return False


def test_no_figure_is_blank_without_a_reason(filled: Standing) -> None:
    """Wherever the sheet has room for a figure there is one, or the reason why there is none."""
    found = list(walk(view(filled)))
    assert sum(isinstance(one, Shown) for one in found) > 20
    assert [one for one in found if blank(one)] == []


def test_no_cell_of_the_page_is_blank(filled: Standing) -> None:
    """Every cell below a heading has a text or a picture, but for the reason that a final figure does not need."""
    rows = rows_of(page(filled))
    assert len(rows) > 50
    empty = [row for row in rows if any(cell.empty for cell in row)]
    assert [row for row in empty if not (_is_sum(row) or _is_final(row))] == []


def _is_sum(row: list[PageCell]) -> bool:
    """The row of an account that sums up, carries forward, or says in a sentence why there is no amount."""
    return any(cell.spans or cell.text == "Brought forward" for cell in row)


def _is_final(row: list[PageCell]) -> bool:
    return row[-1].empty and not any(cell.empty for cell in row[:-1]) and "Final" in [cell.text for cell in row]


def test_metrics_have_figures(filled: Standing) -> None:
    """On facts of every table each metric has had a figure, but where no milestone fell due."""
    without = {
        name for name, of in filled.figures.items() if not any(figure.value is not None for figure in of)
    }  # fmt: skip
    assert without == set()


def test_both_sides_of_a_judgement_are_shown(filled: Standing) -> None:
    """Each judged metric has a figure of either party, and none that mixes them."""
    judged = [metric for metric in filled.terms.metrics.values() if metric.is_judged]
    assert judged
    for metric in judged:
        members = {dict(f.scope)["party"] for f in filled.figures[metric.name] if f.value is not None}
        assert members == set(filled.terms.parties)


def test_the_score_says_that_its_targets_are_still_open(filled: Standing) -> None:
    """As long as targets are unset there is no score, and the sheet says that this is why."""
    card = view(filled).scorecard
    assert card is not None and filled.score is not None and filled.score.score is None
    assert any("is unset" in row.coverage for row in card.rows)


# -- settled ----------------------------------------------------------------------------------

OPEN = re.compile(r"^(  \w+_target: )unset( +#.*, such as (.+))$", re.MULTILINE)


def test_with_the_values_that_its_comments_suggest_a_set_has_a_score(kind: str, filled: Standing, folder: Path) -> None:
    """Every open target names a value that would be fit; with these the draft is still sound, and there is a score."""
    settled, count = OPEN.subn(r"\g<1>\g<3>", starter_set(kind))
    assert count >= 8
    assert "_target: unset" not in settled
    found, problems = read_agreement((f"{kind}.yaml", settled.encode()), reviewed=True)
    assert [str(problem) for problem in problems] == []
    assert found is not None
    facts, _ = load(read_folder_facts(folder, filled.terms.facts)[0], filled.terms, AS_OF)
    done = standing(found, facts, (), as_of=AS_OF, known_at=AS_OF, driver=DuckDBDriver())
    assert done.score is not None
    assert done.score.score is not None
