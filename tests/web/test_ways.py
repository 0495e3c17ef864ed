"""What a page says is to be done can be done so: each command is one of comity's, each line of acts is read."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from comity.adapters.acts import acts_of
from comity.clauses.life.model import Life
from comity.clauses.model import Verdict
from comity.cli.main import cli
from comity.kernel.figure import Scope
from comity.opening.alliance import open_agreement, standing_of
from comity.standing.due.positions import without_position
from comity.standing.model import Due, Standing
from tests.cli.conftest import comity
from tests.cli.record.conftest import FEBRUARY, MARCH, Pair, kept, pair, signed
from tests.web.test_pages_alliance import page, words

if TYPE_CHECKING:
    from comity.web.alliances.pages.ways import Way

__all__ = ["comity", "kept", "pair", "signed"]

EXAMPLES = Path(__file__).parents[2] / "examples"
WREN = Path(__file__).parents[1] / "standing" / "alliances" / "thistle-wren"
PLACES = (
    (EXAMPLES / "aster-borealis", date(2026, 11, 26)), (EXAMPLES / "aster-borealis", date(2025, 3, 1)),
    (WREN, date(2026, 4, 20)), (WREN, date(2026, 8, 20)),
)  # fmt: skip
FILLED_IN = {"AMOUNT": "USD 5", "VALUE": "1", "REASON": "two crates", "OUTCOME": "dismissed"}


@cache
def standing(folder: Path, day: date):
    """Return the standing of a folder on a day."""
    return standing_of(open_agreement(folder, known_at=day), as_of=day, known_at=day)


def ways(folder: Path, day: date):
    """Return how each line of a docket is done that an act does."""
    from comity.web.alliances.pages.ways import way

    of = standing(folder, day)
    found = ((line, way(line, of, what=line.what, who="")) for line in of.docket)
    return [(line, one) for line, one in found if one is not None]


def of_kind(kind: str, **more: object) -> Due:
    """Return a line of a docket that no example has on the days above."""
    return Due(what="", due=None, state="open", if_nothing="", party="fern", kind=kind, **more)  # type: ignore[arg-type]


def told(line: Due) -> tuple[str, ...]:
    """Return the commands for a line about which the standing itself says no more."""
    from comity.web.alliances.pages.ways import way

    found = way(line, standing(WREN, date(2026, 4, 20)), what="", who="")
    assert found is not None
    return found.commands


@pytest.mark.parametrize(("folder", "day"), PLACES)
def test_each_command_is_one_that_comity_takes(folder: Path, day: date) -> None:
    """Its options are there and its words are in their places: nobody is sent to a usage error."""
    found = ways(folder, day)
    assert found
    for _, one in found:
        for command in one.commands:
            name, *arguments = shlex.split(command)[1:]
            arguments = [str(folder) if word == "FOLDER" else word for word in arguments]
            known = cli.get_command(click.Context(cli), name)
            assert known is not None, command
            known.make_context(name, arguments)


@pytest.mark.parametrize(("folder", "day"), PLACES)
def test_each_line_of_acts_is_read(folder: Path, day: date) -> None:
    """Put into a file below `acts/`, with what is to be filled in, it is an act of this agreement."""
    of = standing(folder, day)
    for _, one in ways(folder, day):
        for line in one.lines:
            text = re.sub(r"(?<=: )[A-Z]{5,}", lambda word: FILLED_IN[word.group()], line)
            acts, problems = acts_of([("acts/new.yaml", text.encode())], of.agreement)
            assert len(acts) == 1 and not problems, (text, problems)


def test_who_waives_a_miss_is_told_the_period_and_what_else_is_open() -> None:
    """The page of the clause to which "waive or reserve" leads says both commands, and the other periods missed."""
    said = words(page("clause", "credits_at_maximum"))
    assert "<code>comity waive FOLDER credits_at_maximum 2026-10</code> or " in said
    assert "<code>comity reserve FOLDER credits_at_maximum 2026-10</code>; likewise for Nov 2025 and Dec 2025" in said
    assert "No record is kept here." in said and "do: waive, about: credits_at_maximum 2026-10}" in said


def test_a_notice_names_its_words_its_member_and_its_period() -> None:
    """A step of a case is told as the act that the agreement names for it."""
    said = words(page("clause", "answers_in_time"))
    assert "comity act FOLDER &#39;notice of termination&#39; answers_in_time claims 2025-12" in said


def test_a_clause_that_waits_for_nobody_says_nothing_of_acts() -> None:
    """No section stands there without anything to do."""
    assert "What to do" not in words(page("clause", "cost_limit"))


def test_other_lines_are_answered_in_their_own_words() -> None:
    """A claim is accepted or rejected, a milestone completed, then accepted, and a payment confirmed or denied."""
    period = standing(WREN, date(2026, 4, 20)).terms.calendar.period("2026-03")
    claim = of_kind("claim", clause="supply", scope=(("region", "north"),), period=period)
    assert told(claim) == tuple(f"comity respond FOLDER {word} supply north 2026-03" for word in ("accept", "reject"))
    assert told(of_kind("milestone", key="milestone/launch")) == ("comity act FOLDER complete launch",)
    assert told(of_kind("acceptance", key="milestone/launch/acceptance")) == (
        "comity respond FOLDER accept launch", "comity respond FOLDER reject launch --with reason=REASON",
    )  # fmt: skip
    assert told(of_kind("receipt", table="credits", period=period))[0] == "comity respond FOLDER accept credits 2026-03"


def test_a_concern_is_answered_by_the_name_of_its_entry() -> None:
    """It is no act of a case, and only a record holds one: the command names the entry that raised it."""
    (command,) = told(of_kind("concern", clause="supply", step="0123456789ab", key="concern/supply/0123456789ab"))
    assert command == "comity respond FOLDER answer 0123456789ab --says WORDS"
    name, *arguments = shlex.split(command)[1:]
    known = cli.get_command(click.Context(cli), name)
    assert known is not None
    known.make_context(name, [str(WREN) if one == "FOLDER" else one for one in arguments])


def test_what_no_act_does_is_not_told_as_one() -> None:
    """Facts are reported on their page, and a condition is decided by figures."""
    from comity.web.alliances.pages.ways import way

    of = standing(WREN, date(2026, 4, 20))
    for kind in ("facts", "final", "judgement", "condition", "survey"):
        assert way(of_kind(kind, table="work"), of, what="", who="") is None


def test_in_the_docket_a_milestone_says_how_it_is_completed() -> None:
    """It has no page of its own, so its line says the command; where no record is kept, the line of acts."""
    from comity.web.alliances.pages.ways import in_text, way

    of = replace(standing(WREN, date(2026, 4, 20)), signed=("thistle",))
    line = of_kind("milestone", key="milestone/launch")
    assert in_text(way(line, of, what="", who=""), of) == "by comity act FOLDER complete launch"
    unsigned = in_text(way(line, replace(of, signed=()), what="", who=""), replace(of, signed=()))
    assert unsigned == "by a line below acts/: - {on: 2026-04-20, by: fern, do: complete, about: launch}"
    assert in_text(None, of) == ""


def test_what_a_page_says_is_taken_by_the_record(pair: Pair) -> None:
    """Marten reads how notice of two misses is given, Heron how the plan it then owes is; the record takes both."""
    pair.submit(FEBRUARY, "2026-03-04")
    pair.submit(MARCH, "2026-04-04")
    pair.meet()
    for folder, party, said, day in (
        (pair.marten, "marten", "notice FOLDER delivery 2026-03", date(2026, 4, 6)),
        (pair.heron, "heron", "act FOLDER 'recovery plan' delivery 2026-03 --with promised=VALUE", date(2026, 4, 8)),
    ):
        command = next(one for one in commands_for(party, folder, day) if not one.startswith("comity pay"))
        assert command == f"comity {said}"
        words = [FILLED_IN["VALUE"].join(word.split("VALUE")) for word in shlex.split(command)[1:]]
        pair.run(*(folder if word == "FOLDER" else word for word in words), "--on", day.isoformat(), "--yes")
        pair.meet()


OWING = """\
comity: 1
alliance: fern_lark
title: Supply of Lark by Fern
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
ends: 2028-12-31
facts:
  work:
    reported by: fern
    every: month
    key: [month, what]
    columns: {month: period, what: text, done: number, charged: money}
