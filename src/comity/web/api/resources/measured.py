"""Metrics, clauses and accounts: all of them, one, and its figures, verdicts or entries in turn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from comity.web.api import reading
from comity.web.api.answers import Cut, paged, value
from comity.web.api.guard import BEARER
from comity.web.api.schemas import AccountSeen, ClauseSeen, MetricSeen, page_of, part

router = Router(auth=BEARER)
BELOW = "/alliances/{slug:alliance}"
METRICS, CLAUSES, ACCOUNTS = ["Metrics"], ["Clauses"], ["Accounts"]
Json = dict[str, Any]


# -- metrics ----------------------------------------------------------------------------------


@router.get(
    f"{BELOW}/metrics", response=page_of("Metrics", MetricSeen), url_name="api_metrics", operation_id="metrics",
    summary="Metrics", tags=METRICS,
)  # fmt: skip
def metrics(request: HttpRequest, alliance: str, cut: Query[Cut]) -> HttpResponse:
    """In the order of the agreement."""
    standing = reading.standing(request, alliance)
    return paged(request, [_metric(standing, name) for name in standing["figures"]], cut)


@router.get(
    f"{BELOW}/metrics/{{metric}}", response=MetricSeen, url_name="api_metric", operation_id="metric",
    summary="A metric", tags=METRICS,
)  # fmt: skip
def metric(request: HttpRequest, alliance: str, metric: str) -> HttpResponse:
    """Its latest figures and their targets."""
    standing = reading.standing(request, alliance)
    reading.one(standing["figures"], metric)
    return value(request, _metric(standing, metric))


@router.get(
    f"{BELOW}/metrics/{{metric}}/figures", response=page_of("Figures", part("figure")), url_name="api_figures",
    operation_id="figures", summary="The figures of a metric", tags=METRICS,
)  # fmt: skip
def figures(request: HttpRequest, alliance: str, metric: str, cut: Query[Cut]) -> HttpResponse:
    """By member, then period; what is not known is null and says why."""
    return paged(request, reading.one(reading.standing(request, alliance)["figures"], metric), cut)


@router.get(
    f"{BELOW}/metrics/{{metric}}/targets", response=page_of("Targets", part("target")), url_name="api_targets",
    operation_id="targets", summary="The targets of a metric", tags=METRICS,
)  # fmt: skip
def targets(request: HttpRequest, alliance: str, metric: str, cut: Query[Cut]) -> HttpResponse:
    """By member, then period, with whether each was reached."""
    standing = reading.standing(request, alliance)
    reading.one(standing["figures"], metric)
    return paged(request, standing["targets"].get(metric, []), cut)


@router.get(
    f"{BELOW}/metrics/{{metric}}/judgements", response=page_of("Judgements", part("judgement")),
    url_name="api_judgements", operation_id="judgements", summary="The judgements of a metric", tags=METRICS,
)  # fmt: skip
def judgements(request: HttpRequest, alliance: str, metric: str, cut: Query[Cut]) -> HttpResponse:
    """What each party's people judged, side by side; empty for a metric that is not judged."""
    standing = reading.standing(request, alliance)
    reading.one(standing["figures"], metric)
    return paged(request, standing["judgements"].get(metric, []), cut)


def _metric(standing: Json, name: str) -> Json:
    figures, targets = standing["figures"][name], standing["targets"].get(name, [])
    latest = reading.latest(figures, lambda one: one["value"] is not None)
    places = [(one["scope"], one["period"]) for one in latest]
    of_latest = [one for one in targets if (one["scope"], one["period"]) in places]
    return {"metric": name, "figures": len(figures), "latest": latest, "targets": of_latest}


# -- clauses ----------------------------------------------------------------------------------


