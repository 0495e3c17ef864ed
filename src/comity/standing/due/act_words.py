"""The words of an act as a verb: an agreement says `notice` or `step in`, a sentence says `give notice`, `step in`."""

from __future__ import annotations

VERBS = frozenset(
    """accept appoint appeal approve arrange assign audit buy cancel cap certify close complete confirm consult convene
    correct cure deliver demand end extend fix give grant hand hire inspect invoice issue make meet name notify object
    open order pay prepare propose provide rectify refuse reject release remedy remove renew repair replace request
    resign restore resume return revert review sell send set sign step stop submit suspend take terminate test transfer
    waive withdraw""".split()
)
"""Acts that begin with one of these say themselves what is done."""

GIVEN = frozenset({"notice", "consent", "notification", "approval", "warning", "answer", "explanation"})
MADE = frozenset(
    {"plan", "report", "analysis", "statement", "cause", "proposal", "forecast", "certificate", "data", "document"}
)


NOUNS_TOO = frozenset({"audit", "notice", "return", "step", "answer", "request"})
"""Verbs that an act may begin with as nouns: an `audit notice`, a `step-out plan`."""


def act_phrase(act: str) -> str:
    """Return an act as a verb: `notice of termination` is to be given, a `recovery plan` delivered."""
    words = act.lower().replace("-", " ").split()
    if not words:
        return act
    if words[0] in VERBS - NOUNS_TOO or (words[0] in VERBS and len(words) == 1 and words[0] not in GIVEN):
        return act
    if "of" in words[1:2] and words[0] not in GIVEN | MADE:
        return f"perform the {act}"
    if any(word in GIVEN for word in words):
        return f"give {act if words[0] in ('notice', 'consent') else f'the {act}'}"
    if any(word in MADE for word in words):
        return f"deliver the {act}"
    return act if words[0] in VERBS else f"act ({act})"
