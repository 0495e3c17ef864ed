"""The standing with the concerns that a party raised and nobody has answered: outside of ladders, without a clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from comity.agreement.model import Terms
from comity.kernel.words import day as in_words
from comity.kernel.words import named, one_line
from comity.record.statements import Concern
from comity.standing.docket import in_order
from comity.standing.model import Decision, Due, Standing
from comity.standing.words import party_name, title_of

KIND = "concern"
NAMED = 12
"""How many digits of the leaf name a concern: enough for any record, and few enough for a line."""
MOST = 240
"""Letters of a concern that stand on the docket; the record has all of them."""


def with_concerns(found: Standing, concerns: Iterable[Concern]) -> Standing:
    """Return a standing with the concerns that are open on its docket, and among what needs a decision.

    `concerns` are those known on its day. They change nothing else of it.
    """
    known = [one for one in concerns if one.is_open and one.origin.day <= found.as_of]
    if not known:
        return found
    lines = [_line(one, found.agreement.as_of(one.origin.day), found.as_of) for one in known]
    decisions = (*found.decisions, *map(_decision, lines))
    return replace(found, docket=in_order([*found.docket, *lines]), decisions=decisions)


def _line(one: Concern, terms: Terms, as_of: date) -> Due:
    raiser, leaf = one.origin.actor, one.origin.leaf[:NAMED]
    said = in_words(one.origin.day, as_of)
    return Due(
        kind=KIND,
        modal="may",
        what=f"Answer the concern of {party_name(terms, raiser)}{_about(one, terms)}",
        clause=one.about if one.about in terms.clauses else "",
        party=", ".join(party for party in terms.parties if party != raiser),
        due=None,
        state="open",
        step=leaf,
        why=f"{_words(one.text)}, raised on {said} (entry {one.origin.position} of the record)",
        if_nothing="It stays on the docket unanswered; nothing else follows.",
        opened=one.origin.day,
        key=f"{KIND}/{one.about}/{leaf}",  # the gate reads the name in it
    )


def _about(one: Concern, terms: Terms) -> str:
    if not one.about:
        return ""
    kind = next((kind for kind in ("clauses", "metrics", "milestones") if one.about in getattr(terms, kind)), "")
    return f" about {title_of(terms, kind, one.about) if kind else named(one.about)}"


def _words(text: str) -> str:
    return f"“{one_line(text, MOST)}”" if text else "In words that are kept apart"


def _decision(line: Due) -> Decision:
    return Decision(
        kind="open", subject=line.key.split("/")[1], title=line.what, says=f"{line.why}.", who=line.parties,
        if_nothing=line.if_nothing, line=line.key,
    )  # fmt: skip
