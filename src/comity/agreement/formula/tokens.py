"""Formulas cut into tokens. Everything a token can be wrong about is found here, all at once."""

from __future__ import annotations

import re
import unicodedata

from comity.agreement.formula import literals
from comity.agreement.formula.signs import CONFUSED, FOREIGN
from comity.agreement.formula.source import Source, Token, shortened

KEYWORDS = frozenset(
    "and or not in is null between case when then else end true false yes no filter where distinct unset".split()
)
"""Words with a meaning of their own. No table, column, metric, setting, clause or rule can be called so."""

MOST_LETTERS = 100
MOST_LEXICAL_PROBLEMS = 8

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PATTERN = re.compile(
    r"""
    (?P<space>   [ \t\r\n]+ )
  | (?P<day>     [0-9]{4}-[0-9]{2}-[0-9]{2} (?![0-9A-Za-z_]) )
  | (?P<period>  [0-9]{4}- (?: [0-9]{2} | Q[1-4] | W[0-9]{2} ) (?![0-9A-Za-z_]) )
  | (?P<span>    [0-9]+ [ \t\r\n]+ (?: business[ \t\r\n]+days? | (?: day|week|month|year|period )s? )
                 (?![0-9A-Za-z_.(]) )
  | (?P<money>   [A-Z]{3} [ \t\r\n]* -? [ \t]* [0-9]+ (?: ,[0-9]{3} (?![0-9]) )* (?: \.[0-9]+ )? (?: k|m|bn )?
                 (?![0-9A-Za-z_.]) )
  | (?P<grouped> [0-9]{1,3} (?: ,[0-9]{3} )+ (?: \.[0-9]+ )? (?![0-9A-Za-z_]) )
  | (?P<number>  [0-9]+ (?: \.[0-9]+ )? %? (?![0-9A-Za-z_.]) )
  | (?P<badnumber> [0-9.]* [0-9] [0-9A-Za-z_.]* %? )
  | (?P<name>    [a-z][a-z0-9_]* (?: \. [a-z][a-z0-9_]* )* (?! [0-9A-Za-z_] | \.[A-Za-z_] ) )
  | (?P<badname> [A-Za-z_][0-9A-Za-z_]* (?: \. [A-Za-z_][0-9A-Za-z_]* )* )
  | (?P<text>    '(?: [^'] | '' )*' )
  | (?P<open>    '.* )
  | (?P<foreign> --|/\*|\*/|//|::|:=|==|=<|=>|&&|\|\||->|\*\*|<<|>>|\^=|~= )
  | (?P<sign>    <>|!=|<=|>=|[-+*/(),=<>] )
  | (?P<other>   [^\x00-\x7f]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokenise(source: Source) -> list[Token]:
    """Return the tokens of a formula, the last one of kind `end`; what is wrong is kept in the source."""
    tokens: list[Token] = []
    position, text = 0, source.text
    while position < len(text) and len(source.problems) < MOST_LEXICAL_PROBLEMS:
        match = _PATTERN.match(text, position)
        assert match is not None and match.lastgroup is not None, "the last pattern takes any character"
        position = match.end()
        if match.lastgroup != "space":
            token = _READERS[match.lastgroup](source, match.group(), match.start())
            tokens += [token] if token is not None else []
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


# -- words, text and signs --------------------------------------------------------------------


def _name(source: Source, text: str, start: int) -> Token:
    kind = "word" if text in KEYWORDS else "name"
    reserved = [part for part in text.split(".") if part in KEYWORDS] if kind == "name" else []
    if len(text) > MOST_LETTERS:
        source.problem(
            "CMY-311", start, f"{shortened(text)} is a name of {len(text)} characters", f"At most {MOST_LETTERS}."
        )
    if reserved:
        source.problem("CMY-311", start, f"{reserved[0]} cannot be a name: it has a meaning of its own")
    return Token(kind, text, start, start + len(text))


def _bad_name(source: Source, text: str, start: int) -> None:
    if re.fullmatch(r"[A-Z]{3}", text) and text.lower() not in CONFUSED:
        hint = f"A currency is followed by an amount, as in {text} 50m."
    elif text.lower() != text:
        hint = f"Names and words are written in lower case: {shortened(text.lower())}."
    else:
        hint = "A name begins with a letter."
    source.problem("CMY-311", start, f"{shortened(text)} is not a name", hint)


def _money(source: Source, text: str, start: int) -> Token:
    """Read an amount of money; words like AND in capitals only look like a currency."""
    if text[:3].lower() in CONFUSED:
        _bad_name(source, text[:3], start)
    else:
        literals.known_currency(source, text[:3], start)
    return literals.read_money(source, text, start)


def _text(source: Source, text: str, start: int) -> Token:
    value = text[1:-1].replace("''", "'")
    for offset, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs") or character in _BIDI:
            source.problem("CMY-303", start + offset, f"{_described(character)} inside a text", "Take it out.")
            break
    return Token("text", text, start, start + len(text), value)


def _open(source: Source, text: str, start: int) -> None:
    hint = "Close it with a single quote; '' is a quote inside a text."
    source.problem("CMY-304", start, "a text begins here and never ends", hint)


def _sign(source: Source, text: str, start: int) -> Token:
    return Token("sign", "<>" if text == "!=" else text, start, start + len(text))


def _foreign(source: Source, text: str, start: int) -> None:
    hint = FOREIGN.get(text) or FOREIGN.get(text[0], "")
    if not hint and ord(text[0]) > 127:
        hint = "Outside a text in quotes, formulas are written in plain letters a to z, digits and signs."
    shown = text if text.isascii() and text.isprintable() else _described(text[0])
    source.problem("CMY-303", start, f"{shown} means nothing in a formula", hint)


def _described(character: str) -> str:
    """Return how to speak of a character that may be invisible or look like another."""
    name = unicodedata.name(character, "a control character").lower()
    seen = f"{character} " if character.isprintable() and not character.isspace() else ""
    return f"{seen}(U+{ord(character):04X}, {name})"


_READERS = {
    "day": literals.read_day, "period": literals.read_period, "span": literals.read_span, "money": _money,
    "grouped": literals.read_grouped, "number": literals.read_number, "badnumber": literals.read_bad_number,
    "name": _name, "badname": _bad_name, "text": _text, "open": _open, "sign": _sign, "foreign": _foreign,
    "other": _foreign,
}  # fmt: skip
