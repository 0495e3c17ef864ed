"""The page on acts: its agreement is sound, its acts are read, and its mistakes are those it names."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt

from comity.agreement.acts import read_acts
from comity.agreement.compose import compose
from comity.agreement.grammar_views import ACT
from comity.agreement.model import Terms
from comity.agreement.nodes import Sequence
from comity.agreement.read import read

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "acts.md"
TEXT = PAGE.read_text(encoding="utf-8")
FENCES = [(token.info.strip(), token.content) for token in MarkdownIt().parse(TEXT) if token.type == "fence"]


def agreement() -> Terms:
    """Return the agreement of the page."""
    text = next(content for info, content in FENCES if info == "yaml agreement.yaml")
    found, problems = read(text.encode(), "agreement.yaml")
    assert [str(problem) for problem in problems] == []
    assert found is not None
    return found


def items(text: str) -> Sequence:
    """Return the acts of a snippet as they are written."""
    node, problems = compose(text.encode(), "acts.md")
    assert problems == []
    assert isinstance(node, Sequence)
    return node


def test_the_acts_of_the_page_are_read_without_a_problem():
    """Every act shown could be copied into the folder of that agreement."""
    shown = [content for info, content in FENCES if info.startswith("yaml acts/")]
    read_back = [read_acts(items(content), agreement()) for content in shown]
    assert [problems for _, problems in read_back] == [[], [], []]
    assert [len(acts) for acts, _ in read_back] == [2, 13, 4]


def test_each_mistake_has_the_problem_that_is_written_beside_it():
    """The codes in the comments are those that the reader gives, act by act."""
    mistakes = next(content for info, content in FENCES if info == "yaml mistakes")
    said = [re.findall(r"CMY-\d{3}", line.partition("#")[2]) for line in mistakes.splitlines()]
    found = [[problem.code for problem in read_acts([item], agreement())[1]] for item in items(mistakes).items]
    assert [sorted(codes) for codes in found] == said


def test_the_table_of_keys_is_that_of_the_reader():
    """The page names every key an act can have, and no other."""
    table = TEXT[TEXT.index("## An act") : TEXT.index("`about` names a clause")]
    assert set(re.findall(r"^\| \**`([a-z]+)`", table, re.MULTILINE)) == {key.name for key in ACT.keys}
