"""The glossary and the classes say the same words."""

import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

GLOSSARY = Path(__file__).parent.parent / "GLOSSARY.md"
MODULES = (
    "comity.kernel.calendar",
    "comity.kernel.deadline",
    "comity.kernel.figure",
    "comity.kernel.period",
    "comity.kernel.problem",
    "comity.agreement.acts",
    "comity.agreement.clauses_model",
    "comity.agreement.facts_model",
    "comity.agreement.model",
    "comity.agreement.terms_model",
    "comity.agreement.views_model",
    "comity.catalogue.instrument",
    "comity.facts.model",
    "comity.clauses.accounts",
    "comity.clauses.life.model",
    "comity.clauses.model",
    "comity.clauses.postings",
    "comity.clauses.relief",
    "comity.clauses.remitted",
    "comity.scorecards.model",
    "comity.standing.model",
)
NAMED_UNIONS = {"Exact", "Scope", "Term", "Value"}
ENTRY = re.compile(r"^- \*\*(?P<word>[^*]+)\*\* \(`(?P<name>\w+)`\): (?P<meaning>.+)$", re.MULTILINE)


def public_concepts(module: ModuleType) -> set[str]:
    """Return the public classes that a module itself defines."""
    classes = inspect.getmembers(module, inspect.isclass)
    return {name for name, item in classes if item.__module__ == module.__name__ and not name.startswith("_")}


def entries() -> list[re.Match[str]]:
    return list(ENTRY.finditer(GLOSSARY.read_text(encoding="utf-8")))


def test_every_public_concept_is_defined_and_every_definition_is_a_concept() -> None:
    """A class without a definition and a definition without a class are both named."""
    concepts = NAMED_UNIONS.union(*(public_concepts(importlib.import_module(name)) for name in MODULES))
    assert {entry["name"] for entry in entries()} == concepts


def test_no_concept_is_defined_twice() -> None:
    """One class has one word, and one word has one class."""
    names = [entry["name"] for entry in entries()]
    words = [entry["word"].lower() for entry in entries()]
    assert len(set(names)) == len(names)
    assert len(set(words)) == len(words)


def test_every_entry_is_read() -> None:
    """No line of the list escapes the comparison because it is written differently."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    assert len(lines) == len(entries())
