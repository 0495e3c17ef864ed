"""The page of an instrument: everything that is asked, in every language, and lines that an agreement can take."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from comity.catalogue.instrument import Instrument
from comity.catalogue.load_instruments import latest_instruments
from tools.instrument_reference import instrument_index, instrument_page

EVERY = latest_instruments()


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_a_page_says_all_of_an_instrument(one: Instrument) -> None:
    """Introduction, questions, levels, probes, cases and sources, in all languages."""
    page = instrument_page(one)
    for language in one.languages:
        texts = [one.says, *(q.says for q in one.questions), *(case.says for case in one.vignettes)]
        texts += [level for question in one.questions for level in question.levels.values()]
        assert all(text[language] in page for text in texts)
        assert all(probe in page for question in one.questions for probe in question.probes.get(language, ()))
    assert all(str(source) in page for construct in one.constructs for source in construct.sources)
    assert page.count("Reversed: ") == sum(question.reverse for question in one.questions)
    assert f"instrument: {one}\n" in page


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_every_table_of_a_page_is_one(one: Instrument) -> None:
    """No text breaks a row: as many tables with levels as questions that have them, all rows of the same length."""
    tokens = MarkdownIt("commonmark").enable("table").parse(instrument_page(one))
    tables = sum(token.type == "table_open" for token in tokens)
    scored = sum(not question.open for question in one.questions)
    assert tables == scored + (1 if one.vignettes else 0)
    for line in instrument_page(one).splitlines():
        if line.startswith("| ") and not line.startswith("| `"):
            assert line.count(" | ") == len(one.languages) or line.startswith(("| Case", "| ---"))


def test_the_index_links_every_instrument() -> None:
    """With its title and what it is."""
    index = "\n".join(instrument_index(EVERY))
    for one in EVERY:
        assert f"[{one.name}]({one.name}.md) | {one.title['en']} |" in index
