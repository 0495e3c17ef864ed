"""Patterns whose consequence is money: a credit in bands, a bonus, a minimum that may be made up, and delay."""

from __future__ import annotations

import re

from comity.agreement.nodes import Mapping as MapNode
from comity.agreement.nodes import Scalar
from comity.opening.drafts.emit import Value
from comity.opening.drafts.patterns.model import (
    CAP,
    MORE,
    PARTIES,
    TITLE,
    Asked,
    Pattern,
    Pieces,
    Values,
    account,
    cap_values,
    clause,
    clause_values,
    in_clause,
    test_of,
    text_at,
)
from comity.opening.drafts.text import Path, node_at

BANDS = (2, 3, 4)
_ORDER = {2: "Second", 3: "Third", 4: "Fourth"}


# -- a credit for each miss, more for a worse one -----------------------------------------------


def _credit(name: str, values: Values) -> Pieces:
    bands = [(values[f"from_{i}"], values[f"amount_{i}"]) for i in BANDS if values[f"from_{i}"]]
    pay = f"{name}_credit(value)" if bands else values["amount"]
    rules: dict[str, Value] = {"credit": {"then": {"pay": pay, "into": f"{name}_credits"}}}
    title = f"Credits for {values['title']}"
    return {
        ("settings", f"{name}_credit"): _table(values, bands) if bands else None,
        ("accounts", f"{name}_credits"): account(
            title, values["owed_by"], values["owed_to"], values["cap"], values["cap_every"]
        ),
        ("clauses", name): clause(values, rules),
    }


def _table(values: Values, bands: list[tuple[str, str]]) -> dict[str, str]:
    """Return a step table: an entry holds from its value up, so a falling metric is read from its next bound on.

    What is met costs nothing, so the threshold is a step of its own; where it is the name of a setting it cannot be.
    """
    nothing = {values["threshold"]: _zero(values["amount"])} if not _is_name(values["threshold"]) else {}
    if _falls(values):
        bounds = [*(bound for bound, _ in bands), "else"]
        return nothing | dict(zip(bounds, [values["amount"], *(amount for _, amount in bands)], strict=True))
    if nothing:
        return {values["threshold"]: values["amount"], **dict(bands), "else": _zero(values["amount"])}
    return {**dict(bands), "else": values["amount"]}


def _is_name(threshold: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]*", threshold) is not None


def _zero(amount: str) -> str:
    """Return nothing of the currency that a sum is in."""
    return f"{amount[:3]} 0" if re.match(r"[A-Z]{3}\b", amount) else "0"


def _falls(values: Values) -> bool:
    return values["relation"] in ("at least", "above")


def _credit_values(name: str, root: MapNode) -> Values | None:
    values = clause_values(name, root)
    if values is None:
        return None
    table = node_at(root, ("settings", f"{name}_credit"))
    entries = (
        [(key.text, value.text) for key, value in table if isinstance(value, Scalar)]
        if isinstance(table, MapNode)
        else []
    )
    first, rows = text_at(root, "clauses", name, "rules", "credit", "then", "pay"), []
    stepped = bool(entries) and entries[0][0] == values["threshold"]
    if entries and _falls(values):
        entries = entries[1:] if stepped else entries
        amounts = [amount for _, amount in entries]
        first, rows = (
            amounts[0] if amounts else "",
            list(zip([bound for bound, _ in entries[:-1]], amounts[1:], strict=True)),
        )
    elif entries:
        first, rows = (entries[0][1], entries[1:-1]) if stepped else (entries[-1][1], entries[:-1])
    empty = {f"{part}_{i}": "" for i in BANDS for part in ("from", "amount")}
    filled = {f"{part}_{i}": row[at] for i, row in zip(BANDS, rows, strict=False) for at, part in enumerate(_PARTS)}
    return values | cap_values(root, f"{name}_credits") | empty | filled | {"amount": first}


_PARTS = ("from", "amount")


def _credit_place(name: str, asked: str) -> Path:
    if asked in ("cap", "cap_every"):
        return ("accounts", f"{name}_credits", "caps")
    if re.fullmatch(r"(from|amount)_[0-9]", asked):
        return ("settings", f"{name}_credit")
    return in_clause(name, asked)


CREDIT = Pattern(
    name="credit",
    title="Credit for each miss",
    says="For each period that is missed a sum is due, more the further it is missed, up to a cap.",
    asks=(
        TITLE, *PARTIES, *test_of("Threshold"),
        Asked(name="amount", label="Credit for a miss", kind="money", help="Such as USD 5k, in its currency."),
        *(Asked(name=f"{part}_{i}", label=label.format(_ORDER[i]), kind=kind, needed=False, help=says)
          for i in BANDS for part, label, kind, says in (
              ("from", "{} band: worse than", "value", "Where less is better: from this value up." if i == 2 else ""),
              ("amount", "{} band: credit", "money", ""))),
        *CAP, *MORE,
    ),
    write=_credit, read=_credit_values, pointed=_credit_place,
)  # fmt: skip


# -- a bonus for reaching a target ---------------------------------------------------------------


