"""Agreements for the tests of formulas, read from YAML by as little code as serves.

The reader of agreements has tests of its own; this one knows nothing of places and refuses nothing.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from textwrap import dedent
from typing import Any

from ruamel.yaml import YAML

from comity.agreement.formula.parse import parse
from comity.agreement.model import (
    Account,
    Cap,
    Clause,
    Column,
    DatedMap,
    Dimension,
    FactTable,
    Formula,
    KeyedMap,
    Metric,
    Relief,
    ScoredMetric,
    Step,
    StepTable,
    Survey,
    Term,
    Terms,
    Unset,
    Word,
)  # fmt: skip
from comity.catalogue.instrument import Question
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from comity.kernel.problem import Place

Map = dict[str, Any]


def agreement(text: str) -> Terms:
    """Return the terms written in a piece of YAML."""
    document: Map = YAML(typ="base", pure=True).load(dedent(text)) or {}
    return _Small(document).terms()


def formula_at(text: str, where: str) -> Formula:
    """Return a formula that stands at a place named after its path."""
    node, problems = parse(text, Place(file=where, line=1, column=1))
    assert node is not None, problems
    return Formula(text=text, node=node, place=Place(file=where, line=1, column=1))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


class _Small:
    def __init__(self, document: Map) -> None:
        self.document = document
        self.names = {*document.get("settings", {}), *document.get("metrics", {})}
        for clause in document.get("clauses", {}).values():
            self.names |= {*clause.get("let", {})}

    def section(self, name: str) -> Map:
        found: Map = self.document.get(name, {})
        return found

    def terms(self) -> Terms:
        return Terms(
            alliance="small", title="", parties={}, calendar=Calendar(), starts=date(2026, 1, 1),
            place=Place(file="small"), digest="", currency=self.document.get("currency"),
            settings={name: self.term(value, f"settings.{name}") for name, value in self.section("settings").items()},
            facts={name: self.table(name, table) for name, table in self.section("facts").items()},
            metrics={name: self.metric(name, metric) for name, metric in self.section("metrics").items()},
            accounts={name: self.account(name, account) for name, account in self.section("accounts").items()},
            clauses={name: self.clause(name, clause) for name, clause in self.section("clauses").items()},
            ladders={name: self.steps(steps, f"ladders.{name}") for name, steps in self.section("ladders").items()},
            surveys={name: self.survey(name, survey) for name, survey in self.section("surveys").items()},
            scorecard={name: self.dimension(name, scored) for name, scored in self.section("scorecard").items()},
        )  # fmt: skip

    def term(self, value: Any, where: str) -> Term:
        place = Place(file=where)
        if isinstance(value, dict):
            return self.map(value, where)
        if value == "unset":
            return Unset(place=place)
        plain = re.fullmatch(r"[a-z][a-z -]*", value) and value not in {"true", "false", "yes", "no"}
        return Word(text=value, place=place) if plain and value not in self.names else formula_at(value, where)

    def map(self, value: Map, where: str) -> Term:
        place = Place(file=where)
        entries = {key: self.term(entry, where) for key, entry in value.items()}
        if all(re.fullmatch(r"\d{4}-\d\d-\d\d", key) for key in entries):
            return DatedMap(
                entries=tuple((date.fromisoformat(key), entry) for key, entry in entries.items()), place=place
            )
        if all(re.fullmatch(r"[\d.]+%?|else", key) for key in entries):
            otherwise = entries.pop("else", None)
            steps = tuple((Decimal(key.rstrip("%")), entry) for key, entry in entries.items())
            return StepTable(entries=steps, otherwise=otherwise, place=place)
        return KeyedMap(entries=entries, place=place)

    def column(self, name: str, value: Any, where: str) -> Column:
        if isinstance(value, list):
            return Column(name=name, type="text", words=tuple(value), place=Place(file=where))
        kind = "truth" if value == "yes or no" else value.split()[0]
        condition = formula_at(value, where) if " >" in value else None
        return Column(name=name, type=kind, condition=condition, place=Place(file=where))

    def columns(self, value: Map, where: str) -> dict[str, Column]:
        return {name: self.column(name, kind, where) for name, kind in value.items()}

    def table(self, name: str, value: Map) -> FactTable:
        every = value.get("every", "month")
        return FactTable(
            name=name, reporters=(), every=None if every == "row" else Grain(every),
            columns=self.columns(value["columns"], f"facts.{name}"), place=Place(file=f"facts.{name}"),
        )  # fmt: skip

    def metric(self, name: str, value: Map) -> Metric:
        where = f"metrics.{name}"
        return Metric(
            name=name, formula=formula_at(value["is"], where), every=Grain(value["every"]), place=Place(file=where),
            per=tuple(_listed(value.get("per"))), unit=value.get("unit", ""),
            target=self.term(value["target"], where) if "target" in value else None,
        )  # fmt: skip

    def account(self, name: str, value: Map) -> Account:
        place = Place(file=f"accounts.{name}")
        caps = tuple(
            Cap(
                at_most=self.term(cap["at most"], place.file),
                every=cap["every"],
                place=place,
                per=tuple(_listed(cap.get("per"))),
            )
            for cap in value.get("caps", [])
        )
        return Account(name=name, owed_by="", owed_to="", settle="", place=place, caps=caps)

    def clause(self, name: str, value: Map) -> Clause:
        where = f"clauses.{name}"
        every = value["every"]
        table = every.partition("row of ")[2]
        relation = next((word for word in ("at least", "above", "at most", "below") if word in value), "")
        return Clause(
            name=name, owed_by="", owed_to="", place=Place(file=where), per=tuple(_listed(value.get("per"))),
            every=every if table or every == "once" else Grain(every), table=table,
            measure=self.optional(value, "measure", where), missed_if=self.optional(value, "missed if", where),
            relation=relation, threshold=self.term(value[relation], f"{where}.threshold") if relation else None,
            let={word: formula_at(text, f"{where}.let.{word}") for word, text in value.get("let", {}).items()},
            relief={word: self.relief(word, entry, where) for word, entry in value.get("relief", {}).items()},
            rules={word: self.step(rule, f"{where}.rules.{word}") for word, rule in value.get("rules", {}).items()},
            ladder=value.get("ladder", ""),
        )  # fmt: skip

    def survey(self, name: str, value: Map) -> Survey:
        questions = tuple(Question(key=key, of=key, says={"en": text}) for key, text in value["items"].items())
        return Survey(name=name, every=Grain.YEAR, asks={}, scale=(1, 5), questions=questions, place=Place(file=name))

    def relief(self, name: str, value: Map, where: str) -> Relief:
        measure = self.optional(value, "measure", where)
        carries = self.columns(value.get("with", {}), where)
        return Relief(name=name, effect=value["effect"], place=Place(file=where), measure=measure, carries=carries)

    def dimension(self, name: str, value: Map) -> Dimension:
        place = Place(file=f"scorecard.{name}")
        metrics = tuple(
            ScoredMetric(
                metric=metric, place=place, floor=formula_at(anchors["floor"], place.file),
                target=formula_at(anchors["target"], place.file), stretch=self.optional(anchors, "stretch", place.file),
            )
            for metric, anchors in value["metrics"].items()
        )  # fmt: skip
        return Dimension(name=name, weight=Decimal(1), metrics=metrics, place=place)

    def optional(self, value: Map, key: str, where: str) -> Formula | None:
        return formula_at(value[key], f"{where}.{key}") if key in value else None

    def steps(self, value: Any, where: str) -> tuple[Step, ...]:
        return tuple(self.step(step, where) for step in _listed(value))

    def step(self, value: Map, where: str) -> Step:
        return Step(
            place=Place(file=where), name=value.get("name", ""), do=value.get("do", ""), into=value.get("into", ""),
            condition=self.optional(value, "if", where), when=self.optional(value, "when", where),
            unless=self.optional(value, "unless", where), pay=self.optional(value, "pay", where),
            at_most=self.optional(value, "at most", where),
            modal="may" if "may" in value else "must" if "must" in value else "",
            set={name: self.term(entry, f"{where}.set") for name, entry in value.get("set", {}).items()},
            choose={name: self.steps(entry, where) for name, entry in value.get("choose", {}).items()},
            carries=self.columns(value.get("with", {}), where),
            ladder=value.get("ladder", ""),
            again=value.get("again", ""),
            then=self.steps(value.get("then"), where), otherwise=self.steps(value.get("else"), where),
        )  # fmt: skip
