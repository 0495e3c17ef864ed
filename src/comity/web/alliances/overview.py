"""The overview of an alliance: what is to be decided and how it stands; what has a page of its own is told in a line.

The report (`comity report`) is one page and shows everything in full. Here clauses, metrics, the docket and the record
have pages: the overview keeps what a committee looks at, and folds what it looks up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from comity.reports.html import LEGEND, drawn
from comity.reports.view.life_model import AccountView
from comity.reports.view.model import DueView, MetricCard, Sheet
from comity.reports.view.names import account_id
from comity.scorecards.model import DimensionScore
from comity.standing.model import Standing
from comity.web.alliances.addresses import Addresses, addresses
from comity.web.alliances.pages.clause_money import accounts_of
from comity.web.alliances.rendered import rendered

MOST_CARDS, MOST_DUE = 6, 8
"""How many metrics have a card of their own, and how many lines of the docket are shown."""


def overview(standing: Standing, sheet: Sheet, told: Mapping[str, object]) -> str:
    """Return the overview as one reader may see it: head, sections and foot. `told` is what its line says (summary)."""
    links = addresses(standing, sheet.derivations)
    cards = _key(sheet.metrics, standing)
    ahead = _ahead(sheet)
    shown = replace(sheet, metrics=cards)
    others = [card for card in sheet.metrics if card not in cards]
    return rendered(
        "overview.html.j2", **drawn(shown, links), told=told, legend=LEGEND, further=others, ahead=ahead,
        accounts=[(one, _where(one, standing, links)) for one in sheet.accounts],
    )  # fmt: skip


def _key(cards: Sequence[MetricCard], standing: Standing) -> tuple[MetricCard, ...]:
    """Return the metrics that are compared with something: with a target, or with anchors in the scorecard."""
    scored = {name for one in (standing.score.dimensions if standing.score else ()) for name in _scored(one)}
    compared = [card for card in cards if card.reached is not None or card.name in scored]
    return tuple((compared or list(cards))[:MOST_CARDS])


def _scored(of: DimensionScore) -> set[str]:
    return {one.metric for one in of.metrics}.union(*(_scored(part) for part in of.parts))


def _ahead(sheet: Sheet) -> list[DueView]:
    """Return the next lines of the docket; what is overdue is among the decisions already."""
    return [line for line in sheet.docket if line.day >= sheet.as_of_iso][:MOST_DUE]


def _where(account: AccountView, standing: Standing, links: Addresses) -> str:
    """Return the place of an account on the page of the first clause that pays into it; "" where there is none."""
    names = {account_id(name): name for name in standing.life.ledgers}
    for clause in standing.terms.clauses:
        page = links.clause(clause)
        if page and names.get(account.id) in accounts_of(clause, standing):
            return f"{page}#{account.id}"
    return ""
