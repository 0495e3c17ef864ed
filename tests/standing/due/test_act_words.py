"""Acts as verbs."""

import pytest

from comity.standing.due.act_words import act_phrase


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("notice", "give notice"),
        ("notice of termination", "give notice of termination"),
        ("written notice", "give the written notice"),
        ("audit notice", "give the audit notice"),
        ("explanation", "give the explanation"),
        ("recovery plan", "deliver the recovery plan"),
        ("step-out plan", "deliver the step-out plan"),
        ("root cause", "deliver the root cause"),
        ("step in", "step in"),
        ("object in writing", "object in writing"),
        ("audit", "audit"),
        ("cure", "cure"),
        ("make good", "make good"),
        ("return of data", "perform the return of data"),
        ("rescission", "act (rescission)"),
    ],
)
def test_an_act_becomes_a_verb(act: str, said: str) -> None:
    """What is given, delivered or done is said so; what is no known act stays in its own words."""
    assert act_phrase(act) == said
