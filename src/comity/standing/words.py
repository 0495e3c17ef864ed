"""The words of every view for what an alliance has: states, verdicts, titles, parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.agreement.model import Terms
from comity.clauses.model import Outcome
from comity.kernel.figure import State
from comity.kernel.words import and_list, named

if TYPE_CHECKING:
    from comity.facts.model import Comparison

DAGGER = "\N{DAGGER}"

OUTCOME_ORDER = (Outcome.MISSED, Outcome.UNDETERMINED, Outcome.EXCUSED, Outcome.MET, Outcome.NOT_DUE)
"""The order in which verdicts are shown: what needs people first."""


def state_word(state: State) -> str:
    """Return the word for the state of a figure: `final`, `not due`."""
    return state.value.replace("_", " ")


def outcome_word(outcome: Outcome) -> str:
    """Return the word for a verdict: `met`, `missed`, `not due`."""
    return outcome.value.replace("_", " ")


def title_of(terms: Terms, kind: str, name: str) -> str:
    """Return the title of a metric or clause (`kind` is `metrics` or `clauses`); its name in words without one."""
    item = getattr(terms, kind).get(name)
    if item is None and name.startswith("survey("):
        return survey_title(terms, name)
    return (item.title if item is not None else "") or named(name)


def account_title(terms: Terms, name: str) -> str:
    """Return the title of an account; one between two parties that no name was given is called after them."""
    account = terms.accounts.get(name)
    owed_by, to, owed_to = name.partition(" to ")
    if account is None and to:
        return f"{party_name(terms, owed_by)} to {party_name(terms, owed_to)}"
    return (account.title if account is not None else "") or named(name)


def survey_title(terms: Terms, metric: str) -> str:
    """Return what the scorecard scores of a survey, `survey(health.trust)`, in words: `Trust, survey Health`."""
    name, _, dimension = metric.removeprefix("survey(").rstrip(" )").partition(".")
    survey = terms.surveys.get(name.strip())
    titles = survey.titles.get(dimension.strip(), {}) if survey is not None else {}
    title = titles.get(survey.languages[0], "") if survey is not None and survey.languages else ""
    whole = survey.title if survey is not None and survey.title else named(name.strip())
    return f"{title or named(dimension.strip())}, survey {whole}"


def parties_named(terms: Terms, *names: str) -> str:
    """Return parties by their names as people write them: `Regeneron and Sanofi`."""
    return and_list([party_name(terms, name) for name in names])


def party_name(terms: Terms, name: str) -> str:
    """Return the short name of a party; several names separated by commas are joined by `and`.

    The short name is the key of the agreement in the spelling of the legal name: `regeneron` with the legal
    name "Regeneron Pharmaceuticals, Inc." is Regeneron.
    """
    if "," in name:
        return parties_named(terms, *(part.strip() for part in name.split(",")))
    party = terms.parties.get(name)
    if party is None:
        return named(name)
    spoken = name.replace("_", " ")
    at = party.legal_name.lower().find(spoken.lower())
    return party.legal_name[at : at + len(spoken)] if at >= 0 else named(name)


def is_objection(terms: Terms, comparison: Comparison) -> bool:
    """Say whether a party objects to what the other reported, and does not report the same itself."""
    table = terms.facts.get(comparison.table)
    return table is not None and (len(table.reporters) < 2 or table.reporter_column is not None)


def objecting(terms: Terms, comparison: Comparison) -> str:
    """Return who objects to whose report: `Lark disputes what Fern reported`."""
    reported, disputed = (party_name(terms, one.reporter) for one in comparison.reports[:2])
    return f"{disputed} disputes what {reported} reported"


def is_illustrative(terms: Terms, path: str) -> bool:
    """Say whether a dotted path of the agreement, or what it stands in, was added for illustration."""
    parts = path.split(".")
    return any(".".join(parts[:n]) in terms.illustrative for n in range(1, len(parts) + 1))
