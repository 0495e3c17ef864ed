"""The terminal view: it reads without colour, at 80 columns, and without Unicode."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from comity.reports.spark import history
from comity.reports.terminal import show
from comity.reports.view.sheet import view
from comity.standing.model import Standing
from tests.reports.builders import lived, rich

LEVELS = "▁▂▃▄▅▆▇█"


def printed(standing: Standing, width: int = 100, **more: object) -> str:
    stream = io.StringIO()
    show(view(standing), standing, Console(file=stream, width=width, highlight=False, **more))  # type: ignore[arg-type]
    return stream.getvalue()


def test_sections_stand_in_the_order_of_attention() -> None:
    """First the sentence and both clocks, then decisions, clauses, scorecard, metrics, reporters, docket."""
    text = printed(rich())
    order = ["As of 6 Feb 2025, known at 6 Feb 2025", "Decide now", "Clauses", "Scorecard", "Metrics", "Docket"]
    places = [text.index(f"\n{heading}") for heading in order]
    assert places == sorted(places)
    assert text.index(view(rich()).lead.split(";")[0]) < places[0]


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width) -> None:
    """Nothing is cut or runs over the edge, and very wide terminals are not filled."""
    text = printed(rich(), width)
    assert max(map(len, text.splitlines())) <= min(width, 132)
    assert "…\n" not in text
    assert not any(line.endswith(" ") for line in text.splitlines())


@pytest.mark.parametrize("width", [80, 100, 132])
def test_the_life_of_the_clauses_fits_any_terminal(width) -> None:
    """Cases, relief, accounts, docket and refused acts, in the order of the page, at every width."""
    text = printed(lived(), width)
    assert max(map(len, text.splitlines())) <= width
    order = ["Clauses", "Open cases", "Relief claimed", "Remedy accounts", "Metrics", "Docket", "Acts refused"]
    places = [text.index(f"\n{heading}") for heading in order]
    assert places == sorted(places)
    assert "Thistle owes Wren USD 29,440, of it USD 14,500 final, USD 14,940 pending" in " ".join(text.split())


def test_agreed_numbers_that_are_not_reported_stand_below_what_is_owed() -> None:
    """Between what the accounts come to and the metrics, on a line of their own; nothing where none waits."""
    standing = lived()
    waits = replace(standing.docket[0], kind="correction", key="correction/deliveries")
    text = printed(replace(standing, docket=(*standing.docket, waits)))
    said = "\n  1 number that was agreed on is not reported yet and not counted here: see the docket.\n"
    assert text.index("Thistle owes Wren") < text.index(said) < text.index("\nMetrics")
    assert "agreed on" not in printed(standing)


def test_states_are_words_besides_icons() -> None:
    """Every verdict and every state of a figure that is not final is said in a word."""
    text = printed(rich(), 120)
    for word in ("Missed", "Met", "Undetermined", "Excused", "Not due", "Provisional", "Disputed", "Overdue"):
        assert word in text


def test_without_colour_there_is_no_escape_sequence(monkeypatch) -> None:
    """With NO_COLOR no colour is sent even to a terminal."""
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(rich(), 100, force_terminal=True)
    assert not re.search(r"\x1b\[(3|9)\d", text)
    assert not re.search(r"\x1b\[38", text)


def test_a_terminal_without_unicode_gets_plain_characters() -> None:
    """Icons, bars and histories have plain twins."""

    class Latin(io.StringIO):
        encoding = "latin-1"

    stream = Latin()
    show(view(rich()), rich(), Console(file=stream, width=100))
    assert "x Missed" in stream.getvalue()
    assert not set(stream.getvalue()) & set(LEVELS)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_whatever_is_said_can_be_shown_without_unicode(encoding) -> None:
    """Quotes, dashes, the true minus and the ellipsis have plain twins; nothing stops the output."""

    class Plain(io.StringIO):
        pass

    Plain.encoding = encoding  # type: ignore[assignment,misc]
    stream = Plain()
    show(view(lived()), lived(), Console(file=stream, width=100))
    stream.getvalue().encode(encoding)
    assert 'Ladder "standard" opened' in stream.getvalue()
    assert "-USD 2,520" in stream.getvalue()


def test_text_of_the_agreement_is_never_markup() -> None:
    """What stands in square brackets is printed as it stands, not taken for a style."""
    standing, stream = rich(), io.StringIO()
    sheet = replace(view(standing), title="[red]Aster[/red] & [link=x]")
    show(sheet, standing, Console(file=stream, width=100))
    assert "[red]Aster[/red] & [link=x]" in stream.getvalue()


def test_a_gap_in_the_history_is_visible() -> None:
    """Where there is no figure the history has a dot; it is neither zero nor bridged."""
    values = [Decimal(1), None, Decimal(3), Decimal(2)]
    assert history(values, LEVELS, "·") == "▁·█▅"


def test_a_history_of_equal_figures_is_flat() -> None:
    """Figures that are all the same stand at one middle height; no figures give no history."""
    assert len(set(history([Decimal(5)] * 4, LEVELS, "·"))) == 1
    assert history([None, None], LEVELS, "·") == ""


def test_negative_figures_are_ordered_like_others() -> None:
    """A loss stands below a profit."""
    assert history([Decimal(-10), Decimal(0), Decimal(10)], LEVELS, "·") == "▁▅█"
