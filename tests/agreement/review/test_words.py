"""Words that leave the decision to a court."""

import pytest

from tests.agreement.review.documents import codes, findings, line, spoilt, the


def saying(text: str) -> str:
    return spoilt(("    title: Orders filled\n", f"    title: Orders filled\n    says: {text}\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Finch uses reasonable efforts to fill orders.", "reasonable efforts"),
        ("Finch tells Heron promptly.", "promptly"),
        ("A material shortfall is discussed.", "material"),
        ("Substantially all orders are filled.", "Substantially"),
        ("It is mended as soon as possible.", "as soon as possible"),
        ("Approximately 99 % are filled.", "Approximately"),
        ("They meet from time to time.", "from time to time"),
        ("Stock is adequate.", "adequate"),
        ("Timely and/or complete.", "Timely"),
    ],
)
def test_a_word_that_says_no_measure_is_told(text: str, words: str) -> None:
    """The words are quoted, and the hint says what to write in their place."""
    problem = the("CMY-851", saying(text))
    assert problem.why.startswith(repr(words))
    assert line(problem) == text


@pytest.mark.parametrize(
    "text",
    [
        "Raw material is ordered by Heron.",
        "The materials are listed.",
        "An untimely order.",
        "Insignificance is no ground.",
    ],
)
def test_words_that_only_look_like_it_are_left_alone(text: str) -> None:
    """`material` is a thing as well, and a word inside another is another word."""
    assert codes(saying(text)) == []


def test_acts_and_evidence_are_read_too() -> None:
    """What must be done, and what a claim must show, are terms like any other."""
    act = spoilt(("do: notice of termination", "do: prompt and timely notice"))
    assert line(the("CMY-851", act)) == "prompt and timely notice"
    relief = "    relief: {strike: {within: 5 days after event, evidence: sufficient proof, effect: excuse}}\n"
    assert the("CMY-851", spoilt(("    ladder: standard\n", f"    ladder: standard\n{relief}"))).why.startswith(
        "'sufficient'"
    )


def test_a_handful_is_told_one_by_one() -> None:
    """Six findings and one that counts the rest: a page of them would be read by nobody."""
    levels = "".join(f"    - {{level: l{n}, within: 5 days, says: promptly}}\n" for n in range(9))
    found = [p for p in findings(spoilt(("  standard:\n", f"  standard:\n{levels}"))) if p.code == "CMY-851"]
    assert len(found) == 7
    assert found[-1].why.startswith("3 more texts")