@router.get(
    f"{BELOW}/clauses", response=page_of("Clauses", ClauseSeen), url_name="api_clauses", operation_id="clauses",
    summary="Clauses", tags=CLAUSES,
)  # fmt: skip
def clauses(request: HttpRequest, alliance: str, cut: Query[Cut]) -> HttpResponse:
    """In the order of the agreement."""
    standing = reading.standing(request, alliance)
    return paged(request, [_clause(standing, name) for name in _named(standing)], cut)


@router.get(
    f"{BELOW}/clauses/{{clause}}", response=ClauseSeen, url_name="api_clause", operation_id="clause",
    summary="A clause", tags=CLAUSES,
)  # fmt: skip
def clause(request: HttpRequest, alliance: str, clause: str) -> HttpResponse:
    """Its latest verdicts, and how many of its cases are open."""
    standing = reading.standing(request, alliance)
    reading.one(_named(standing), clause)
    return value(request, _clause(standing, clause))


@router.get(
    f"{BELOW}/clauses/{{clause}}/verdicts", response=page_of("Verdicts", part("verdict")), url_name="api_verdicts",
    operation_id="verdicts", summary="The verdicts of a clause", tags=CLAUSES,
)  # fmt: skip
def verdicts(request: HttpRequest, alliance: str, clause: str, cut: Query[Cut]) -> HttpResponse:
    """By member, then period: met, missed, excused, undetermined, not due."""
    return paged(request, reading.one(_named(reading.standing(request, alliance)), clause), cut)


@router.get(
    f"{BELOW}/clauses/{{clause}}/cases", response=page_of("CasesOfClause", part("case")), url_name="api_clause_cases",
    operation_id="clause_cases", summary="The cases of a clause", tags=CLAUSES,
)  # fmt: skip
def clause_cases(request: HttpRequest, alliance: str, clause: str, cut: Query[Cut]) -> HttpResponse:
    """What followed when its rules fired, in the order in which they were opened."""
    standing = reading.standing(request, alliance)
    reading.one(_named(standing), clause)
    return paged(request, _cases(standing, clause), cut)


def _named(standing: Json) -> dict[str, list[Json]]:
    """Return the verdicts by clause; none for a clause that has rules alone, of which there are cases."""
    return {**{case["clause"]: [] for case in standing["cases"]}, **standing["verdicts"]}


def _cases(standing: Json, clause: str) -> list[Json]:
    return [one for one in standing["cases"] if one["clause"] == clause]


def _clause(standing: Json, name: str) -> Json:
    verdicts = _named(standing)[name]
    latest = reading.latest(verdicts, lambda one: one["verdict"] != "not_due")
    open_cases = sum(1 for one in _cases(standing, name) if one["open"])
    return {"clause": name, "verdicts": len(verdicts), "latest": latest, "cases": open_cases}


# -- accounts ---------------------------------------------------------------------------------


@router.get(
    f"{BELOW}/accounts", response=page_of("Accounts", AccountSeen), url_name="api_accounts", operation_id="accounts",
    summary="Accounts", tags=ACCOUNTS,
)  # fmt: skip
def accounts(request: HttpRequest, alliance: str, cut: Query[Cut]) -> HttpResponse:
    """What clauses awarded in money, by account, with the balance of the last period; null where nothing was booked."""
    remedies = reading.standing(request, alliance)["remedies"]
    return paged(request, [_account(name, of) for name, of in remedies.items()], cut)


@router.get(
    f"{BELOW}/accounts/{{account}}", response=part("remedy"), url_name="api_account", operation_id="account",
    summary="An account", tags=ACCOUNTS,
)  # fmt: skip
def account(request: HttpRequest, alliance: str, account: str) -> HttpResponse:
    """Every period, entry and settlement, and what is not known yet."""
    return value(request, reading.one(reading.standing(request, alliance)["remedies"], account))


def _account(name: str, of: Json) -> Json:
    balance = of["periods"][-1]["balance"] if of["periods"] else None
    return {"account": name, "owed_by": of["owed_by"], "owed_to": of["owed_to"], "balance": balance}
