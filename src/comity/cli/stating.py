"""What the commands share that put words on record: concerns, answers, events, disclosures, weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cli.signing import refused
from comity.kernel.words import named, one_line

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Terms

FOR_EVER = "  The words stay in the record for ever: name no people in them."


def checked_words(desk: Desk, text: str, what: str) -> str:
    """Return somebody's words without spaces around them. Raises Refused where there are none, or too many."""
    from comity.record.statements import LONGEST

    words = text.strip()
    if not words:
        raise refused(desk, f"{what} says nothing", "Say it in a few words.")
    if len(words) > LONGEST:
        why = f"{what} has {len(words):,} letters, and the record takes {LONGEST:,}"
        raise refused(desk, why, "Say the point here; a longer text can be handed over as a file and named.")
    if one_line(words, len(words)) != " ".join(words.split()):
        raise refused(desk, f"{what} holds characters that cannot be shown", "Write it as plain text.")
    return words


def subjects(terms: Terms) -> dict[str, str]:
    """Return what a concern can be about, by name, and its title."""
    titles = dict.fromkeys((*terms.facts, *terms.surveys, *terms.scorecard), "")
    titles |= {name: one.title for name, one in terms.milestones.items()}
    titles |= {name: one.title for name, one in terms.metrics.items()}
    titles |= {name: one.title for name, one in terms.clauses.items()}
    return {name: title or named(name) for name, title in titles.items()}


def checked_subject(desk: Desk, terms: Terms, name: str, kinds: str) -> str:
    """Return the title of what a name means in the agreement. Raises Refused where it means nothing."""
    from comity.kernel.guess import guess

    known = subjects(terms)
    if name not in known:
        hint = guess(name, list(known)) or f"It has {', '.join(list(known)[:8])}."
        raise refused(desk, f"the agreement has no {kinds} {name}", hint)
    return known[name]


def others(desk: Desk) -> str:
    """Return the other parties, joined as people say it."""
    return " and ".join(party for party in desk.documents().parties if party != desk.me)
