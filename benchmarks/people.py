"""Simulated people who answer health checks, and how well methods do that know only their answers."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist, fmean

import numpy as np
from numpy.typing import NDArray

from comity.surveys.compare import Difference, Sample, difference
from comity.surveys.model import CannotTell
from comity.surveys.ordinal import DimensionEstimate, estimate
from comity.surveys.severity import Judged, Severity, severity
from comity.surveys.waves import Group

Floats = NDArray[np.float64]
ITEMS, SCALE = 5, (1, 5)
PERSON, ITEM, NOISE = 0.7, 0.3, 0.8  # standard deviations, in levels
BORDERS = np.array([-2.5, -1.0, 0.8, 2.5])  # in logits, for the ordinal model
STEPS = np.array([-1.5, -0.4, 0.5, 1.4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """One side: how many answer, out of how many (None: so many that it does not matter)."""

    answering: int
    population: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrinkage:
    """Root mean squared errors of the top box as estimated and as the plain share, and how often the interval held."""

    estimate: float
    plain: float
    covered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Mean rank correlations with the truth, by measure and by plain means, and how many designs were refused."""

    measured: float
    plain: float
    refused: int


def coverage(team: Team, *, ran: int, seed: int) -> float:
    """Return how often the 90 % interval of the gap holds the true gap between two such teams."""
    chance = np.random.default_rng(seed)
    held = 0
    for _ in range(ran):
        (first, true_first), (second, true_second) = (_side(team, chance) for _ in range(2))
        sides = (Sample(means=list(one.mean(axis=1)), population=team.population) for one in (first, second))
        found = difference(*sides, step=1 / ITEMS)
        assert isinstance(found, Difference)
        held += found.interval.holds(true_first - true_second)
    return held / ran


def pooled_coverage(team: Team, *, ran: int, seed: int) -> float:
    """Return the same for the mistake of taking each answer to each item as a respondent of its own."""
    chance = np.random.default_rng(seed)
    held = 0
    for _ in range(ran):
        (first, true_first), (second, true_second) = (_side(team, chance) for _ in range(2))
        found = difference(*(Sample(means=list(one.ravel())) for one in (first, second)))
        held += isinstance(found, Difference) and found.interval.holds(true_first - true_second)
    return held / ran


def _side(team: Team, chance: np.random.Generator) -> tuple[Floats, float]:
    """Return the answers of those who answered (respondents x items), and the true mean of the whole side."""
    level, items = chance.uniform(2.2, 4.0), chance.normal(0, ITEM, ITEMS)
    if team.population is not None:
        everybody = _answers(level + chance.normal(0, PERSON, (team.population, 1)) + items, chance)
        picked = chance.permutation(team.population)[: team.answering]
        return everybody[picked], fmean(everybody.mean(axis=1))
    people = level + chance.normal(0, PERSON, (team.answering, 1))
    whole = NormalDist(0, float(np.hypot(PERSON, NOISE)))
    expected = [1 + sum(1 - whole.cdf(border - level - item) for border in (1.5, 2.5, 3.5, 4.5)) for item in items]
    return _answers(people + items, chance), float(np.mean(expected))


def _answers(merit: Floats, chance: np.random.Generator) -> Floats:
    """Return levels 1 to 5: the nearest to what a person feels about an item that day."""
    return np.clip(np.rint(merit + chance.normal(0, NOISE, merit.shape)), *SCALE)


def shrinkage(*, respondents: int, items: int, ran: int, seed: int) -> Shrinkage:
    """Compare estimates of the share of the two highest answers, where people and items vary."""
    chance = np.random.default_rng(seed)
    nodes, mass = np.polynomial.hermite_e.hermegauss(31)
    errors, held = [], 0
    for _ in range(ran):
        level, varied = chance.normal(0.5, 1.0), chance.normal(0, 0.5, items)
        merit = level + varied + chance.normal(0, 1.2, (respondents, 1))
        drawn = merit + chance.logistic(size=merit.shape)
        answers = 1.0 + (drawn[..., None] > BORDERS).sum(axis=-1)
        at = BORDERS[2] - level - varied[:, None] - 1.2 * nodes
        true = float(1 - ((1 / (1 + np.exp(-at))) @ mass / mass.sum()).mean())
        found = estimate(answers, SCALE, draws=600)
        assert isinstance(found, DimensionEstimate)
        errors.append((found.top.value - true, float((answers >= 4).mean()) - true))
        held += found.top.interval.holds(true)
    own, plain = np.sqrt(np.mean(np.square(errors), axis=0))
    return Shrinkage(estimate=float(own), plain=float(plain), covered=held / ran)


