"""Windows and time functions in words."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.formula.env import GRAINS
from comity.reports.schedule.english.said import OPEN, PHRASE, Said, Voice
from comity.reports.schedule.english.speech import Speech
from comity.reports.schedule.english.words import NOUNS, counted, duration, number, plural

_SPANS = {"quarter": "Quarter", "year": "Year", "contract_year": "Contract Year"}
_OVER = {"total": "the total of", "mean": "the mean of", "highest": "the highest of", "lowest": "the lowest of"}
_COUNTS = {"=": "exactly", "<": "fewer than", "<=": "at most", ">": "more than", ">=": "at least"}


def period_noun(node: tree.Node, speech: Speech) -> str:
    """Return the noun of the periods in which a formula is looked at: those of its finest metric, else the clause's."""
    metrics = speech.book.terms.metrics
    found = [metrics[n.parts[0]].every for n in tree.names(node) if n.parts[0] in metrics]
    return NOUNS[min(found, key=GRAINS.index)] if found else speech.period


def window(node: tree.Node, width: tree.Node, speech: Speech, voice: Voice) -> str:
    """Return the periods of a window, as they stand after `over` or `of`."""
    noun = period_noun(node, speech)
    match width:
        case tree.Name(parts=("life",)):
            return f"all {plural(noun)} since {speech.life}"
        case tree.Name(parts=(word,)) if word in _SPANS:
            return f"the {plural(noun)} of the {_SPANS[word]} so far"
        case tree.Span(value=length) if length.unit != "period":
            return f"the {plural(noun)} that end within {duration(length)} up to the end of this {speech.period}"
        case tree.Span(value=length):
            return f"the last {counted(length.count, noun)}"
        case tree.Number(value=count):
            return f"the last {number(count)} {noun if count == 1 else plural(noun)}"
        case _:
            return f"the last {plural(noun)} (as many, or as far back, as {voice.atom(width, speech)} says)"


def count_claim(node: tree.Binary, speech: Speech, voice: Voice) -> str:
    """Say `times(c, w) >= n` and `running(c) >= n` as counts are spoken of; empty for any other comparison."""
    left = node.left
    if not isinstance(left, tree.Call) or left.function not in ("times", "running") or node.operator not in _COUNTS:
        return ""
    if not isinstance(node.right, tree.Number | tree.Name):
        return ""
    claim = voice.claim(left.arguments[0], speech)
    count = f"{_COUNTS[node.operator]} {voice.atom(node.right, speech)}"
    if left.function == "running":
        one = node.right == tree.Number(start=node.right.start, end=node.right.end, value=1)  # type: ignore[arg-type]
        noun = period_noun(left.arguments[0], speech)
        return f"{claim} in {count} consecutive {noun if one else plural(noun)} up to and including this one"
    return f"{claim} in {count} of {window(left.arguments[0], left.arguments[1], speech, voice)}"


def over_time(node: tree.Call, speech: Speech, voice: Voice) -> Said:
    """Say a time function as a value."""
    inner, noun = node.arguments[0], speech.period
    match node.function:
        case "times":
            return Said(f"the number of {_among(node, speech, voice)} in which {voice.claim(inner, speech)}", OPEN)
        case "running":
            periods = plural(period_noun(inner, speech))
            claim = voice.claim(inner, speech)
            return Said(f"the number of consecutive {periods} up to and including this one in which {claim}", OPEN)
        case "previous":
            first = (
                f" (or {voice.atom(node.arguments[1], speech)} where there is none)" if len(node.arguments) > 1 else ""
            )
            return Said(f"{voice.atom(inner, speech)} of the {noun} before{first}", PHRASE)
        case "year_ago":
            return Said(f"{voice.atom(inner, speech)} of the same {noun} one year before", PHRASE)
        case "opening" | "closing":
            which = "first" if node.function == "opening" else "last"
            finer = period_noun(inner, speech)
            return Said(f"{voice.atom(inner, speech)} of the {which} {finer} that ends within the {noun}", PHRASE)
    return Said(f"{_OVER[node.function]} {voice.atom(inner, speech)} over {_periods(node, speech, voice)}", PHRASE)


def _among(node: tree.Call, speech: Speech, voice: Voice) -> str:
    return f"{plural(period_noun(node.arguments[0], speech))}, among {_periods(node, speech, voice)},"


def _periods(node: tree.Call, speech: Speech, voice: Voice) -> str:
    said = window(node.arguments[0], node.arguments[1], speech, voice)
    if len(node.arguments) < 3:
        return said
    return f"{said} (or those of them that exist, if at least {voice.atom(node.arguments[2], speech)})"
