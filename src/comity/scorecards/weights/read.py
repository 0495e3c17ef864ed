"""The reader of judgements: one YAML document a party, by one of four methods.

    party: fern                       party: lark
    swing:                            best worst:
      quality: 100                      best: quality
      growth: 60                        worst: growth
                                        best over: {growth: 7, trust: 3}
                                        over worst: {quality: 7, trust: 3}

or `pairs: {quality over growth: 3, …}`, every pair once, or `weights: {quality: 60%, growth: 40%}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping, Node, Scalar, shown
from comity.agreement.notes import Notes
from comity.kernel import exact, lexical
from comity.kernel.figure import Exact
from comity.kernel.guess import guess
from comity.kernel.problem import Place, Problem, Related
from comity.scorecards.weights.model import BestWorst, Judgement, Pairs, Stated, Swing

HIGHEST = 9
"""The end of the scale of comparisons: nine times as important (Saaty 1980, Rezaei 2015)."""
_METHODS = ("swing", "best worst", "pairs", "weights")
_KEYS = ("party", *_METHODS, "says")
About = Swing | BestWorst | Pairs | Stated


def read_judgements(
    documents: Iterable[tuple[str, bytes]], parties: Sequence[str], names: Sequence[str]
) -> tuple[tuple[Judgement, ...], list[Problem]]:
    """Read the judgements of the parties about the dimensions `names`; all problems, in the order of the files."""
    found: dict[str, Judgement] = {}
    problems: list[Problem] = []
    for file, data in documents:
        judged, wrong = read_judgement(data, file, parties, names)
        problems += wrong
        if judged is None:
            continue
        if judged.party in found:
            near = Related(place=found[judged.party].place, says="the first judgement")
            why = f"{judged.party} has judged twice"
            problems.append(
                Problem(code="CMY-481", place=judged.place, why=why, hint="Keep one of them.", related=(near,))
            )
            continue
        found[judged.party] = judged
    return tuple(found[party] for party in parties if party in found), problems


def read_judgement(
    data: bytes, file: str, parties: Sequence[str], names: Sequence[str]
) -> tuple[Judgement | None, list[Problem]]:
    """Read the judgement of one party; None where a problem stops it."""
    root, problems = compose(data, file)
    notes = Notes(entry=lambda *_: None, problems=problems)
    if root is None or (top := notes.mapping(root, "a judgement of weights")) is None:
        return None, problems
    for key, _ in top:
        if key.text not in _KEYS:
            hint = guess(key.text, _KEYS) or f"Its keys are {', '.join(_KEYS)}."
            notes.add("CMY-201", key, f"a judgement of weights has no key {shown(key.text)}", hint)
    party = _party(top, parties, notes)
    about = _Reader(names, notes).about(top)
    if party is None or about is None or problems:
        return None, problems
    says = top.text("says") or ""
    return Judgement(party=party, about=about, place=Place(file=file, line=1), says=says), problems


def _party(top: Mapping, parties: Sequence[str], notes: Notes) -> str | None:
    node = top.get("party")
    if node is None:
        notes.add("CMY-202", top, "a judgement of weights needs the key `party`", f"Write party: {parties[0]}")
        return None
    return notes.word(node, parties, "a party")


class _Reader:
    """Reads what a party judged about the dimensions; None where a problem was noted."""

    def __init__(self, names: Sequence[str], notes: Notes) -> None:
        self.names = names
        self.notes = notes

    def about(self, top: Mapping) -> About | None:
        """Read the one method that is written."""
        written = [method for method in _METHODS if top.get(method) is not None]
        if len(written) != 1:
            why = f"a judgement of weights uses one method, and this has {' and '.join(written) or 'none'}"
            self.notes.add("CMY-202", top, why, f"Write one of {', '.join(_METHODS)}.")
            return None
        node = top.get(written[0])
        below = self.notes.mapping(node if node is not None else top, f"`{written[0]}`, a map,")
        if below is None:
            return None
        reads: dict[str, Callable[[Mapping], About | None]] = {
            "swing": self.swing, "best worst": self.best_worst, "pairs": self.pairs, "weights": self.stated,
        }  # fmt: skip
        before = len(self.notes.problems)
        found = reads[written[0]](below)
        return found if len(self.notes.problems) == before else None

    def swing(self, below: Mapping) -> Swing | None:
        """Read points, above 0 and up to 100; somebody's move must be the most wanted."""
        points = self.each(below, self.names, "swing", _points)
        if points and len(points) == len(self.names) and max(points.values()) != 100:
            why = "no dimension has 100 points: the move from floor to target that is wanted most has 100"
            self.notes.add("CMY-482", below, why, "Give it 100, and the others their share of that.")
        return Swing(points=points)

    def stated(self, below: Mapping) -> Stated | None:
        """Read weights; percentages or not, they add up to a whole."""
        weights = self.each(below, self.names, "weights", _share)
        texts = [value.text for _, value in below if isinstance(value, Scalar)]
        whole = exact.text(exact.mul(exact.total(weights.values()), exact.HUNDRED))
        if len(weights) == len(self.names) and whole != "100":
            why = f"the weights add up to {whole}%, not 100%: {' + '.join(texts)}"
            self.notes.add("CMY-211", below, why, "Change one of them.")
        return Stated(weights=weights)

    def best_worst(self, below: Mapping) -> BestWorst | None:
        """Read best, worst and both vectors; what both say of the best over the worst must be the same."""
        best, worst = self.named(below, "best"), self.named(below, "worst")
        if best is None or worst is None:
            return None
        if best == worst:
            self.notes.add("CMY-483", below.get("worst") or below, f"{best} is called both the best and the worst")
            return None
        vectors = []
        for key, left_out in (("best over", best), ("over worst", worst)):
            node = below.get(key)
            if node is None:
                why = f"`best worst` needs the key `{key}`"
                self.notes.add("CMY-202", below, why, f"{key}: {{{self.names[0]}: 3, …}}")
                return None
            vector = self.notes.mapping(node, f"`{key}`, a map,")
            others = [name for name in self.names if name != left_out]
            read = self.each(vector, others, key, _times) if vector is not None else {}
            vectors.append({name: read.get(name, Decimal(1)) for name in self.names})
        over, under = vectors
        if exact.compare(over[worst], under[best]) != 0:
            why = (
                f"{best} over {worst} is said to be {exact.text(over[worst])} under `best over`, "
                f"and {exact.text(under[best])} under `over worst`"
            )
            self.notes.add("CMY-483", below.get("over worst") or below, why, "Both are the same comparison.")
        self.ordered(below, over, worst)
        return BestWorst(best=best, worst=worst, best_over=over, over_worst=under)

    def ordered(self, below: Mapping, over: dict[str, Exact], worst: str) -> None:
        """Note a dimension that the best outweighs by more than it does the worst."""
        heavier = next((name for name in self.names if exact.compare(over[name], over[worst]) > 0), None)
        if heavier is not None:
            why = f"{worst} is called the worst, and {heavier} weighs still less under `best over`"
            self.notes.add("CMY-483", below.get("best over") or below, why, "The worst has the greatest number there.")

    def pairs(self, below: Mapping) -> Pairs | None:
        """Read `a over b` for every pair, once and in one direction."""
        over: dict[tuple[str, str], Exact] = {}
        for key, value in below:
            pair = tuple(part.strip() for part in key.text.split(" over "))
            if len(pair) != 2 or any(name not in self.names for name in pair) or pair[0] == pair[1]:
                hint = f"Write one dimension over another: {self.names[0]} over {self.names[-1]}."
                self.notes.add("CMY-481", key, f"{shown(key.text)} compares no two dimensions", hint)
                continue
            first, second = pair
            if (second, first) in over:
                why = f"{first} and {second} are compared twice, in both directions"
                self.notes.add("CMY-483", key, why, "Keep one: the other direction is its reciprocal.")
                continue
            read = self.notes.lexical(value, "a comparison", _times_either_way)
            if read is not None:
                over[first, second] = read
        self._missing(below, over)
        return Pairs(over=over)

    def _missing(self, below: Mapping, over: dict[tuple[str, str], Exact]) -> None:
        missing = [
            f"{a} over {b}"
            for i, a in enumerate(self.names)
            for b in self.names[i + 1 :]
            if (a, b) not in over and (b, a) not in over
        ]
        if missing and not self.notes.problems:
            self.notes.add(
                "CMY-481", below, f"not every pair is compared: {', '.join(missing[:5])}", "Compare each pair once."
            )

    def named(self, below: Mapping, key: str) -> str | None:
        """Read the name of a dimension."""
        node = below.get(key)
        if node is None:
            self.notes.add("CMY-202", below, f"`best worst` needs the key `{key}`", f"{key}: {self.names[0]}")
            return None
        return self.notes.word(node, self.names, "a dimension")

    def each(
        self, below: Mapping, names: Sequence[str], what: str, read: Callable[[str], Exact]
    ) -> dict[str, Exact]:  # fmt: skip
        """Read a number for each of some dimensions; none may be left out, and no other is known."""
        found: dict[str, Exact] = {}
        for key, value in below:
            if key.text not in names:
                why = f"{shown(key.text)} is no dimension to be judged under `{what}`"
                self.notes.add("CMY-481", key, why, guess(key.text, names) or f"They are {', '.join(names)}.")
                continue
            number = self._number(value, read)
            if number is not None:
                found[key.text] = number
        missing = [name for name in names if below.get(name) is None and name not in below.lost]
        if missing:
            why = f"`{what}` leaves out {', '.join(missing)}"
            self.notes.add("CMY-481", below, why, "Every dimension of the scorecard is judged.")
        return found

    def _number(self, node: Node, read: Callable[[str], Exact]) -> Exact | None:
        text = self.notes.text(node, "a number")
        if text is None:
            return None
        try:
            return read(text)
        except ValueError as reason:
            self.notes.add("CMY-482", node, str(reason))
            return None


def _points(text: str) -> Exact:
    found = _plain(text)
    if not 0 < found <= 100:
        raise ValueError(f"{shown(text)} is no number of points: write more than 0 and at most 100")
    return found


def _share(text: str) -> Exact:
    found = lexical.percentage(text) if text.endswith("%") else _plain(text)
    if not 0 < found <= 1:
        raise ValueError(f"{shown(text)} is no weight: write a percentage above 0%")
    return found


def _times(text: str) -> Exact:
    found = _plain(text)
    if not 1 <= found <= HIGHEST:
        raise ValueError(f"{shown(text)} is off the scale: write how many times as important, from 1 to {HIGHEST}")
    return found


def _times_either_way(text: str) -> Exact:
    match = re.fullmatch(r"1 ?/ ?([0-9.]{1,6})", text)
    return Fraction(1) / Fraction(_times(match[1])) if match is not None else _times(text)


def _plain(text: str) -> Decimal:
    try:
        return lexical.number(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is no number") from None
