"""Whether reports of one datum agree: equal, within their rounding, or within the agreed tolerance."""

from __future__ import annotations

from decimal import Decimal

from comity.agreement.model import Column, FactTable
from comity.facts.model import Comparison, Reported
from comity.kernel import exact
from comity.kernel.figure import Exact, Scope
from comity.kernel.numbers import format_value
from comity.kernel.period import Period
from comity.kernel.words import and_list

_HALF = Decimal("0.5")


def compared(
    table: FactTable,
    column: Column,
    period: Period,
    scope: Scope,
    reports: tuple[Reported, ...],
    currency: str | None,
) -> Comparison:
    """Compare the reports of one datum, in the order in which the agreement names their reporters.

    With more than two, each is compared with the first, and the one furthest from it is shown.
    """
    missing = tuple(r.party for r in table.reporters if r.party not in {report.reporter for report in reports})
    if len(reports) == 1:
        state, within, difference = "one report", "", None
        reason = f"{and_list(missing)} {'has' if len(missing) == 1 else 'have'} not reported it."
    else:
        first, furthest = reports[0], _furthest(reports)
        difference = _share(first, furthest)
        rules = [_within(first, other, table.tolerance) for other in reports[1:]]
        state = "differs" if "" in rules else "agreed"
        within = "" if "" in rules else max(rules, key=_RULES.index)
        reason = _reason(first, furthest, within, table.tolerance, currency if column.type == "money" else None)
    return Comparison(
        table=table.name,
        column=column.name,
        period=period,
        scope=scope,
        reports=reports,
        missing=missing,
        state=state,
        difference=difference,
        reason=reason,
        within=within,
    )


_RULES = ("equal", "rounding", "tolerance")
"""Why two reports agree, the strictest first."""


def _within(first: Reported, other: Reported, tolerance: Decimal) -> str:
    """Return the strictest rule by which two reports agree, "" if none."""
    apart = exact.magnitude(exact.sub(other.converted, first.converted))
    if not apart:
        return "equal"
    # Each true value lies within half its rounding: the reports agree if one value can be meant by both.
    if exact.compare(apart, exact.mul(exact.add(first.rounding, other.rounding), _HALF)) <= 0:
        return "rounding"
    allowed = exact.mul(tolerance, exact.magnitude(first.converted))
    return "tolerance" if exact.compare(apart, allowed) <= 0 else ""


def _furthest(reports: tuple[Reported, ...]) -> Reported:
    first = reports[0].converted
    return max(reports[1:], key=lambda report: exact.magnitude(exact.sub(report.converted, first)))


def _share(first: Reported, other: Reported) -> Exact | None:
    """Return the difference as a share of the first; None if the first is 0 and the other is not."""
    apart = exact.sub(other.converted, first.converted)
    if not first.converted:
        return None if apart else Decimal(0)
    return exact.div(apart, first.converted)


def _reason(first: Reported, other: Reported, within: str, tolerance: Decimal, currency: str | None) -> str:
    unit = currency or ""
    both = f"{_said(first, unit)} and {_said(other, unit)}"
    if within == "equal":
        return f"{both} are equal."
    if within == "rounding":
        return f"{both} agree within the rounding of the reports."
    if within == "tolerance":
        return f"{both} agree within the tolerance of {format_value(tolerance, 'percent')}."
    share = _share(first, other)
    if share is None:
        return f"{both} differ."
    agreed = f", more than the tolerance of {format_value(tolerance, 'percent')}" if tolerance else ""
    return f"{both} differ by {format_value(exact.magnitude(share), 'percent', 2)} of the first{agreed}."


def _said(report: Reported, unit: str) -> str:
    if report.rate is None:
        return f"{report.reporter}'s {format_value(report.converted, unit)}"
    stated = format_value(report.value, report.currency or "")
    return f"{report.reporter}'s {stated} ({format_value(report.converted, unit)} at {exact.text(report.rate)})"
