"""Acts about an account: a payment that a party states, and whether the other says that it received it."""

from __future__ import annotations

from collections.abc import Iterable

from comity.agreement.model import Agreement, Terms

PAY, ANSWERS = "pay", ("accept", "reject")


def account_about(about: Iterable[str], terms: Terms | Agreement) -> tuple[str, str] | None:
    """Return the account that an act is about, and what follows its name; None where it is about something else.

    What goes into no account by name is owed from one party to the other, and is called so: `fern to lark`.
    """
    versions = [terms] if isinstance(terms, Terms) else [version for _, version in terms.versions]
    words = list(about)
    name = words[0] if words else ""
    if any(name in version.clauses or name in version.milestones for version in versions):
        return None
    if any(name in version.accounts for version in versions):
        return name, " ".join(words[1:])
    pairs = {(c.owed_by, c.owed_to) for version in versions for c in version.clauses.values()}
    for owed_by, owed_to in sorted(pairs):
        pair = [*owed_by.split(), "to", *owed_to.split()]
        if words[: len(pair)] == pair:
            return f"{owed_by} to {owed_to}", " ".join(words[len(pair) :])
    return None