def _bonus(name: str, values: Values) -> Pieces:
    payer, payee = values["owed_to"], values["owed_by"]
    then = {"pay": values["amount"], "from": payer, "to": payee, "into": f"{name}_bonus"}
    title = f"Bonus for {values['title']}"
    return {
        ("accounts", f"{name}_bonus"): account(title, payer, payee, values["cap"], values["cap_every"]),
        ("clauses", name): clause(values, {"bonus": {"when": "met", "then": then}}),
    }


def _bonus_values(name: str, root: MapNode) -> Values | None:
    values = clause_values(name, root)
    if values is None:
        return None
    amount = text_at(root, "clauses", name, "rules", "bonus", "then", "pay")
    return values | cap_values(root, f"{name}_bonus") | {"amount": amount}


def _bonus_place(name: str, asked: str) -> Path:
    return ("accounts", f"{name}_bonus", "caps") if asked in ("cap", "cap_every") else in_clause(name, asked)


BONUS = Pattern(
    name="bonus",
    title="Target with a bonus",
    says="Whoever reaches the target is paid a bonus by the other party, up to a cap. A miss has no consequence.",
    asks=(
        TITLE,
        *PARTIES,
        *test_of("Target"),
        Asked(name="amount", label="Bonus", kind="money", wide=True),
        *CAP,
        *MORE,
    ),
    write=_bonus,
    read=_bonus_values,
    pointed=_bonus_place,
)


# -- a minimum that may be made up ---------------------------------------------------------------


def _minimum(name: str, values: Values) -> Pieces:
    sum_due = "shortfall" if values["rate"] == "100%" else f"{values['rate']} * shortfall"
    leave: dict[str, Value] = {"set": {"agreement": "terminated"}, "after": values["notice"]}
    election: dict[str, Value] = {
        "name": "election",
        "may": values["owed_to"],
        "choose": {"waive": {"declare": "waived"}, "terminate": leave},
        "within": values["elect"],
        "else": {"declare": "reserved"},
    }
    pay: dict[str, Value] = {
        "name": "pay to keep",
        "may": values["owed_by"],
        "pay": sum_due,
        "within": f"{values['within']} after period end",
    }
    rules: dict[str, Value] = {"below_minimum": {"then": pay | {"then": {"declare": "cured"}, "else": election}}}
    return {("clauses", name): clause(values, rules)}


def _minimum_values(name: str, root: MapNode) -> Values | None:
    values = clause_values(name, root)
    step = ("clauses", name, "rules", "below_minimum", "then")
    if values is None:
        return None
    return values | {
        "rate": text_at(root, *step, "pay").removesuffix("shortfall").removesuffix(" * ") or "100%",
        "within": text_at(root, *step, "within").removesuffix(" after period end"),
        "elect": text_at(root, *step, "else", "within"),
        "notice": text_at(root, *step, "else", "choose", "terminate", "after"),
    }


MINIMUM = Pattern(
    name="minimum",
    title="Minimum that may be made up",
    says="Who stays below the minimum may pay the difference. If not, the other party chooses: waive, or end it.",
    asks=(
        TITLE, *PARTIES, *test_of("Minimum"),
        Asked(name="rate", label="Share of the difference", kind="value", begin="100%", help="Of what is missing."),
        Asked(name="within", label="To be paid within", kind="span", begin="60 days", help="After the period's end."),
        Asked(name="elect", label="Then the other party chooses within", kind="span", begin="30 days"),
        Asked(name="notice", label="Ending it takes effect after", kind="span", begin="3 months"), *MORE,
    ),
    write=_minimum, read=_minimum_values, pointed=in_clause,
)  # fmt: skip


# -- milestones that come late --------------------------------------------------------------------


def _delay(name: str, values: Values) -> Pieces:
    pay = f"ceil(value / 7) * {values['amount']}"
    test = dict(values) | {
        "measure": "days_late",
        "every": "row of milestones",
        "relation": "at most",
        "threshold": "0",
    }
    rules: dict[str, Value] = {"delay": {"then": {"pay": pay, "into": f"{name}_damages"}}}
    damages = account(
        f"Damages for {values['title']}", values["owed_by"], values["owed_to"], values["cap"], values["cap_every"]
    )
    return {("accounts", f"{name}_damages"): damages, ("clauses", name): clause(test | {"per": ""}, rules)}


def _delay_values(name: str, root: MapNode) -> Values | None:
    values = clause_values(name, root)
    if values is None:
        return None
    pay = text_at(root, "clauses", name, "rules", "delay", "then", "pay")
    return values | cap_values(root, f"{name}_damages") | {"amount": pay.removeprefix("ceil(value / 7) * ")}


def _delay_place(name: str, asked: str) -> Path:
    return ("accounts", f"{name}_damages", "caps") if asked in ("cap", "cap_every") else in_clause(name, asked)


DELAY = Pattern(
    name="delay",
    title="Damages for late milestones",
    says="For each week, begun or whole, that a milestone comes late a sum is due, up to a cap. It needs a milestone.",
    asks=(
        TITLE,
        *PARTIES,
        Asked(
            name="amount",
            label="For each week of delay",
            kind="money",
            help="Such as USD 5k, in the currency of the agreement.",
        ),
        *CAP,
        *MORE,
    ),
    write=_delay,
    read=_delay_values,
    pointed=_delay_place,
)