metrics:
  share: {is: sum(work.done), every: month, per: what}
  charged: {is: sum(work.charged), every: month, per: what}
clauses:
  supply:
    owed by: fern
    owed to: lark
    measure: share
    every: month
    per: what
    at least: 80
    rules:
      late:
        then:
          name: compensation
          must: fern
          pay: SUM
          within: 60 days
          then: {declare: paid up}
          else: {declare: in arrears}
"""
FACTS = "month,what,done,charged,known_at\n2026-03,{what},70,USD 1234432.11,2026-04-02\n"
APRIL = date(2026, 4, 20)


def owing(folder: Path, total: str = "charged", *, what: str = "north", acts: str = "") -> Path:
    """Make a folder in which Fern must pay a sum for March, and return it."""
    (folder / "facts" / "work").mkdir(parents=True)
    (folder / "acts").mkdir()
    (folder / "agreement.yaml").write_text(OWING.replace("SUM", total))
    (folder / "facts" / "work" / "2026.csv").write_text(FACTS.format(what=what))
    if acts:
        (folder / "acts" / "2026.yaml").write_text(acts)
    return folder


def paying(folder: Path) -> Way:
    """Return how the step that awaits a sum is done, on 20 April."""
    ((_, found),) = [one for one in ways(folder, APRIL) if one[0].kind == "payment"]
    return found


@pytest.mark.parametrize(
    ("total", "amount"),
    [
        ("charged", "'USD 1234432.11'"),
        ("USD 999.5", "'USD 999.5'"),
        ("charged / 7", "'USD 176347.44'"),
        ("charged * 10000", "'USD 12344321100'"),
    ],
)
def test_a_sum_to_pay_is_named_to_the_last_digit(tmp_path: Path, total: str, amount: str) -> None:
    """In millions with three decimals it would leave the step open."""
    assert paying(owing(tmp_path, total)).commands == (f"comity pay FOLDER supply north 2026-03 --amount {amount}",)


@pytest.mark.parametrize(
    "known",
    [{"amount": Fraction(100, 3)}, {"amount": None}, {"paid": Decimal(9_000_000)}, {"amount": Decimal("1E+60")}],
)
def test_a_sum_that_no_act_can_say_is_left_to_who_pays(tmp_path: Path, known: dict[str, object]) -> None:
    """One without an end, one that is not known, nothing that is left, and one of more digits than are read."""
    from comity.web.alliances.pages.ways import way

    of = standing(owing(tmp_path), APRIL)
    (case,) = of.life.cases
    case = replace(case, steps=(replace(case.steps[0], **known),))  # type: ignore[arg-type]
    (line,) = [one for one in of.docket if one.kind == "payment"]
    found = way(line, replace(of, life=replace(of.life, cases=(case,))), what="", who="")
    assert found is not None and found.commands == ("comity pay FOLDER supply north 2026-03 --amount AMOUNT",)


def test_the_line_of_acts_pays_the_sum_in_full(tmp_path: Path) -> None:
    """Written into a file below `acts/`, what the page says ends the step."""
    folder = owing(tmp_path / "new")
    (line,) = paying(folder).lines
    ((case,),) = [standing(owing(tmp_path / "done", acts=f"{line}\n"), APRIL).life.cases]
    assert [(step.name, step.state.value) for step in case.steps] == [("compensation", "done")]


def test_after_a_part_was_paid_what_is_left_is_named(tmp_path: Path) -> None:
    """Fern paid 234,432.11 of 1,234,432.11: the command says the million that ends the step."""
    part = "- {on: 2026-04-10, by: fern, do: pay, about: supply north 2026-03, with: {amount: USD 234432.11}}\n"
    folder = owing(tmp_path / "part", acts=part)
    found = paying(folder)
    assert found.commands == ("comity pay FOLDER supply north 2026-03 --amount 'USD 1000000'",)
    ((case,),) = [standing(owing(tmp_path / "all", acts=f"{part}{found.lines[0]}\n"), APRIL).life.cases]
    assert case.steps[0].state.value == "done"


@pytest.mark.parametrize(
    "what", ["R,S", "a: b", "it's #1", "{x}", "north", "-", "[1]", "& so on", 'a "b"', "null", "~"]
)
def test_a_member_with_signs_of_yaml_is_read_back(tmp_path: Path, what: str) -> None:
    """The line of acts for a member is of one act, about that member and month, whatever its name is made of."""
    quoted = what.replace('"', '""')
    folder = owing(tmp_path, what=f'"{quoted}"')
    (line,) = paying(folder).lines
    acts, problems = acts_of([("acts/new.yaml", line.encode())], standing(folder, APRIL).agreement)
    assert not problems
    assert [(one.on, one.by, one.do, one.about) for one in acts] == [
        (APRIL, ("fern",), "pay", ("supply", *what.split(), "2026-03"))
    ]


def commands_for(party: str, folder: Path, day: date) -> list[str]:
    """Return the first command for each line of the docket on which a party acts."""
    from comity.web.alliances.pages.ways import way

    of = standing_of(open_agreement(folder, known_at=day), as_of=day, known_at=day)
    found = [way(line, of, what="", who="") for line in of.docket if line.party == party]
    return [one.commands[0] for one in found if one is not None]


def test_a_clause_with_many_lines_makes_the_ways_of_eight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many steps are open, the page makes the first eight ways and only counts the lines that are left."""
    from comity.reports.view.sheet import view
    from comity.web.alliances.pages import clauses
    from comity.web.alliances.pages.kit import kit_of
    from comity.web.alliances.pages.ways import way

    made: list[Due] = []

    def counted(line: Due, of: Standing, **more: str) -> Way | None:
        made.append(line)
        return way(line, of, **more)

    monkeypatch.setattr(clauses, "way", counted)
    of = standing(owing(tmp_path), APRIL)
    (line,) = [one for one in of.docket if one.kind == "payment"]
    condition = replace(line, kind="condition")
    of = replace(of, docket=(*[line] * 50, condition))
    shown = kit_of(of, view(of))
    text = "\n".join(one for one in clauses._blocks("supply", shown) if isinstance(one, str))
    assert len(made) == 8 and text.count("<code>comity pay FOLDER") == 8
    assert "42 more on the docket" in text


