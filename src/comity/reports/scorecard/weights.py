"""Weights as each party judged them, side by side with the agreed ones, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from comity.agreement.model import Dimension, ScoredMetric, Terms
from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.kernel.words import and_list, named
from comity.reports.scorecard.model import Grid, Leaf, Part
from comity.reports.scorecard.words import percent, times
from comity.scorecards.weights.combine import Consensus, Step
from comity.scorecards.weights.model import Elicited
from comity.standing.words import party_name, title_of


def weights_leaf(terms: Terms, found: Consensus, below: Sequence[str] = ()) -> Leaf:
    """Return the view of the parties' weights of the dimensions of a scorecard.

    `below` are the names down to a dimension where the terms are its level alone (scorecards.weights.level).
    """
    proposal = _proposal(terms, found, below)
    parts = [_side_by_side(terms, found), _consistency(terms, found), *_order(terms, found), proposal]
    judged = and_list([party_name(terms, one.party) for one in found.parties])
    return Leaf(
        title=terms.title,
        about=f"Weights of {f'the dimension {named(below[-1])}' if below else 'the scorecard'}, as judged by {judged}",
        lead=_lead(terms, found),
        parts=tuple(parts),
    )


def _lead(terms: Terms, found: Consensus) -> str:
    if found.open:
        open_ = and_list([party_name(terms, party) for party in found.open])
        judged = {one.party for one in found.parties}
        why = "has not judged yet" if found.open[0] not in judged else "has comparisons that do not go together"
        return f"No weights are proposed: {open_} {why if len(found.open) == 1 else 'are still open'}."
    apart = [one for one in found.steps if one.apart]
    if not apart:
        return "The parties put the dimensions in the same order."
    pairs = "; ".join(f"{_named(terms, one.above)} and {_named(terms, one.below)}" for one in apart)
    return f"The parties disagree on which weighs more: {pairs}."


def agreed_shares(terms: Terms) -> dict[str, Exact]:
    """Return the share of each dimension in the whole, as agreed."""
    whole = exact.total(one.weight for one in terms.scorecard.values())
    return {name: exact.div(one.weight, whole) for name, one in terms.scorecard.items()}


def _named(terms: Terms, name: str) -> str:
    """Return what is weighed in words: a dimension, or one of the metrics of a dimension."""
    dimension = terms.scorecard.get(name)
    is_metric = dimension is not None and bool(dimension.metrics) and dimension.metrics[0].metric == name
    return title_of(terms, "metrics", name) if is_metric else named(name)


def _side_by_side(terms: Terms, found: Consensus) -> Part:
    agreed = agreed_shares(terms)
    rows = tuple(
        (
            _named(terms, name),
            _moves(terms, terms.scorecard[name]),
            percent(agreed[name]),
            *(percent(one.weights[name]) for one in found.parties),
            percent(found.together[name]),
            *((f"{found.proposal[name]}%",) if found.proposal is not None else ()),
        )
        for name in found.together
    )
    head = (
        "Dimension",
        "From floor to target",
        ">Agreed now",
        *(f">{party_name(terms, one.party)}, {one.method}" for one in found.parties),
        ">Together",
        *((">Proposed",) if found.proposal is not None else ()),
    )
    return Part(
        id="side-by-side",
        title="Side by side",
        note="a weight is the worth of the whole move from floor to target, so the move stands beside it",
        grid=Grid(caption="Weights as agreed, as each party judged, and together", head=head, rows=rows),
        says=(
            "Together is the geometric mean of the parties' weights: what one holds twice and the other half is equal.",
        ),
    )


def _moves(terms: Terms, dimension: Dimension) -> str:
    return "; ".join(_move(terms, metric) for metric in dimension.metrics)


def _move(terms: Terms, metric: ScoredMetric) -> str:
    return f"{title_of(terms, 'metrics', metric.metric)} {metric.floor.text} to {metric.target.text}"


# -- consistency ------------------------------------------------------------------------------


def _consistency(terms: Terms, found: Consensus) -> Part:
    rows = tuple(_fits(terms, one) for one in found.parties)
    return Part(
        id="consistency",
        title="How well each party's comparisons go together",
        note="0 is perfect; above the limit they should be judged again",
        grid=Grid(
            caption="Consistency of the comparisons of each party",
            head=("Party", "Method", ">Ratio", ">Limit", "Fits least"),
            rows=rows,
        ),
    )


def _fits(terms: Terms, one: Elicited) -> tuple[str, ...]:
    fits, name = one.consistency, party_name(terms, one.party)
    if fits is None:
        return name, one.method, "", "", "each dimension is judged once: nothing can contradict"
    limit = f"{fits.limit:.3f}" if fits.limit is not None else "none known"
    worst = ""
    if fits.worst is not None:
        first, second = _named(terms, fits.worst.first), _named(terms, fits.worst.second)
        worst = f"{first} over {second}: said {times(fits.worst.said)}, {times(fits.worst.fits)} would fit"
    if fits.circle:
        worst += f"; in a circle: {', '.join(_named(terms, name) for name in (*fits.circle, fits.circle[0]))}"
    return name, one.method, f"{fits.ratio:.3f}{'' if fits.fine else ', too high'}", limit, worst


# -- order ------------------------------------------------------------------------------------


def _order(terms: Terms, found: Consensus) -> Iterator[Part]:
    if not found.steps:
        return
    yield Part(
        id="order",
        title="What would change the order",
        note="how many times the lighter one; what one party alone would have to hold for them to change places",
        grid=Grid(
            caption="Neighbours in the common order, and what each party alone would have to change",
            head=(
                "Heavier",
                "Lighter",
                ">Together",
                *(f">{party_name(terms, one.party)} holds" for one in found.parties),
                *(f">{party_name(terms, one.party)} would need" for one in found.parties),
                "",
            ),
            rows=tuple(_step(terms, one) for one in found.steps),
        ),
    )


def _step(terms: Terms, one: Step) -> tuple[str, ...]:
    return (
        _named(terms, one.above), _named(terms, one.below), times(one.ratio),
        *(times(party.said) for party in one.needed),
        *(f"below {times(party.needed)}" for party in one.needed), "seen differently" if one.apart else "",
    )  # fmt: skip


# -- proposal ---------------------------------------------------------------------------------


def _proposal(terms: Terms, found: Consensus, below: Sequence[str]) -> Part:
    if found.proposal is None:
        says = ("Once every party has judged and its comparisons go together, the weights to be agreed stand here.",)
        return Part(id="proposal", title="To be agreed", note="", says=says)
    return Part(
        id="proposal",
        title="To be agreed",
        note="an amendment with these lines records the compromise; until then the agreed weights hold",
        says=tuple(amendment_lines(terms, found.proposal, below).splitlines()),
    )


def amendment_lines(terms: Terms, proposal: Mapping[str, int], below: Sequence[str] = ()) -> str:
    """Return the lines of an amendment that agrees these weights; name and day are to be filled in.

    `below` are the names down to the dimension that is made of what is weighed.
    """
    head = ["comity: 1", f"amends: {terms.alliance}", "title: Weights of the scorecard", "in force: …", "changes:"]
    are_parts = all(terms.scorecard[name].metrics[0].metric != name for name in proposal)
    keys = ["scorecard"]
    for place, name in enumerate(below):
        keys += [name, "parts" if place < len(below) - 1 or are_parts else "metrics"]
    nested = [f"{'  ' * (place + 1)}{key}:" for place, key in enumerate(keys)]
    inset = "  " * (len(keys) + 1)
    lines = [f"{inset}{name}: {{weight: {share}%}}" for name, share in proposal.items()]
    return "\n".join([*head, *nested, *lines])
