"""Calls in words: the functions of the language, aggregates over one table, and settings that are maps."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.formula.functions import AGGREGATE, FUNCTIONS, TIME
from comity.reports.schedule.english.names import MILESTONES, layers
from comity.reports.schedule.english.said import ATOM, OPEN, PHRASE, Said, Voice
from comity.reports.schedule.english.speech import Speech, clause_key, entries_of, setting_key
from comity.reports.schedule.english.windows import over_time
from comity.reports.schedule.english.words import listed, named, plural, quoted
from comity.reports.schedule.markup import reference

_AGGREGATED = {
    "sum": "the sum of", "min": "the smallest of", "max": "the greatest of", "avg": "the mean of",
    "median": "the median of",
}  # fmt: skip
_OF_ONE = {
    "abs": "the absolute amount of {0}",
    "floor": "{0} rounded down to a whole number",
    "ceil": "{0} rounded up to a whole number",
    "round": "{0} rounded to a whole number (halves away from zero)",
    "sqrt": "the square root of {0} (to 28 significant digits)",
    "month": "the number of the calendar month of {0}",
    "year": "the calendar year of {0}",
}


def call(node: tree.Call, speech: Speech, voice: Voice) -> Said:
    """Return the words of a call."""
    term = speech.book.terms.settings.get(node.function)
    if term is not None and (node.function not in FUNCTIONS or layers(term)):
        return _of_map(node, speech, voice)
    family = FUNCTIONS[node.function].family
    if family == TIME:
        return over_time(node, speech, voice)
    if family == AGGREGATE:
        ends_in_claim = node.where is not None or node.function == "count_if"
        return Said(_aggregate(node, speech, voice), OPEN if ends_in_claim else PHRASE)
    if node.function in ("survey", "score", "days_running"):
        return Said(_recorded(node), PHRASE)
    return Said(_scalar(node, speech, voice), PHRASE)


def _scalar(node: tree.Call, speech: Speech, voice: Voice) -> str:
    parts = [voice.atom(part, speech) for part in node.arguments]
    match node.function:
        case "least":
            return f"the {'lesser' if len(parts) == 2 else 'least'} of {listed(parts)}"
        case "greatest":
            return f"the {'greater' if len(parts) == 2 else 'greatest'} of {listed(parts)}"
        case "mod":
            return f"the remainder of {parts[0]} divided by {parts[1]}"
        case "power":
            return f"{parts[0]} to the power of {parts[1]}"
        case "coalesce":
            return f"the first that is not empty of {listed(parts)}"
        case "reported":
            return f"whether the facts needed for {parts[0]} have been reported"
        case "round" if len(parts) == 2:
            return f"{parts[0]} rounded to {parts[1]} decimal places (halves away from zero)"
    return _OF_ONE[node.function].format(parts[0])


def _recorded(node: tree.Call) -> str:
    argument = node.arguments[0]
    parts = argument.parts if isinstance(argument, tree.Name) else ()
    match node.function:
        case "survey":
            return f"the result of the {named(parts[0])} Survey on {named(parts[-1])}"
        case "score":
            return f"the Score of the dimension {named(parts[0])}"
    return f"the number of days that relief {quoted(named(parts[0]))} has been running"


# -- maps -------------------------------------------------------------------------------------


def _of_map(node: tree.Call, speech: Speech, voice: Voice) -> Said:
    """Say a setting that is read by a member or by a number; two numbers accrue between them."""
    kinds = list(layers(speech.book.terms.settings[node.function]))
    parts = [voice.atom(part, speech) for part in node.arguments]
    steps = kinds.count("step")
    if len(parts) < len(kinds):
        kinds = ["step"] * steps
    where = reference(setting_key(node.function))
    term = f"the {named(node.function)}"
    if len(parts) > len(kinds):
        members = "".join(f" for {part}" for part in parts[:-2])
        accrued = f"what accrues by {term}{members} ({where}), band by band, from {parts[-2]} to {parts[-1]}"
        return Said(accrued, PHRASE)
    if not steps:
        simple = all(isinstance(part, tree.Text | tree.Name) for part in node.arguments)
        return Said(term + "".join(f" for {part}" for part in parts), ATOM if simple and len(parts) == 1 else PHRASE)
    words = [f"at {part}" if kind == "step" else f"for {part}" for part, kind in zip(parts, kinds, strict=True)]
    return Said(f"{term} ({where}) {' '.join(words)}", PHRASE)


# -- aggregates -------------------------------------------------------------------------------


def _aggregate(node: tree.Call, speech: Speech, voice: Voice) -> str:
    table, rows = _source(node, speech)
    inside = speech.inside(table)
    argument = node.arguments[0]
    where = f" for which {voice.claim(node.where, inside)}" if node.where is not None else ""
    match node.function:
        case "count_if":
            also = f" and {voice.claim(node.where, inside)}" if node.where is not None else ""
            return f"the number of {rows} for which {voice.claim(argument, inside)}{also}"
        case "count" if node.distinct:
            return f"the number of different values of {voice.atom(argument, inside)} among the {rows}{where}"
        case "count" if isinstance(argument, tree.Name) and argument.parts == ("*",):
            return f"the number of {rows}{where}"
        case "count":
            return f"the number of {rows} with a value of {voice.atom(argument, inside)}{where}"
    said = voice.atom(argument, inside)
    return f"{_AGGREGATED[node.function]} {said} over all {rows}{where}"


def _source(node: tree.Call, speech: Speech) -> tuple[str, str]:
    """Return the table that an aggregate reads ("" for metrics), and its rows in words."""
    terms = speech.book.terms
    for name in tree.names(node):
        first = name.parts[0]
        if len(name.parts) > 1 and (first in terms.facts or first == MILESTONES):
            return first, _entries(first, speech)
        if len(name.parts) > 1 and first in terms.clauses:
            return first, f"{plural(entries_of(terms.clauses[first], speech.book))} of {reference(clause_key(first))}"
        if len(name.parts) > 1 and first in terms.accounts:
            return first, f"periods of {speech.book.account(first)}"
        if first in terms.metrics:
            per = terms.metrics[first].per
            return "", plural(" and ".join(named(column) for column in per)) if per else plural(speech.period)
        if len(name.parts) > 1:
            return first, f"steps {quoted(named(first))}"
    if speech.clause is not None and speech.clause.table:
        return speech.clause.table, _entries(speech.clause.table, speech)
    return "", "entries"


def _entries(table: str, speech: Speech) -> str:
    return "Milestones" if table == MILESTONES else f"entries of {speech.book.report(table)}"
