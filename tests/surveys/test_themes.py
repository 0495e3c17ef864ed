"""Open answers: words propose, people decide, and what few say is not released."""

from __future__ import annotations

from dataclasses import replace

from comity.surveys.codebook import comments_table, read_coding, read_themes, themes_table
from comity.surveys.sheet import Row, Sheet
from comity.surveys.themes import (
    Coding,
    Comment,
    Meant,
    agreement,
    comments_of,
    found_themes,
    proposed,
    settled,
    shortlisted,
)
from comity.surveys.wave import Answer
from tests.surveys.making import answer

SLOW = Meant(name="slow", of="trust", direction="bad", words=("decision", "wait"), confirmed_by="Anna Sorge")
SAID = [
    "Decisions take months.", "We wait.", "Too many decisions wait.", "A decision, at last?", "Waiting for the board.",
    "The Monday call is good.",
]  # fmt: skip
PEOPLE = [answer("fern", {"trust1": 3}, words=words, quotable=n == 0) for n, words in enumerate(SAID)]
COMMENTS = comments_of(PEOPLE)
ALL_SLOW = {one.number: frozenset({"slow"}) for one in COMMENTS if "Monday" not in one.text}


def test_comments_stand_in_the_order_of_their_words() -> None:
    """The numbers say nothing of who wrote first, or of who wrote two."""
    assert [one.text for one in COMMENTS] == sorted(SAID)
    assert [one.text for one in comments_of(list(reversed(PEOPLE)))] == sorted(SAID)


def test_words_propose_and_shortlist() -> None:
    """What two people or more wrote is proposed; a word finds its longer forms, and nothing is decided by it."""
    assert [one.name for one in proposed(COMMENTS)] == ["decisions", "wait"]
    assert all(len(one.words) == 1 and one.confirmed_by == "" for one in proposed(COMMENTS))
    of = {one.text: shortlisted(one, [SLOW]) for one in COMMENTS}
    assert of["Waiting for the board."] == ["slow"] and of["The Monday call is good."] == []


def test_a_theme_of_five_people_is_released_and_one_of_four_is_not() -> None:
    """Five speak of slowness; with one fewer the theme is no longer told, nor its words."""
    coding = Coding(themes=(SLOW,), first=ALL_SLOW, second={}, agreed={})
    [theme] = found_themes(coding, COMMENTS, 5)
    assert (theme.count, theme.evidence, theme.direction) == (5, ("decision", "wait"), "bad")
    fewer = replace(coding, first=dict(list(ALL_SLOW.items())[1:]))
    assert found_themes(fewer, COMMENTS, 5) == ()


def test_one_person_who_says_it_five_times_is_one_person() -> None:
    """People are counted, not comments."""
    talkative = [Comment(number=n, question="change", text="We wait.", person=0, quotable=False) for n in range(1, 6)]
    coding = Coding(themes=(SLOW,), first={n: frozenset({"slow"}) for n in range(1, 6)}, second={}, agreed={})
    assert found_themes(coding, talkative, 5) == ()


def test_words_that_few_used_are_not_given_as_evidence() -> None:
    """Five people mean it, but only four used one of its words: the theme is told without them."""
    reworded = [replace(one, text="It is tedious.") if one.text == "We wait." else one for one in COMMENTS]
    coding = Coding(themes=(SLOW,), first=ALL_SLOW, second={}, agreed={})
    [theme] = found_themes(coding, reworded, 5)
    assert theme.evidence == ()


def test_a_quote_needs_the_word_of_its_writer() -> None:
    """Only the first released theirs; a coder cannot quote another."""
    everything = frozenset(one.number for one in COMMENTS)
    coding = Coding(themes=(SLOW,), first=ALL_SLOW, second={}, agreed={}, quoted=everything)
    assert found_themes(coding, COMMENTS, 5)[0].quotes == ("Decisions take months.",)


def test_two_coders_and_what_they_settled_on() -> None:
    """Where two coders differ nothing is counted, unless they settled it."""
    coding = Coding(
        themes=(SLOW,), first={1: frozenset({"slow"}), 2: frozenset()}, second={2: frozenset({"slow"})}, agreed={}
    )
    assert settled(coding, 1) == settled(coding, 2) == frozenset()
    assert settled(replace(coding, agreed={1: frozenset({"slow"})}), 1) == {"slow"}


def test_how_far_coders_agreed_is_told_or_why_not() -> None:
    """Two who agree on all comments but one; a person alone cannot show that another would see the same."""
    second = dict(list(ALL_SLOW.items())[1:])
    both = agreement(Coding(themes=(SLOW,), first=ALL_SLOW, second=second, agreed={}), COMMENTS, 5)
    assert both.value is not None and 0 < both.value < 1
    alone = agreement(Coding(themes=(SLOW,), first=ALL_SLOW, second={}, agreed={}), COMMENTS, 5)
    assert (alone.value, alone.reason) == (None, "one person read the comments alone")


# -- tables ---------------------------------------------------------------------------------------


def sheet(table: list[list[str]], **changes: str) -> Sheet:
    """Return a table as it comes back, with the cells of one column filled in."""
    header = table[0]
    rows = [
        {name: cell for name, cell in {**dict(zip(header, row, strict=True)), **changes}.items() if cell}
        for row in table[1:]
    ]
    return Sheet(
        file="t.csv", columns=tuple(header), rows=tuple(Row(number=n, cells=row) for n, row in enumerate(rows, 2))
    )


def test_what_is_written_for_coders_is_read_back() -> None:
    """The table of comments, filled in, becomes a coding; that of themes, confirmed, becomes the codebook."""
    themes, wrong = read_themes(sheet(themes_table([SLOW])), ["trust"])
    assert (themes, wrong) == ((SLOW,), [])
    coding, wrong = read_coding(
        sheet(comments_table(COMMENTS, themes), **{"coder 1": "slow", "coder 2": "-"}), themes, COMMENTS
    )
    assert wrong == [] and coding is not None
    assert coding.first == {one.number: frozenset({"slow"}) for one in COMMENTS}
    assert coding.second == {one.number: frozenset() for one in COMMENTS}


def test_a_theme_that_nobody_confirmed_is_not_released() -> None:
    """A codebook as words proposed it is refused: a name, a direction and a person are missing."""
    _, wrong = read_themes(sheet(themes_table(proposed(COMMENTS)), direction="rather bad"), ["trust"])
    assert {one.why for one in wrong} == {"nobody has confirmed this theme", "nobody says whether this is good or bad"}
    _, wrong = read_themes(sheet(themes_table([SLOW]), of="speed"), ["trust"])
    assert [one.why for one in wrong] == ["the survey has no such dimension"]


def test_codes_that_fit_nothing_are_told_with_their_row() -> None:
    """An unknown theme, an unknown comment, and a quote that was not released."""
    table = comments_table(COMMENTS, [SLOW])
    _, wrong = read_coding(sheet(table, **{"coder 1": "fast"}), [SLOW], COMMENTS)
    assert next((one.code, one.place.cell) for one in wrong) == ("CMY-468", "row 2, column coder 1")
    _, wrong = read_coding(sheet(table, comment="99"), [SLOW], COMMENTS)
    assert {one.why for one in wrong} == {"the wave has no comment of this number"}
    _, wrong = read_coding(sheet(table, quote="yes"), [SLOW], COMMENTS)
    assert len(wrong) == len(SAID) - 1  # all but the one who released theirs


def test_nobody_said_anything() -> None:
    """Without comments there is nothing to propose."""
    assert comments_of([Answer(party="fern", role="")]) == () and proposed(()) == ()
