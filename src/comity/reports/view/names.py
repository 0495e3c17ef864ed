"""The ids of what a page links to."""

from __future__ import annotations

from comity.kernel.figure import Scope


def clause_id(clause: str, scope: Scope) -> str:
    """Return the id of a clause's row in the page."""
    return "-".join(["clause", clause, *(slug(member) for _, member in scope)])


def case_id(clause: str, scope: Scope, period: str, rule: str) -> str:
    """Return the id of a case in the page; a case without a rule is a dispute."""
    return "-".join(["case", clause, *(slug(member) for _, member in scope), slug(period), rule or "dispute"])


def account_id(account: str) -> str:
    """Return the id of a remedy account in the page."""
    return f"account-{slug(account)}"


def slug(text: str) -> str:
    """Return a text as a part of an id."""
    return "".join(c if c.isalnum() else "_" for c in text)
