"""The 29 clause patterns: `comity check` agrees with a second computation, and every parameter shown decides.

A pattern is a folder of examples/clauses with its agreement and its twin: the same agreement with one parameter changed
and other outcomes of the same example. What is expected is computed again in tests/examples/clauses, without comity.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.read import read_agreement
from comity.cli.alliance import checked
from comity.kernel.problem import Problem, Severity
from comity.standing.worked.run import run_examples
from tests.examples.clauses.reckon import Example, leaves, looked_up, same

CLAUSES = Path(__file__).parent.parent.parent / "examples" / "clauses"
FOLDERS = sorted(path.parent for path in CLAUSES.rglob("agreement.yaml"))
TWINS = sorted(CLAUSES.rglob("twin*.yaml"))


def name_of(path: Path) -> str:
    """Return the name of a folder, or of a twin in it, as it stands below examples/clauses."""
    return str(path.relative_to(CLAUSES).with_suffix(""))


def module_of(folder: Path) -> Any:
    """Return the module that computes the examples of a folder again: p01, or edges_borders."""
    name = folder.name[:3] if folder.parent == CLAUSES else f"edges_{folder.name.replace('-', '_')}"
    return import_module(f"tests.examples.clauses.{name}")


def loaded(path: Path) -> dict[str, Any]:
    """Read a YAML file with every scalar as text."""
    found: dict[str, Any] = YAML(typ="base").load(path.read_text(encoding="utf-8"))
    return found


def differences(example: dict[str, Any], found: dict[tuple[str, ...], Any], refused: list[str]) -> list[str]:
    """Return what an example expects and the second computation does not give."""
    wrong = []
    expected = dict(leaves(example["expect"]))
    days = expected.pop(("refused",), [])
    if sorted(days if isinstance(days, list) else [days]) != sorted(refused):
        wrong.append(f"refused is expected as {days}, computed as {refused}")
    for path, written in expected.items():
        try:
            computed = looked_up(found, path)
        except KeyError:
            wrong.append(f"{' '.join(path)} is expected as {written}, not computed at all")
            continue
        if not same(written, computed):
            wrong.append(f"{' '.join(path)} is expected as {written}, computed as {computed}")
    return wrong


def recomputed(examples: list[dict[str, Any]], module: Any, changed: dict[str, Any]) -> list[str]:
    """Compute examples a second time; return every difference."""
    wrong = []
    for raw in examples:
        example = Example(raw)
        found = module.reckon(example, **changed)
        wrong += [f"{raw.get('says', 'twin')}: {what}" for what in differences(raw, found, example.refused())]
    return wrong


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_every_expected_value_is_computed_a_second_time(folder: Path) -> None:
    """Amounts, days, verdicts and states of all examples are those of an independent computation in plain Python."""
    assert recomputed(loaded(folder / "agreement.yaml")["examples"], module_of(folder), {}) == []


@pytest.mark.parametrize("path", TWINS, ids=name_of)
def test_every_value_of_a_twin_is_computed_a_second_time(path: Path) -> None:
    """With the one parameter changed, the same computation gives what the twin expects."""
    module = module_of(path.parent)
    changed = module.TWIN if path.stem == "twin" else module.TWINS[path.stem]
    assert recomputed(loaded(path)["examples"], module, changed) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_wrong_value_is_noticed(folder: Path) -> None:
    """Whatever an example expects, anything else in its place differs from the second computation."""
    for raw in loaded(folder / "agreement.yaml")["examples"]:
        example = Example(raw)
        found, refused = module_of(folder).reckon(example), example.refused()
        for path, _ in leaves(raw["expect"]):
            wrong: dict[str, Any] = {}
            place = wrong
            for key in path[:-1]:
                place = place.setdefault(key, {})
            place[path[-1]] = "wrong"
            expected_days = {} if path == ("refused",) else {"refused": refused}
            assert len(differences({"expect": wrong | expected_days}, found, refused)) == 1


# -- run by comity ----------------------------------------------------------------------------


def problems_of(document: dict[str, Any], folder: Path) -> list[Problem]:
    """Write an agreement into a folder and check it as `comity check` does."""
    folder.mkdir(exist_ok=True)
    with (folder / "agreement.yaml").open("w", encoding="utf-8") as stream:
        writer = YAML()
        writer.width = 10_000
        writer.dump(document, stream)
    return checked(folder, today=date(2026, 1, 1)).problems


def put(document: Any, path: str, value: Any) -> None:
    """Change one parameter: `clauses/quality/rules/failure/then/2/within`, entries of lists counted from 1."""
    *steps, last = path.split("/")
    for step in steps:
        document = document[int(step) - 1] if isinstance(document, list) else document[step]
    if isinstance(document, list):
        document[int(last) - 1] = value
    else:
        assert last in document, f"{path} is no parameter of the agreement"
        document[last] = value


def original_of(example: dict[str, Any], examples: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the example of the agreement that gives the same facts and acts."""
    same_facts = [
        one for one in examples if all(one.get(key) == example.get(key) for key in ("given", "acts", "as of"))
    ]
    assert len(same_facts) == 1, "a twin's example repeats the facts and acts of one example of the agreement"
    return same_facts[0]


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_agreement_passes(folder: Path) -> None:
    """`comity check` follows every example to the end, and counsel has nothing to question in a pattern.

    An edge may be left as open as it is argued about: there warnings are allowed.
    """
    problems = checked(folder, today=date(2026, 1, 1)).problems
    told = [problem for problem in problems if folder.parent == CLAUSES or problem.severity is Severity.ERROR]
    assert [str(problem) for problem in told] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_everything_expected_is_looked_at(folder: Path) -> None:
    """No expectation is passed over in silence: each value of each example has been compared."""
    text = (folder / "agreement.yaml").read_bytes()
    agreement, _ = read_agreement(("agreement.yaml", text))
    assert agreement is not None
    outcomes, _ = run_examples(agreement, DuckDBDriver())
    for outcome, raw in zip(outcomes, loaded(folder / "agreement.yaml")["examples"], strict=True):
        expected = [value for _, value in leaves({"expect": raw["expect"]})]
        days = raw["expect"].get("refused", "")
        more = len(days) - 1 if isinstance(days, list) else 0
        assert len(outcome.expectations) == len(expected) + more


@pytest.mark.parametrize("path", TWINS, ids=name_of)
def test_the_parameter_decides(path: Path, tmp_path: Path) -> None:
    """With one parameter changed the twin's expectations hold, and those of the agreement itself do not."""
    twin, agreement = loaded(path), loaded(path.parent / "agreement.yaml")
    [(parameter, value)] = twin["changes"].items()
    changed = deepcopy(agreement)
    put(changed, parameter, value)
    passing = problems_of(changed | {"examples": twin["examples"]}, tmp_path / "twin")
    assert [str(problem) for problem in passing if problem.severity is Severity.ERROR] == []
    for number, example in enumerate(twin["examples"]):
        original = original_of(example, agreement["examples"])
        failing = problems_of(changed | {"examples": [original]}, tmp_path / f"original{number}")
        assert {problem.code for problem in failing if problem.severity is Severity.ERROR} == {"CMY-601"}
