"""The specification of the agreement language: every snippet is read, every table is made from the table of keys.

`yaml agreement` is a whole agreement, `yaml part` a part that is merged into it, `yaml amendment` amends it.
"""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.amend import merged
from comity.agreement.compose import compose
from comity.agreement.keys import SECTIONS
from comity.agreement.model import Agreement
from comity.agreement.nodes import Mapping
from comity.agreement.read import read, read_agreement, read_terms
from comity.agreement.reference import with_tables
from comity.kernel.problem import Problem
from comity.standing.worked.run import run_examples

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "agreement.md"
SNIPPETS = [
    (token.info.removeprefix("yaml").strip(), token.content, (token.map or [0])[0] + 1)
    for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
    if token.type == "fence" and token.info.startswith("yaml")
]
WHOLE = next(text for kind, text, _ in SNIPPETS if kind == "agreement")
PARTS = [(text, line) for kind, text, line in SNIPPETS if kind == "part"]


def root(text: str) -> Mapping:
    found, problems = compose(text.encode(), "agreement.md")
    assert problems == []
    assert isinstance(found, Mapping)
    return found


def test_every_snippet_says_what_it_is() -> None:
    """No snippet escapes the tests by not saying whether it is whole, a part or an amendment."""
    assert {kind for kind, _, _ in SNIPPETS} == {"agreement", "part", "amendment"}


def test_the_whole_agreement_is_free_of_problems_and_its_examples_hold() -> None:
    """What the page begins with could be signed."""
    terms, problems = read(WHOLE.encode(), "agreement.yaml")
    assert problems == []
    assert terms is not None
    _, failures = run_examples(Agreement(versions=((terms.starts, terms),)), DuckDBDriver())
    assert failures == []


@pytest.mark.parametrize(("text", "line"), PARTS, ids=[f"line {line}" for _, line in PARTS])
def test_a_part_fits_into_the_agreement_and_its_examples_hold(text: str, line: int) -> None:
    """Merged into the agreement that the page begins with, the part is free of problems."""
    found: list[Problem] = []
    terms, problems = read_terms(merged(root(WHOLE), root(text), found))
    assert [*found, *problems] == []
    assert terms is not None
    _, failures = run_examples(Agreement(versions=((terms.starts, terms),)), DuckDBDriver())
    assert failures == []


def test_all_parts_together_are_one_agreement() -> None:
    """Nothing on the page contradicts anything else on it."""
    whole, found = root(WHOLE), list[Problem]()
    for text, _ in PARTS:
        whole = merged(whole, root(text), found)
    terms, problems = read_terms(whole)
    assert [*found, *problems] == []
    assert terms is not None


def test_the_amendment_amends_the_agreement() -> None:
    """The page's amendment is free of problems."""
    amendments = [("amendment.yaml", text.encode()) for kind, text, _ in SNIPPETS if kind == "amendment"]
    agreement, problems = read_agreement(("agreement.yaml", WHOLE.encode()), amendments)
    assert problems == []
    assert agreement is not None
    assert len(agreement.versions) == 2


def test_the_tables_are_those_of_the_keys() -> None:
    """`make docs` would change nothing on the page, and every section has its table there."""
    text = PAGE.read_text(encoding="utf-8")
    assert with_tables(text) == text
    assert [name for name in SECTIONS if f"<!-- keys: {name} -->" not in text] == []
