"""The keys of the scorecard, governance, visibility, worked examples and amendments."""

from __future__ import annotations

from comity.agreement import containers as c
from comity.agreement import forms as f
from comity.agreement.form import words
from comity.agreement.section import SAYS, TITLE, key, section

SCORECARD = section(
    "scorecard",
    "a dimension of the scorecard",
    TITLE,
    key("weight", f.SHARE, "Its part of the score.", "60%", required=True),
    key(
        "gate",
        words("floor"),
        "Below the floor of one of its metrics, what it belongs to (the total, or the dimension it is a part of) is "
        "capped at its own score.",
        "floor",
    ),
    key(
        "metrics",
        c.entries("scored", "a map of metrics"),
        "The metrics scored; needed unless it has parts.",
        "{fill_rate: {floor: 90%, target: 97%}}",
    ),
    key(
        "parts",
        c.entries("scorecard", "a map of dimensions", strict="dimension"),
        "Instead of metrics, the dimensions it is made of, each written like a dimension of its own.",
        "{delivery: {weight: 60%, metrics: {fill_rate: {floor: 90%, target: 97%}}}}",
    ),
    SAYS,
)

SCORED = section(
    "scored",
    "a metric of the scorecard",
    key("weight", f.SHARE, "Its part of the dimension; all alike if left out.", "50%"),
    key("floor", f.FORMULA, "Where the score is 0.", "90%", required=True),
    key("target", f.FORMULA, "Where the score is 100.", "97%", required=True),
    key("stretch", f.FORMULA, "Where the score is 120; without it the score ends at 100.", "99%"),
    key(
        "points",
        c.POINTS,
        "Figures between floor and target with their scores; straight from one to the next. Without it, and without "
        "`halfway`, straight from floor to target.",
        "{94%: 70, 96%: 90}",
    ),
    key(
        "halfway",
        f.FORMULA,
        "The figure whose score is 50; the score follows the exponential curve through floor, it and target.",
        "92%",
    ),
    key(
        "recent",
        c.RECENT,
        "The weights of the latest period and of those before it, latest first. Periods that do not exist yet are left "
        "out of the mean. Without it the latest period counts alone.",
        "[3, 2, 1]",
    ),
)

GOVERNANCE = section(
    "governance",
    "a body",
    TITLE,
    key("members", c.numbers_of("party"), "How many members each party names.", "{fern: 2, lark: 2}"),
    key("chair", f.PROSE, "Who presides.", "fern in even years, lark in odd years"),
    key("decides", f.PROSE, "How it decides.", "unanimity"),
    key("meets", f.PROSE, "How often it meets.", "every quarter"),
    key("minutes", f.DEADLINE, "By when its minutes are sent.", "10 business days after meeting"),
    SAYS,
)

VISIBILITY = section(
    "visibility",
    "who may see something",
    key("seen by", c.references("party", "body", "everyone"), "Who may see it.", "[fern, board]", required=True),
    key("grain", f.PERIOD, "The finest period shown.", "year"),
    key("older than", f.DURATION, "Only what is older is shown.", "3 months"),
    key("groups of", f.COUNT, "The smallest group shown.", "5"),
    SAYS,
)

EXAMPLES = section(
    "examples",
    "a worked example",
    SAYS,
    key("given", c.RAW, "Figures of metrics, rows of facts, postings of accounts.", "{fill_rate: {2026-01: 94%}}"),
    key(
        "acts",
        c.list_of(c.entry("act", "an act"), "a list of acts"),
        "What the parties do.",
        "[{on: 2026-02-10, by: lark, do: notice}]",
    ),
    key("as of", f.DATE, "The day of evaluation; when nothing is left to happen if left out.", "2026-03-01"),
    key("expect", c.RAW, "What must come out.", "{quality: {2026-01: {verdict: missed}}}", required=True),
)

ACT = section(
    "act",
    "an act in an example",
    key("on", f.DATE, "The day it was received.", "2026-02-10", required=True),
    key("by", c.one_or_more(f.WORD, "a party, or a list of them"), "Whose act it is.", "lark", required=True),
    key("do", f.WORD, "The act.", "notice", required=True),
    key("about", f.WORD, "Clause, scope and period it is about.", "quality 2026-01"),
    key("relief", f.WORD, "With `claim`: the relief claimed.", "force_majeure"),
    key("choose", f.WORD, "With `choose`: the option.", "waive"),
    key("with", c.RAW, "The values it carries.", "{amount: USD 60k}"),
    SAYS,
)

AMENDMENT = section(
    "amendment",
    "an amendment",
    key("comity", f.VERSION, "Version of the language.", "1", required=True),
    key("amends", f.WORD, "The alliance it amends.", "fern_lark", required=True),
    key("title", f.PROSE, "Its title.", "First amendment", required=True),
    key("in force", f.DATE, "The first day on which it holds.", "2027-01-01", required=True),
    key("changes", c.RAW, "What it changes: a part of an agreement.", "{settings: {price: USD 13}}", required=True),
    SAYS,
)
