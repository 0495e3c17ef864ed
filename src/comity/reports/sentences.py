"""The sentence that leads a sheet: what a reader could repeat in a meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from comity.clauses.model import Outcome, Verdict
from comity.kernel.numbers import in_words
from comity.kernel.words import and_list, capital, day, named, plural
from comity.reports.view.judged import judged
from comity.standing.corrections import KIND as CORRECTION
from comity.standing.due.deadlines import is_unseen
from comity.standing.due.owed import together
from comity.standing.model import Due, Standing
from comity.standing.words import OUTCOME_ORDER, is_objection


def lead_sentence(standing: Standing) -> str:
    """Say how the clauses stand, what is overdue and where reporters disagree, in one plain sentence."""
    parts = [clauses_part(clause_outcomes(standing.verdicts)), overdue_part(standing), differing_part(standing)]
    said = [part for part in parts if part]
    if not said:
        return "Nothing has been judged yet, nothing is overdue and no reports differ."
    return capital("; ".join(said)) + "."


def clause_outcomes(verdicts: Mapping[str, Sequence[Verdict]]) -> list[Outcome]:
    """Return one outcome a clause: of its latest due period, for its member that needs most attention."""
    found: list[Outcome] = []
    for own in verdicts.values():
        latest = [item.latest.outcome for item in judged([own])]
        if latest:
            found.append(min(latest, key=OUTCOME_ORDER.index))
    return found


def clauses_part(outcomes: Sequence[Outcome]) -> str:
    """Say how many clauses were missed and cannot be judged, or that all are met."""
    total, counts = len(outcomes), Counter(outcomes)
    if not total:
        return ""
    due = total - counts[Outcome.NOT_DUE]
    if not due:
        return "no clause is due yet"
    said = [
        _counted(counts[Outcome.MISSED], "was missed", "were missed"),
        _counted(counts[Outcome.UNDETERMINED], "cannot be judged yet", "cannot be judged yet"),
    ]
    named_ones = [part for part in said if part]
    if not named_ones:
        return _all_met(counts, due, total)
    if counts[Outcome.UNDETERMINED] == total:
        return _none_can_be_judged(total)
    if counts[Outcome.MISSED] == total:
        return f"{_the(total, total)} {named_ones[0].split(' ', 1)[1]}"
    head = named_ones[0].split(" ", 1)
    return " and ".join([f"{head[0]} of {in_words(total)} clauses {head[1]}", *named_ones[1:]])


def _all_met(counts: Mapping[Outcome, int], due: int, total: int) -> str:
    met, excused = counts[Outcome.MET], counts[Outcome.EXCUSED]
    if not met:
        return f"{_the(due, total)} {'is' if due == 1 else 'are'} excused"
    if excused:
        of_all = f"{in_words(met)} of {in_words(total)} clauses {'is' if met == 1 else 'are'} met"
        return f"{of_all} and {in_words(excused)} {'is' if excused == 1 else 'are'} excused"
    return f"{_the(due, total)} {'is' if due == 1 else 'are'} met"


def _the(due: int, total: int) -> str:
    if due == total:
        return "the one clause" if total == 1 else "both clauses" if total == 2 else f"all {in_words(total)} clauses"
    return f"the {'one clause' if due == 1 else in_words(due) + ' clauses'} due so far"


def _none_can_be_judged(total: int) -> str:
    if total == 1:
        return "the one clause cannot be judged yet"
    return f"{'neither' if total == 2 else 'none'} of the {in_words(total)} clauses can be judged yet"


def _counted(count: int, one: str, many: str) -> str:
    return f"{in_words(count)} {one if count == 1 else many}" if count else ""


def overdue_lines(standing: Standing) -> list[Due]:
    """Return the lines of the docket that are overdue by what was known."""
    return [line for line in standing.docket if line.state == "overdue" and not is_unseen(line, standing.known_at)]


def unseen_sentence(standing: Standing) -> str:
    """Say what an earlier day of knowledge leaves out; "" where all is known that could be."""
    if standing.known_at >= standing.as_of:
        return ""
    late = together(line for line in standing.docket if is_unseen(line, standing.known_at))
    owed = f"; what fell due since ({plural(len(late), 'line')} of the docket) is not called overdue" if late else ""
    return f"What became known after {day(standing.known_at, standing.as_of)} is left out{owed}."


def agreed_sentence(standing: Standing) -> str:
    """Say how many numbers on which disputes ended no report carries yet: what is owed does not count them."""
    waiting = sum(line.kind == CORRECTION for line in standing.docket)
    if not waiting:
        return ""
    said = "that was agreed on is" if waiting == 1 else "that were agreed on are"
    return f"{plural(waiting, 'number')} {said} not reported yet and not counted here: see the docket."


def overdue_part(standing: Standing) -> str:
    """Say how many reports, judgements, milestones and waves of surveys are overdue.

    They are counted as the docket shows them: what both parties owe of a table for a period is one report.
    """
    late = Counter(lines[0].kind for lines in together(overdue_lines(standing)))
    counts = [(late["facts"], "report"), (late["judgement"], "judgement"), (late["milestone"], "milestone"),
              (late["survey"], "survey wave")]  # fmt: skip
    said = [f"{in_words(count)} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    return f"{and_list(said)} {'is' if sum(count for count, _ in counts) == 1 else 'are'} overdue" if said else ""


def differing_part(standing: Standing) -> str:
    """Say of which facts the reports differ or are disputed, and in how many periods."""
    differing = [c for c in standing.comparisons if c.state == "differs"]
    if not differing:
        return ""
    disputed = all(is_objection(standing.terms, one) for one in differing)
    tables = list(dict.fromkeys(c.table for c in differing))
    periods = len({(c.table, c.period.name) for c in differing})
    of = named(tables[0]).lower() if len(tables) == 1 else plural(len(tables), "table")
    said = "are disputed" if disputed else "differ"
    return f"the reports of {of} {said} in {in_words(periods)} {'period' if periods == 1 else 'periods'}"
