"""The grammar of the agreement as one table: section -> keys -> form, whether needed, meaning, example.

From it come the reader's checks, the JSON Schema (schema.py) and the tables of the reference (reference.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.agreement import forms as f
from comity.agreement.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: what stands there, whether it must, what it means, and an example of a value."""

    name: str
    form: Form
    says: str
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A kind of entry, such as one metric or one step. `says` is what the entry is."""

    name: str
    says: str
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key | None:
        """Return the key of that name."""
        return next((key for key in self.keys if key.name == name), None)


def _section(name: str, says: str, *keys: Key) -> Section:
    return Section(name=name, says=says, keys=keys)


def _key(name: str, form: Form, says: str, example: str, *, required: bool = False) -> Key:
    return Key(name=name, form=form, says=says, example=example, required=required)


_SAYS = _key("says", f.PROSE, "Free text, shown word for word, without effect.", "Payable with the next invoice.")
_TITLE = _key("title", f.PROSE, "The name that people read.", "Orders delivered on time")
_SERVES = _key("serves", f.references("objective"), "The objectives it serves.", "quality")
_PARTY = f.reference("party")
_OWED_BY = _key("owed by", _PARTY, "The party that owes it.", "supplier", required=True)
_OWED_TO = _key("owed to", _PARTY, "The party it is owed to.", "customer", required=True)
_PER = _key("per", f.references("column"), "The columns that make the scope: one result for each member.", "region")
_CARRIES = _key(
    "with", f.COLUMNS, "Values the act must carry, with their types; bound as names in `then`.", "{refused: money > 0}"
)

_TOP = _section(
    "top",
    "the agreement",
    _key("comity", f.VERSION, "Version of the language.", "1", required=True),
    _key("alliance", f.WORD, "Short name of the alliance; amendments refer to it.", "fern_lark", required=True),
    _key("title", f.PROSE, "Title of the agreement.", "Supply agreement of Fern and Lark"),
    _key(
        "parties",
        f.map_of(f.PROSE, "a map of party to legal name", strict="party"),
        "The parties: short name, legal name.",
        "{fern: Fern Works Ltd, lark: Lark Foods Ltd}",
        required=True,
    ),
    _key("calendar", f.entry("calendar", "a map of keys"), "How days and years are counted.", "{business days: [US]}"),
    _key("currency", f.CURRENCY, "The currency in which money is reckoned.", "USD"),
    _key("rates", f.reference("table"), "The table of exchange rates the parties trust.", "rates"),
    _key("starts", f.DEADLINE, "First day of the term.", "2026-01-01", required=True),
    _key("ends", f.DEADLINE, "Last day of the term; without it the term is open.", "2028-12-31"),
    _key(
        "objectives",
        f.map_of(f.PROSE, "a map of name to sentence", strict="objective"),
        "Why the alliance exists, each in a sentence.",
        "{quality: What is delivered can be used.}",
    ),
    _key(
        "settings",
        f.map_of(f.SETTING, "a map of name to value", strict="setting"),
        "Named terms of the bargain; a step may change them.",
        "{price: USD 12.50}",
    ),
    _key(
        "facts",
        f.entries("facts", "a map of tables", strict="table"),
        "The tables of facts that the parties owe.",
        "{orders: {reported by: fern, …}}",
    ),
    _key(
        "metrics",
        f.entries("metrics", "a map of metrics", strict="metric"),
        "Figures computed from facts.",
        "{fill_rate: {is: …, every: month}}",
    ),
    _key(
        "milestones",
        f.entries("milestones", "a map of milestones", strict="milestone"),
        "Things to be done once, by a day.",
        "{launch: {due: 2026-06-30}}",
    ),
    _key(
        "surveys",
        f.entries("surveys", "a map of surveys", strict="survey"),
        "Questions put to people on both sides.",
        "{health: {every: 6 months, …}}",
    ),
    _key(
        "accounts",
        f.entries("accounts", "a map of accounts", strict="account"),
        "Where payments are posted, capped and settled.",
        "{credits: {owed by: fern, …}}",
    ),
    _key(
        "clauses",
        f.entries("clauses", "a map of clauses", strict="clause"),
        "What is owed, how it is tested, and what follows.",
        "{quality: {owed by: fern, …}}",
    ),
    _key(
        "ladders",
        f.map_of(f.list_of(f.entry("step", "a level"), "a list of levels"), "a map of ladders"),
        "How a dispute climbs, level by level.",
        "{standard: [{level: managers, within: 10 days}]}",
    ),
    _key(
        "scorecard",
        f.entries("scorecard", "a map of dimensions", strict="dimension"),
        "One score out of many metrics, by fixed anchors.",
        "{quality: {weight: 60%, metrics: {…}}}",
    ),
    _key(
        "governance",
        f.entries("governance", "a map of bodies"),
        "The bodies of the alliance.",
        "{board: {members: {fern: 2, lark: 2}}}",
    ),
    _key(
        "visibility", f.entries("visibility", "a map of what to who"), "Who may see what.", "{health: {seen by: board}}"
    ),
    _key(
        "illustrative",
        f.list_of(f.WORD, "a list of paths"),
        "Paths of terms that were added for illustration; views mark them.",
        "[clauses.quality.target]",
    ),
    _key(
        "examples",
        f.list_of(f.entry("examples", "an example"), "a list of examples"),
        "Worked examples; `comity check` runs them.",
        "[{says: …, given: …, expect: …}]",
    ),
    _SAYS,
)

_CALENDAR = _section(
    "calendar",
    "how the agreement counts time",
    _key("year starts", f.DAY_OF_YEAR, "First day of the years called 2026/27; 1 January if left out.", "1 July"),
    _key(
        "business days",
        f.BUSINESS_DAYS,
        "Places whose published holidays are no business days, in any of them; Monday to Friday if left out.",
        "[US, FR]",
    ),
    _key(
        "holidays",
        f.one_or_more(f.DATE, "a date or a list of dates"),
        "Further days that are no business days.",
        "[2026-12-28]",
    ),
    _key("time zone", f.TIME_ZONE, "Where a day ends; UTC if left out.", "Europe/Paris"),
    _key(
        "roll",
        f.words("none", "next", "previous"),
        "Where the deadline of a step goes that falls on no business day; `none` if left out.",
        "next",
    ),
)

_FACTS = _section(
    "facts",
    "a table of facts",
    _TITLE,
    _key(
        "reported by",
        f.REPORTERS,
        "Who reports it, and in which money. Of several the first one's number counts where they agree.",
        "{fern: USD k, lark: EUR m}",
        required=True,
    ),
    _key(
        "every",
        f.FACT_PERIOD,
        "The period of a row; `row` where each row has a day of its own.",
        "month",
        required=True,
    ),
    _key("columns", f.COLUMNS, "The columns and their types.", "{month: period, good: number >= 0}", required=True),
    _key(
        "key",
        f.one_or_more(f.WORD, "a column, or a list of them"),
        "The columns that identify a row.",
        "[month, region]",
    ),
    _key("due", f.DEADLINE, "By when it is reported; after that it is missing.", "10 days after period end"),
    _key("tolerance", f.SHARE, "By how much two reports may differ and still agree.", "0.5%"),
    _key("final", f.DEADLINE, "From when only `restate` changes it.", "1 year after report"),
    _key("restate", f.DEADLINE, "Until when a restatement moves money.", "2 years after period end"),
    _SAYS,
)

_METRICS = _section(
    "metrics",
    "a metric",
    _TITLE,
    _key("is", f.FORMULA, "The formula.", "sum(orders.filled) / sum(orders.ordered)", required=True),
    _key("every", f.PERIOD, "The period it is measured for.", "month", required=True),
    _PER,
    _key("unit", f.WORD, "Its unit: `percent`, a currency, or words.", "percent"),
    _key("round", f.ROUNDING, "The unit it is rounded to; exact if left out.", "0.1% half even"),
    _key("better", f.words("higher", "lower"), "Which way is good.", "higher"),
    _key("target", f.VALUE, "What is aimed at; it has no consequence.", "{2026-01-01: 95%, 2027-01-01: 96%}"),
    _SERVES,
    _SAYS,
)

_MILESTONES = _section(
    "milestones",
    "a milestone",
    _TITLE,
    _key("due", f.DUE, "The last day for it.", "2026-06-30", required=True),
    _key("owed by", _PARTY, "The party that owes it.", "fern"),
    _key("evidence", f.PROSE, "What proves that it is done.", "certificate of completion"),
    _SERVES,
    _SAYS,
)

_SURVEYS = _section(
    "surveys",
    "a survey",
    _TITLE,
    _key("every", f.INTERVAL, "How often it is held.", "6 months", required=True),
    _key(
        "asks", f.numbers_of("party"), "How many people of each party are asked.", "{fern: 8, lark: 8}", required=True
    ),
    _key("scale", f.SCALE, "The least and the greatest answer.", "1 to 5", required=True),
    _key(
        "items",
        f.map_of(f.PROSE, "a map of dimension to statement", strict="dimension"),
        "The statements put to them, by dimension.",
        "{trust: We can rely on each other.}",
        required=True,
    ),
    _key("groups of", f.COUNT, "The smallest group whose answers are shown; 5 if left out.", "5"),
    _SAYS,
)

_ACCOUNTS = _section(
    "accounts",
    "an account",
    _TITLE,
    _OWED_BY,
    _OWED_TO,
    _key("settle", f.SETTLE, "When the net of both directions is due.", "next invoice", required=True),
    _key(
        "caps",
        f.list_of(f.entry("cap", "a cap"), "a list of caps"),
        "Limits, applied in the order written, inner first.",
        "[{at most: 10% * fees, every: month}]",
    ),
    _SAYS,
)

_CAP = _section(
    "cap",
    "a cap of an account",
    _key("at most", f.VALUE, "What positive postings together may not exceed.", "10% * fees", required=True),
    _key("every", f.CAP_PERIOD, "Within which span.", "month", required=True),
    _PER,
)

_CLAUSES = _section(
    "clauses",
    "a clause",
    _TITLE,
    _OWED_BY,
    _OWED_TO,
    _key("every", f.CLAUSE_PERIOD, "The period that is tested.", "month", required=True),
    _PER,
    _key("measure", f.FORMULA, "What is measured.", "fill_rate"),
    _key("at least", f.VALUE, "Met where the measure is this or more.", "95%"),
    _key("above", f.VALUE, "Met where the measure is more than this.", "0"),
    _key("at most", f.VALUE, "Met where the measure is this or less.", "USD 50k"),
    _key("below", f.VALUE, "Met where the measure is less than this.", "20%"),
    _key(
        "missed if",
        f.FORMULA,
        "A condition; missed where it is true. Instead of `measure`.",
        "days_late > 60 and in_stock = 0",
    ),
    _key("round", f.ROUNDING, "The unit the measure is rounded to before it is compared; exact if left out.", "0.1%"),
    _key(
        "let",
        f.map_of(f.FORMULA, "a map of name to formula", strict="name"),
        "Names for parts of the formulas.",
        "{points: severity(value)}",
    ),
    _key(
        "relief",
        f.entries("relief", "a map of reliefs", strict="relief"),
        "Events for which the party that owes is excused.",
        "{force_majeure: {effect: excuse}}",
    ),
    _key(
        "rules",
        f.entries("step", "a map of rules", strict="rule"),
        "What follows, and when.",
        "{credit: {then: {pay: 5% * fees}}}",
    ),
    _key("ladder", f.reference("ladder"), "The ladder that takes its disputes.", "standard"),
    _key("starts", f.DEADLINE, "First day of the clause; that of the agreement if left out.", "2026-04-01"),
    _key("ends", f.DEADLINE, "Last day of the clause; that of the agreement if left out.", "2 years after launch"),
    _SERVES,
    _SAYS,
)

_RELIEF = _section(
    "relief",
    "a relief",
    _key(
        "effect",
        f.words("excuse", "exclude", "adjust", "extend"),
        "What an accepted claim does.",
        "excuse",
        required=True,
    ),
    _key("within", f.DEADLINE, "The notice test: by when it must be claimed.", "5 business days after event"),
    _key("evidence", f.PROSE, "What the claim must show.", "description of the event"),
    _CARRIES,
    _key("measure", f.FORMULA, "With `adjust`: what is measured instead.", "bought + refused"),
    _SAYS,
)

_STEP = _section(
    "step",
    "a rule, a step, a consequence or a level",
    _key("name", f.WORD, "Its name; the words of `do` if left out.", "cure"),
    _key("level", f.WORD, "In a ladder: the body or stage.", "steering committee"),
    _key("if", f.FORMULA, "A condition without which it is passed over.", "kind = 'money'"),
    _key("when", f.FORMULA, "The condition on which it fires, or that it awaits.", "times(missed, 4) >= 2"),
    _key("unless", f.FORMULA, "As soon as this is true the step lapses.", "missed"),
    _key("again", f.AGAIN_FORM, "When it may fire, or be done, again.", "after a clear period"),
    _key("must", f.references("party", "body"), "Who has to do it; of several, each.", "supplier"),
    _key("may", f.references("party", "body"), "Who has the right to do it; of several, any.", "customer"),
    _key("do", f.WORD, "The act awaited, in plain words.", "notice of termination"),
    _key(
        "choose",
        f.map_of(f.consequences(), "a map of option to consequence"),
        "Options, of which one is chosen.",
        "{waive: {declare: waived}, go: {set: {agreement: terminated}}}",
    ),
    _key("pay", f.FORMULA, "An amount. With `must` or `may` it is awaited, else it is posted.", "5% * annual_fee"),
    _key(
        "from",
        f.reference("party", "period start"),
        "Who pays; with `set`: `period start`, so that it holds for the period itself.",
        "customer",
    ),
    _key("to", _PARTY, "Who is paid.", "supplier"),
    _key("into", f.reference("account"), "The account a payment is posted to.", "credits"),
    _key("at most", f.FORMULA, "The greatest amount of this payment.", "USD 10k"),
    _key(
        "set",
        f.map_of(
            f.Form(says="a value", read=lambda node, notes: node, schema={"$ref": "#/$defs/value"}),
            "a map of setting to value",
        ),
        "Settings that change.",
        "{price_cut: 2%}",
    ),
    _key("for", f.DURATION, "With `set`: for how long.", "3 months"),
    _key("after", f.DURATION, "With `set`: how much later.", "30 days"),
    _key("declare", f.WORD, "A status of the case and its period.", "cured"),
    _key("ladder", f.reference("ladder"), "A ladder that opens.", "standard"),
    _key("within", f.DEADLINE, "The time for it; without it the step stays open.", "30 days after notice"),
    _CARRIES,
    _key("then", f.consequences(), "What follows when it fired or was done.", "{declare: cured}"),
    _key("else", f.consequences(), "What follows when it lapsed.", "{declare: reserved}"),
    _SAYS,
)

_SCORECARD = _section(
    "scorecard",
    "a dimension of the scorecard",
    _TITLE,
    _key("weight", f.SHARE, "Its part of the score.", "60%", required=True),
    _key(
        "gate",
        f.words("floor"),
        "Below the floor of one of its metrics, the total is capped at its own score.",
        "floor",
    ),
    _key(
        "metrics",
        f.entries("scored", "a map of metrics"),
        "The metrics scored.",
        "{fill_rate: {floor: 90%, target: 97%}}",
        required=True,
    ),
    _SAYS,
)

_SCORED = _section(
    "scored",
    "a metric of the scorecard",
    _key("weight", f.SHARE, "Its part of the dimension; all alike if left out.", "50%"),
    _key("floor", f.FORMULA, "Where the score is 0.", "90%", required=True),
    _key("target", f.FORMULA, "Where the score is 100.", "97%", required=True),
    _key("stretch", f.FORMULA, "Where the score is 120; without it the score ends at 100.", "99%"),
)

_GOVERNANCE = _section(
    "governance",
    "a body",
    _TITLE,
    _key("members", f.numbers_of("party"), "How many members each party names.", "{fern: 2, lark: 2}"),
    _key("chair", f.PROSE, "Who presides.", "fern in even years, lark in odd years"),
    _key("decides", f.PROSE, "How it decides.", "unanimity"),
    _key("meets", f.PROSE, "How often it meets.", "every quarter"),
    _key("minutes", f.DEADLINE, "By when its minutes are sent.", "10 business days after meeting"),
    _SAYS,
)

_VISIBILITY = _section(
    "visibility",
    "who may see something",
    _key("seen by", f.references("party", "body", "everyone"), "Who may see it.", "[fern, board]", required=True),
    _key("grain", f.PERIOD, "The finest period shown.", "year"),
    _key("older than", f.DURATION, "Only what is older is shown.", "3 months"),
    _key("groups of", f.COUNT, "The smallest group shown.", "5"),
    _SAYS,
)

_EXAMPLES = _section(
    "examples",
    "a worked example",
    _SAYS,
    _key("given", f.RAW, "Figures of metrics, rows of facts, postings of accounts.", "{fill_rate: {2026-01: 94%}}"),
    _key(
        "acts",
        f.list_of(f.entry("act", "an act"), "a list of acts"),
        "What the parties do.",
        "[{on: 2026-02-10, by: lark, do: notice}]",
    ),
    _key("as of", f.DATE, "The day of evaluation; when nothing is left to happen if left out.", "2026-03-01"),
    _key("expect", f.RAW, "What must come out.", "{quality: {2026-01: {verdict: missed}}}", required=True),
)

_ACT = _section(
    "act",
    "an act in an example",
    _key("on", f.DATE, "The day it was received.", "2026-02-10", required=True),
    _key("by", f.one_or_more(f.WORD, "a party, or a list of them"), "Whose act it is.", "lark", required=True),
    _key("do", f.WORD, "The act.", "notice", required=True),
    _key("about", f.WORD, "Clause, scope and period it is about.", "quality 2026-01"),
    _key("relief", f.WORD, "With `claim`: the relief claimed.", "force_majeure"),
    _key("choose", f.WORD, "With `choose`: the option.", "waive"),
    _key("with", f.RAW, "The values it carries.", "{amount: USD 60k}"),
    _SAYS,
)

_AMENDMENT = _section(
    "amendment",
    "an amendment",
    _key("comity", f.VERSION, "Version of the language.", "1", required=True),
    _key("amends", f.WORD, "The alliance it amends.", "fern_lark", required=True),
    _key("title", f.PROSE, "Its title.", "First amendment", required=True),
    _key("in force", f.DATE, "The first day on which it holds.", "2027-01-01", required=True),
    _key("changes", f.RAW, "What it changes: a part of an agreement.", "{settings: {price: USD 13}}", required=True),
    _SAYS,
)

SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        _TOP, _CALENDAR, _FACTS, _METRICS, _MILESTONES, _SURVEYS, _ACCOUNTS, _CAP, _CLAUSES, _RELIEF, _STEP,
        _SCORECARD, _SCORED, _GOVERNANCE, _VISIBILITY, _EXAMPLES, _ACT, _AMENDMENT,
    )
}  # fmt: skip

EXPECTED = ("verdict", "fires", "status", "steps", "refused")
EXPECTED_STEP = ("opened", "due", "state", "ended", "pay")
EXPECTED_ACCOUNT = ("accrued", "paid", "balance", "cap_reached")
