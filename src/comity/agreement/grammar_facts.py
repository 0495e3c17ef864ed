"""The keys of the agreement itself, its calendar, facts, metrics, milestones and accounts."""

from __future__ import annotations

from comity.agreement import anchors as a
from comity.agreement import containers as c
from comity.agreement import forms as f
from comity.agreement.form import pattern, words
from comity.agreement.section import OWED_BY, OWED_TO, PARTY, PER, SAYS, SERVES, TITLE, key, section
from comity.agreement.worth import WORTH

OF_CATALOGUE = pattern("^catalogue( [0-9]+)?$")
"""What may stand for a table or a metric: the entry of the catalogue that has its name."""

TOP = section(
    "top",
    "the agreement",
    key("comity", f.VERSION, "Version of the language.", "1", required=True),
    key("alliance", f.WORD, "Short name of the alliance; amendments refer to it.", "fern_lark", required=True),
    key("title", f.PROSE, "Title of the agreement.", "Supply agreement of Fern and Lark"),
    key(
        "parties",
        c.map_of(f.PROSE, "a map of party to legal name", strict="party"),
        "The parties: short name, legal name.",
        "{fern: Fern Works Ltd, lark: Lark Foods Ltd}",
        required=True,
    ),
    key("calendar", c.entry("calendar", "a map of keys"), "How days and years are counted.", "{business days: [US]}"),
    key("currency", f.CURRENCY, "The currency in which money is reckoned.", "USD"),
    key("rates", c.reference("table"), "The table of exchange rates the parties trust.", "rates"),
    key("starts", f.DEADLINE, "First day of the term.", "2026-01-01", required=True),
    key("ends", f.DEADLINE, "Last day of the term; without it the term is open.", "2028-12-31"),
    key(
        "objectives",
        c.map_of(f.PROSE, "a map of name to sentence", strict="objective"),
        "Why the alliance exists, each in a sentence.",
        "{quality: What is delivered can be used.}",
    ),
    key(
        "settings",
        c.map_of(f.SETTING, "a map of name to value", strict="setting"),
        "Named terms of the bargain; a step may change them.",
        "{price: USD 12.50}",
    ),
    key(
        "facts",
        c.entries("facts", "a map of tables", strict="table", short=OF_CATALOGUE),
        "The tables of facts that the parties owe.",
        "{orders: {reported by: fern, …}}",
    ),
    key(
        "metrics",
        c.entries("metrics", "a map of metrics", strict="metric", short=OF_CATALOGUE),
        "Figures computed from facts.",
        "{fill_rate: {is: …, every: month}}",
    ),
    key(
        "milestones",
        c.entries("milestones", "a map of milestones", strict="milestone"),
        "Things to be done once, by a day.",
        "{launch: {due: 2026-06-30}}",
    ),
    key(
        "surveys",
        c.entries("surveys", "a map of surveys", strict="survey"),
        "Questions put to people on both sides.",
        "{health: {every: 6 months, …}}",
    ),
    key(
        "accounts",
        c.entries("accounts", "a map of accounts", strict="account"),
        "Where payments are posted, capped and settled.",
        "{credits: {owed by: fern, …}}",
    ),
    key(
        "clauses",
        c.entries("clauses", "a map of clauses", strict="clause"),
        "What is owed, how it is tested, and what follows.",
        "{quality: {owed by: fern, …}}",
    ),
    key(
        "ladders",
        c.map_of(c.list_of(c.entry("step", "a level"), "a list of levels"), "a map of ladders"),
        "How a dispute climbs, level by level.",
        "{standard: [{level: managers, within: 10 days}]}",
    ),
    key(
        "scorecard",
        c.entries("scorecard", "a map of dimensions", strict="dimension"),
        "One score out of many metrics, by fixed anchors.",
        "{quality: {weight: 60%, metrics: {…}}}",
    ),
    key(
        "governance",
        c.entries("governance", "a map of bodies"),
        "The bodies of the alliance.",
        "{board: {members: {fern: 2, lark: 2}}}",
    ),
    key(
        "visibility", c.entries("visibility", "a map of what to who"), "Who may see what.", "{health: {seen by: board}}"
    ),
    key(
        "illustrative",
        c.list_of(f.WORD, "a list of paths"),
        "Paths of terms that were added for illustration; views mark them.",
        "[clauses.quality.target]",
    ),
    key(
        "examples",
        c.list_of(c.entry("examples", "an example"), "a list of examples"),
        "Worked examples; `comity check` runs them.",
        "[{says: …, given: …, expect: …}]",
    ),
    SAYS,
)

