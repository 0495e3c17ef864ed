"""The keys of clauses, reliefs and steps."""

from __future__ import annotations

from comity.agreement import containers as c
from comity.agreement import forms as f
from comity.agreement.form import Form, words
from comity.agreement.section import CARRIES, OWED_BY, OWED_TO, PARTY, PER, SAYS, SERVES, TITLE, key, section

CLAUSES = section(
    "clauses",
    "a clause",
    TITLE,
    OWED_BY,
    OWED_TO,
    key("every", f.CLAUSE_PERIOD, "The period that is tested.", "month", required=True),
    PER,
    key("measure", f.FORMULA, "What is measured.", "fill_rate"),
    key("at least", f.VALUE, "Met where the measure is this or more.", "95%"),
    key("above", f.VALUE, "Met where the measure is more than this.", "0"),
    key("at most", f.VALUE, "Met where the measure is this or less.", "USD 50k"),
    key("below", f.VALUE, "Met where the measure is less than this.", "20%"),
    key(
        "missed if",
        f.FORMULA,
        "A condition; missed where it is true. Instead of `measure`.",
        "days_late > 60 and in_stock = 0",
    ),
    key("round", f.ROUNDING, "The unit the measure is rounded to before it is compared; exact if left out.", "0.1%"),
    key(
        "let",
        c.map_of(f.FORMULA, "a map of name to formula", strict="name"),
        "Names for parts of the formulas.",
        "{points: severity(value)}",
    ),
    key(
        "relief",
        c.entries("relief", "a map of reliefs", strict="relief"),
        "Events for which the party that owes is excused.",
        "{force_majeure: {effect: excuse}}",
    ),
    key(
        "rules",
        c.entries("step", "a map of rules", strict="rule"),
        "What follows, and when.",
        "{credit: {then: {pay: 5% * fees}}}",
    ),
    key("ladder", c.reference("ladder"), "The ladder that takes its disputes.", "standard"),
    key("starts", f.DEADLINE, "First day of the clause; that of the agreement if left out.", "2026-04-01"),
    key("ends", f.DEADLINE, "Last day of the clause; that of the agreement if left out.", "2 years after launch"),
    SERVES,
    SAYS,
)

RELIEF = section(
    "relief",
    "a relief",
    key(
        "effect",
        words("excuse", "exclude", "adjust", "extend"),
        "What an accepted claim does.",
        "excuse",
        required=True,
    ),
    key("within", f.DEADLINE, "The notice test: by when it must be claimed.", "5 business days after event"),
    key("evidence", f.PROSE, "What the claim must show.", "description of the event"),
    CARRIES,
    key("measure", f.FORMULA, "With `adjust`: what is measured instead.", "bought + refused"),
    SAYS,
)

STEP = section(
    "step",
    "a step or consequence",
    key("name", f.WORD, "Its name; the words of `do` if left out.", "cure"),
    key("level", f.WORD, "In a ladder: the body or stage.", "steering committee"),
    key("rules", f.PROSE, "With `level`: the rules of procedure.", "ICC Rules of Arbitration"),
    key("seat", f.PROSE, "With `level`: the seat of the arbitration.", "Geneva"),
    key("if", f.FORMULA, "A condition without which it is passed over.", "kind = 'money'"),
    key("when", f.FORMULA, "The condition on which it fires, or that it awaits.", "times(missed, 4) >= 2"),
    key("unless", f.FORMULA, "As soon as this is true the step lapses.", "missed"),
    key("again", f.AGAIN_FORM, "When it may fire, or be done, again.", "after a clear period"),
    key("must", c.references("party", "body"), "Who has to do it; of several, each.", "supplier"),
    key("may", c.references("party", "body"), "Who has the right to do it; of several, any.", "customer"),
    key("do", f.WORD, "The act awaited, in plain words.", "notice of termination"),
    key(
        "choose",
        c.map_of(c.consequences(), "a map of option to consequence"),
        "Options, of which one is chosen.",
        "{waive: {declare: waived}, go: {set: {agreement: terminated}}}",
    ),
    key("pay", f.FORMULA, "An amount. With `must` or `may` it is awaited, else it is posted.", "5% * annual_fee"),
    key(
        "from",
        c.reference("party", "period start"),
        "Who pays; with `set`: `period start`, so that it holds for the period itself.",
        "customer",
    ),
    key("to", PARTY, "Who is paid.", "supplier"),
    key("into", c.reference("account"), "The account a payment is posted to.", "credits"),
    key("at most", f.FORMULA, "The greatest amount of this payment.", "USD 10k"),
    key(
        "set",
        c.map_of(
            Form(says="a value", read=lambda node, notes: node, schema={"$ref": "#/$defs/value"}),
            "a map of setting to value",
        ),
        "Settings that change.",
        "{price_cut: 2%}",
    ),
    key("for", f.DURATION, "With `set`: for how long.", "3 months"),
    key("after", f.DURATION, "With `set`: how much later.", "30 days"),
    key("declare", f.WORD, "A status of the case and its period.", "cured"),
    key("ladder", c.reference("ladder"), "A ladder that opens.", "standard"),
    key("within", f.DEADLINE, "The time for it; without it the step stays open.", "30 days after notice"),
    CARRIES,
    key("then", c.consequences(), "What follows when it fired or was done.", "{declare: cured}"),
    key("else", c.consequences(), "What follows when it lapsed.", "{declare: reserved}"),
    SAYS,
)