def positions(*, respondents: int, items: int, ran: int, seed: int) -> Shrinkage:
    """Compare the expected answer as estimated with the plain mean, for people most of whom choose 4 or 5."""
    chance = np.random.default_rng(seed)
    shares = np.array([0.0, 0.03, 0.12, 0.5, 0.35])
    borders, true = np.cumsum(shares)[:-1], float(shares @ np.arange(1, 6))
    below = np.vectorize(NormalDist().cdf)
    errors, held = [], 0
    for _ in range(ran):
        merit = 0.7 * chance.normal(size=(respondents, 1)) + 0.51**0.5 * chance.normal(size=(respondents, items))
        levels = np.searchsorted(borders, np.asarray(below(merit), dtype=np.float64))
        answers = np.asarray(levels + 1, dtype=np.float64)
        found = estimate(answers, SCALE, draws=400)
        assert isinstance(found, DimensionEstimate)
        errors.append((found.position.value - true, float(answers.mean()) - true))
        held += found.position.interval.holds(true)
    own, plain = np.sqrt(np.mean(np.square(errors), axis=0))
    return Shrinkage(estimate=float(own), plain=float(plain), covered=held / ran)


def ranks(*, overlap: float, ran: int, seed: int) -> Ranks:
    """Rank 20 alliances that 10 raters judged, each two of their own and others with probability `overlap`."""
    chance = np.random.default_rng(seed)
    found: list[tuple[float, float]] = []
    refused = 0
    for _ in range(ran):
        merit, severe = chance.normal(size=20), chance.normal(size=10)
        answers = judged(merit, severe, overlap, chance)
        result = severity(answers, SCALE)
        if isinstance(result, CannotTell):
            refused += 1
            continue
        found.append(_agreement(result, answers, merit))
    measured, plain = np.mean(found, axis=0) if found else (0.0, 0.0)
    return Ranks(measured=float(measured), plain=float(plain), refused=refused)


def judged(merit: Floats, severe: Floats, overlap: float, chance: np.random.Generator) -> list[Judged]:
    """Return answers of raters, each to five items of every object that falls to them."""
    answers = []
    for rater, thing in np.ndindex(len(severe), len(merit)):
        if thing % len(severe) == rater or chance.random() < overlap:
            odds = np.exp(np.arange(5) * (merit[thing] - severe[rater]) - np.concatenate([[0.0], np.cumsum(STEPS)]))
            for item in range(ITEMS):
                level = int(chance.choice(5, p=odds / odds.sum())) + 1
                answers.append(Judged(rater=f"r{rater}", thing=f"a{thing:02}", item=f"i{item}", level=level))
    return answers


def _agreement(result: Severity, answers: list[Judged], merit: Floats) -> tuple[float, float]:
    """Return the rank correlations with the truth, by measure and by plain mean."""
    levels: dict[str, list[int]] = {one.name: [] for one in result.objects}
    for answer in answers:
        levels[answer.thing].append(answer.level)
    true = _ranked(merit)
    by_measure = _ranked(np.array([one.value for one in result.objects]))
    by_mean = _ranked(np.array([np.mean(levels[one.name]) for one in result.objects]))
    return float(np.corrcoef(by_measure, true)[0, 1]), float(np.corrcoef(by_mean, true)[0, 1])


def _ranked(values: Floats) -> Floats:
    return np.argsort(np.argsort(values)).astype(np.float64)


def wave_groups(*, seed: int) -> list[Group]:
    """Return four waves of two parties, four roles and three sites, with 0 to 10 answers each."""
    chance = np.random.default_rng(seed)
    return [
        Group(wave=wave, traits={"party": party, "role": role, "site": site}, answered=sum(levels), levels=levels)
        for wave in ("1", "2", "3", "4")
        for party in ("fern", "lark")
        for role in ("operations", "legal", "quality", "board")
        for site in ("here", "there", "elsewhere")
        for levels in [tuple(int(count) for count in chance.integers(0, 3, 5))]
    ]