CALENDAR = section(
    "calendar",
    "how the agreement counts time",
    key("year starts", f.DAY_OF_YEAR, "First day of the years called 2026/27; 1 January if left out.", "1 July"),
    key(
        "business days",
        c.BUSINESS_DAYS,
        "Places whose published holidays are no business days, in any of them; Monday to Friday if left out.",
        "[US, FR]",
    ),
    key(
        "holidays",
        c.one_or_more(f.DATE, "a date or a list of dates"),
        "Further days that are no business days.",
        "[2026-12-28]",
    ),
    key("time zone", f.TIME_ZONE, "Where a day ends; UTC if left out.", "Europe/Paris"),
    key(
        "roll",
        words("none", "next", "previous"),
        "Where the deadline of a step goes that falls on no business day; `none` if left out.",
        "next",
    ),
)

CATALOGUE = key(
    "catalogue",
    f.WORD,
    "The entry of the catalogue whose terms these are, with its version; other keys change or add to them.",
    "revenue 1",
)

FACTS = section(
    "facts",
    "a table of facts",
    TITLE,
    CATALOGUE,
    key(
        "reported by",
        c.REPORTERS,
        "Who reports it, and in which money. Of several the first one's number counts where they agree.",
        "{fern: USD k, lark: EUR m}",
        required=True,
    ),
    key(
        "every",
        f.FACT_PERIOD,
        "The period of a row; `row` where each row has a day of its own.",
        "month",
        required=True,
    ),
    key("columns", c.COLUMNS, "The columns and their types.", "{month: period, good: number >= 0}", required=True),
    key(
        "key",
        c.one_or_more(f.WORD, "a column, or a list of them"),
        "The columns that identify a row.",
        "[month, region]",
    ),
    key("due", f.DEADLINE, "By when it is reported; after that it is missing.", "10 days after period end"),
    key("tolerance", f.SHARE, "By how much two reports may differ and still agree.", "0.5%"),
    key("final", f.DEADLINE, "From when only `restate` changes it.", "1 year after report"),
    key("restate", f.DEADLINE, "Until when a restatement moves money.", "2 years after period end"),
    SAYS,
)

METRICS = section(
    "metrics",
    "a metric",
    TITLE,
    CATALOGUE,
    key(
        "with",
        c.map_of(f.WORD, "a map of names"),
        "The agreement's own names or formulas, in the place of those in the entry's formula.",
        "{sales: orders}",
    ),
    key("is", f.FORMULA, "The formula.", "sum(orders.filled) / sum(orders.ordered)", required=True),
    key("every", f.PERIOD, "The period it is measured for.", "month", required=True),
    PER,
    key("unit", f.WORD, "Its unit: `percent`, a currency, or words.", "percent"),
    key("round", f.ROUNDING, "The unit it is rounded to; exact if left out.", "0.1% half even"),
    key("better", words("higher", "lower"), "Which way is good.", "higher"),
    key("target", f.VALUE, "What is aimed at; it has no consequence.", "{2026-01-01: 95%, 2027-01-01: 96%}"),
    key(
        "levels",
        a.LEVELS,
        "What each level of a judgement means, lowest first; with it the metric is judged by people.",
        "{0: Promises are broken., 50: Promises are kept when reminded., 100: Promises are kept.}",
    ),
    key(
        "judged by",
        a.JUDGES,
        "Which roles of each party judge, on these levels.",
        "{fern: alliance manager, lark: [alliance manager, sponsor]}",
    ),
    key("priced", words("agreed"), "Payments may depend on judgements: the parties agreed to that.", "agreed"),
    SERVES,
    SAYS,
)

MILESTONES = section(
    "milestones",
    "a milestone",
    TITLE,
    key("due", f.DUE, "The last day for it.", "2026-06-30", required=True),
    key("owed by", PARTY, "The party that owes it.", "fern"),
    key(
        "accepted by",
        PARTY,
        "The party that accepts or rejects it once it is complete; without it nobody needs to.",
        "lark",
    ),
    key(
        "within",
        f.DURATION,
        "How long that party has from the day it is complete; after it the milestone is deemed accepted.",
        "10 business days",
    ),
    key("worth", WORTH, "What is earned with it: money, or a number of points.", "USD 250k"),
    key("evidence", f.PROSE, "What proves that it is done.", "certificate of completion"),
    SERVES,
    SAYS,
)

ACCOUNTS = section(
    "accounts",
    "an account",
    TITLE,
    OWED_BY,
    OWED_TO,
    key("settle", f.SETTLE, "When the net of both directions is due.", "next invoice", required=True),
    key(
        "caps",
        c.list_of(c.entry("cap", "a cap"), "a list of caps"),
        "Limits, applied in the order written, inner first.",
        "[{at most: 10% * fees, every: month}]",
    ),
    SAYS,
)

CAP = section(
    "cap",
    "a cap of an account",
    key("at most", f.VALUE, "What positive postings together may not exceed.", "10% * fees", required=True),
    key("every", f.CAP_PERIOD, "Within which span.", "month", required=True),
    PER,
)