def test_further_misses_are_looked_for_in_the_clause_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one verdict of another clause or member is looked at to say for which other months a position is open."""
    from comity.web.alliances.pages import ways as module

    looked: list[Life] = []

    def counted(life: Life, *, as_of: date) -> dict[tuple[str, Scope], list[Verdict]]:
        looked.append(life)
        return without_position(life, as_of=as_of)

    monkeypatch.setattr(module, "without_position", counted)
    found = [line for line, _ in ways(*PLACES[0]) if line.kind == "position"]
    assert len(looked) == len(found) > 0
    for line, life in zip(found, looked, strict=True):
        assert {(one.clause, one.scope) for of in life.verdicts.values() for one in of} == {(line.clause, line.scope)}
        assert {(one.clause, one.scope) for one in life.cases} <= {(line.clause, line.scope)}


def test_a_settlement_is_paid_by_its_period_and_its_amount() -> None:
    """Whoever follows the page need not look up what is left; several old settlements are paid as the oldest debt."""
    found = [one.commands for line, one in ways(*PLACES[0]) if line.kind == "settlement"]
    assert ("comity pay FOLDER true_ups --amount 'USD 9110'",) in found
    assert ("comity pay FOLDER damages 2026-03 --amount 'USD 4000'",) in found
    assert ("comity pay FOLDER credits 2026-10 --amount 'USD 3743.9'",) in found


def test_what_the_page_says_pays_all_that_is_owed(tmp_path: Path) -> None:
    """Each line of a settlement written into a file below `acts/`: the docket asks for no payment any more."""
    folder, day = PLACES[0]
    lines = [one.lines[0] for line, one in ways(folder, day) if line.kind == "settlement"]
    shutil.copytree(folder, tmp_path / "paid")
    (tmp_path / "paid" / "acts" / "paid.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    assert len(lines) == 11
    assert not [line.what for line in standing(tmp_path / "paid", day).docket if line.kind == "settlement"]
