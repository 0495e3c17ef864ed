"""The keys of surveys and of their questions."""

from __future__ import annotations

from comity.agreement import containers as c
from comity.agreement import forms as f
from comity.agreement import surveying as s
from comity.agreement.form import words
from comity.agreement.section import SAYS, TITLE, key, section

SURVEYS = section(
    "surveys",
    "a survey",
    TITLE,
    key(
        "instrument",
        s.INSTRUMENT,
        "The instrument of the catalogue whose questions are put, with its version.",
        "alliance-health-check 1",
    ),
    key("every", f.INTERVAL, "How often it is held.", "6 months", required=True),
    key(
        "asks",
        s.ASKS,
        "How many people of each party are asked, or how many of each role.",
        "{fern: {alliance_manager: 2, team: 6}, lark: 8}",
        required=True,
    ),
    key("languages", s.LANGUAGES, "The languages in which it is put, the first one in doubt.", "[en, de]"),
    key("scale", f.SCALE, "The least and the greatest answer; an instrument has its own.", "1 to 5"),
    key(
        "items",
        c.map_of(f.PROSE, "a map of dimension to statement", strict="dimension"),
        "One statement for each dimension.",
        "{trust: We can rely on each other.}",
    ),
    key(
        "questions",
        c.entries("question", "a map of questions", strict="question"),
        "Its own questions; beside an instrument, those that are put after it.",
        "{warned: {of: trust, asks: We hear of trouble early.}}",
    ),
    key("groups of", f.COUNT, "The smallest group whose answers are shown; 5 if left out, 3 at least.", "5"),
    key("priced", words("agreed"), "Payments may depend on it: the parties agreed to that.", "agreed"),
    SAYS,
    either=(("instrument",), ("scale", "items"), ("scale", "questions")),
)

QUESTION = section(
    "question",
    "a question of a survey",
    key("of", f.WORD, "The dimension it belongs to; an open question needs none.", "trust"),
    key("asks", s.TEXTS, "What is asked.", "{en: We hear of trouble early., de: …}", required=True),
    key("levels", s.LEVELS, "What is true at a level of the scale.", "{1: Never., 5: Always.}"),
    key("reverse", s.TRUTH, "Whether the least level is the good end.", "yes"),
    key("open", s.TRUTH, "Whether it is answered in words.", "yes"),
    key("cites", f.PROSE, "Where the idea comes from.", "Zaheer, McEvily and Perrone 1998"),
)
