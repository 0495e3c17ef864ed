"""The grammar of the agreement as one table: section -> keys -> form, whether needed, meaning, example.

From it come the reader's checks, the JSON Schema (schema.py) and the tables of the reference (reference.py).
"""

from __future__ import annotations

from comity.agreement import grammar_clauses as clauses
from comity.agreement import grammar_facts as facts
from comity.agreement import grammar_surveys as surveys
from comity.agreement import grammar_views as views
from comity.agreement.section import Key, Section

SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        facts.TOP,
        facts.CALENDAR,
        facts.FACTS,
        facts.METRICS,
        facts.MILESTONES,
        surveys.SURVEYS,
        surveys.QUESTION,
        facts.ACCOUNTS,
        facts.CAP,
        clauses.CLAUSES,
        clauses.RELIEF,
        clauses.STEP,
        views.SCORECARD,
        views.SCORED,
        views.GOVERNANCE,
        views.VISIBILITY,
        views.EXAMPLES,
        views.ACT,
        views.AMENDMENT,
    )
}

EXPECTED = ("verdict", "fires", "status", "steps", "refused")
EXPECTED_STEP = ("opened", "due", "state", "ended", "pay")
EXPECTED_ACCOUNT = ("accrued", "paid", "balance", "cap_reached", "unpaid")

__all__ = ["EXPECTED", "EXPECTED_ACCOUNT", "EXPECTED_STEP", "SECTIONS", "Key", "Section"]
