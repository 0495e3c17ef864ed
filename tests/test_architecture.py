"""ARCHITECTURE.md, the import contracts and the code tell the same story."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "comity"
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
PURE = ("kernel", "agreement", "facts", "metrics", "surveys", "clauses", "scorecards", "standing")
HEAVY = {"duckdb", "pyarrow", "rich", "typst", "openpyxl", "holidays", "jinja2", "numpy", "pandas", "docx", "icalendar"}


def packages() -> set[str]:
    """Return the packages that exist directly under comity."""
    return {path.parent.name for path in SOURCE.glob("*/__init__.py")}


def layers(*, built: bool) -> list[list[str]]:
    """Return the contract's layers, highest first: packages that are built, or those in brackets."""
    wanted = re.compile(r"^\w+$" if built else r"^\(\w+\)$")
    rows = [[name.strip() for name in layer.split("|")] for layer in CONTRACTS["layers"]["layers"]]
    rows = [[name.strip("()") for name in row if wanted.match(name)] for row in rows]
    return [row for row in rows if row]


def test_every_package_is_described_and_every_described_package_exists() -> None:
    """The headings under "Packages" are exactly the packages of the code."""
    described = re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)
    assert sorted(described) == sorted(packages())


def test_the_drawn_house_is_the_enforced_one() -> None:
    """The layers drawn on the page, and their order, are those of the import contract."""
    drawing = re.search(r"## The house.*?```text\n(.*?)```", PAGE, re.DOTALL)
    assert drawing is not None
    assert [line.split(" | ") for line in drawing[1].splitlines()] == layers(built=True)


def test_packages_are_described_from_the_ground_up() -> None:
    """The order of the descriptions is the order of the layers, lowest first."""
    rank = {name: number for number, row in enumerate(reversed(layers(built=True))) for name in row}
    described = re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)
    assert [rank[name] for name in described] == sorted(rank[name] for name in described)


def test_brackets_stand_only_around_packages_to_come() -> None:
    """A package in brackets is not built yet, and the page names it as still to come."""
    to_come = {name for row in layers(built=False) for name in row}
    assert not to_come & packages()
    named = PAGE.split("## Still to come")[1]
    assert to_come == set(re.findall(r"`(\w+)`", named))


def pure_modules() -> list[Path]:
    return sorted(path for package in PURE for path in (SOURCE / package).rglob("*.py"))


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` of a name or an attribute, or an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


OUTSIDE = re.compile(
    r"^(open|input|print|exec|eval|__import__)$"
    r"|\.(today|now|utcnow|read_text|read_bytes|write_text|write_bytes|open|iterdir|glob|getenv)$"
    r"|^(os|time|random|tempfile|shutil)\."
)


COMPILES = SOURCE / "kernel" / "values.py"
"""The one module that may compile: methods, from the names of the fields of our own classes, as dataclasses does."""


def reaches_outside(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = dotted(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and OUTSIDE.search(called) and (path, called) != (COMPILES, "exec"):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {dotted(node.func)}"


def test_nothing_below_the_adapters_reads_a_clock_a_file_or_chance() -> None:
    """The core is pure: whatever depends on the day, a file or chance is told it."""
    assert pure_modules()
    assert [call for path in pure_modules() for call in reaches_outside(path)] == []


def floats(path: Path) -> Iterator[str]:
    """Yield the places of float literals and of calls of float(); the likeness of words (`cutoff`) is no figure."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    likeness = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "cutoff"}
    for node in ast.walk(tree):
        if (isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in likeness) or (
            isinstance(node, ast.Call) and dotted(node.func) == "float"
        ):
            yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_float_in_the_core() -> None:
    """No float literal and no call of float() stands where figures are computed."""
    # Surveys and the weighing of weights are statistics of judgements, never money.
    judged = {SOURCE / folder for folder in ("surveys", "scorecards/weights", "scorecards/robust")}
    core = [path for path in pure_modules() if not judged & set(path.parents)]
    assert [place for path in core for place in floats(path)] == []


@pytest.mark.parametrize("module", ["comity.cli.main", "comity.kernel.problem"])
def test_heavy_libraries_are_loaded_only_where_they_are_used(module: str) -> None:
    """Importing the command line loads no database, no Arrow and no renderer, so that help is quick."""
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
