"""The same agreements with other figures: comity and the second computation agree on these as well.

Each example is run once more with some of its figures exchanged for others that it gives, so that misses fall on other
months, runs break elsewhere and caps are reached by others. Which figures, is drawn from the name of the folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from fractions import Fraction
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ruamel.yaml import YAML

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.read import read_agreement
from comity.standing.worked.run import run_examples
from tests.examples.clauses.reckon import Example, leaves, looked_up
from tests.examples.test_clauses import FOLDERS, loaded, module_of, name_of

SHARE = 0.3
"""How many of the figures are exchanged."""


def varied(example: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return an example with some figures of each metric exchanged for others of the same metric."""
    changed = deepcopy(example)
    for metric, node in example.get("given", {}).items():
        if isinstance(node, dict):
            figures = dict(leaves(node))
            pool = sorted(set(figures.values()))
            drawn = {path: random.choice(pool) if random.random() < SHARE else text for path, text in figures.items()}
            changed["given"][metric] = nested(drawn)
    return changed


def nested(paths: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """Return a map of maps from a map of paths."""
    root: dict[str, Any] = {}
    for path, value in paths.items():
        place = root
        for key in path[:-1]:
            place = place.setdefault(key, {})
        place[path[-1]] = value
    return root


def written(value: Any) -> Any:
    """Write a computed value as an example would."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return value or "none"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction):
        exact = Fraction(value)
        return f"{exact.numerator}/{exact.denominator}" if exact.denominator != 1 else str(exact.numerator)
    return value


def computed(example: dict[str, Any], module: Any) -> dict[str, Any]:
    """Return what the second computation finds in the places that an example names."""
    with_acts = Example(example)
    found = module.reckon(with_acts)
    return nested(dict(_named(example, found))) | ({"refused": with_acts.refused()} if with_acts.refused() else {})


def _named(example: dict[str, Any], found: dict[tuple[str, ...], Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for path, _ in leaves(example["expect"]):
        try:
            yield path, written(looked_up(found, path))
        except KeyError:
            continue


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_other_figures_give_what_the_second_computation_says(folder: Path) -> None:
    """With figures exchanged, every value that an example names is again that of the independent computation."""
    random = Random(folder.name)
    document = loaded(folder / "agreement.yaml")
    examples = [varied(example, random) for example in document["examples"]]
    for example in examples:
        example["expect"] = computed(example, module_of(folder))
    stream = StringIO()
    writer = YAML()
    writer.width = 10_000
    writer.dump(document | {"examples": examples}, stream)
    agreement, _ = read_agreement(("agreement.yaml", stream.getvalue().encode()))
    assert agreement is not None
    _, problems = run_examples(agreement, DuckDBDriver())
    assert [problem.why for problem in problems] == []
