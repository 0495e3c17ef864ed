"""The parser's place among the tokens, and what it says where it cannot go on."""

from __future__ import annotations

from comity.agreement.formula.signs import WORDS
from comity.agreement.formula.source import Source, Token, shortened

MOST_LEVELS = 100

SHAPES = dict.fromkeys(("then", "when", "else", "end"), "case when missed then 1 else 0 end") | {
    "where": "sum(levels.good) filter (where levels.kind = 'a')",
    "filter": "sum(levels.good) filter (where levels.kind = 'a')",
    "distinct": "count(distinct levels.member)",
    "null": "Null is only asked for: x is null, x is not null.",
    "unset": "`unset` stands alone, as the whole value; what needs it is undetermined.",
}
"""How the words of the language are used."""


class Stop(Exception):
    """Ends the parsing of one formula; its problem is in the source."""


class Cursor:
    """Tokens read one after the other, with the brackets open so far."""

    def __init__(self, source: Source, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.index = 0
        self.level = 0
        self.open: list[Token] = []

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.index]

    @property
    def last(self) -> int:
        """Where the token just read ends."""
        return self.tokens[self.index - 1].end if self.index else 0

    def advance(self) -> Token:
        """Read a token."""
        token = self.tokens[self.index]
        self.index += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Tell whether the next token is one of these signs or words."""
        return self.token.kind in ("sign", "word") and self.token.text in texts

    def accept(self, text: str) -> bool:
        """Read a sign or word if it comes next; tell whether it did."""
        found = self.sees(text)
        self.index += found
        return found

    def expect(self, text: str, code: str, why: str, hint: str) -> None:
        """Read a sign or word that must come next."""
        if not self.accept(text):
            raise self.stop(code, self.token, f"{why}, but here is {self.token}", hint)

    def close(self) -> None:
        """Read the bracket that closes the last one opened."""
        if not self.accept(")"):
            if self.token.kind == "end":
                raise self.stop(
                    "CMY-307", self.open[-1], "this bracket is never closed", "Put a ) where it should end."
                )
            raise self.leftover()
        self.open.pop()

    # -- what is wrong --------------------------------------------------------------------

    def stop(self, code: str, token: Token, why: str, hint: str) -> Stop:
        """Keep a problem at a token; return what ends the parsing."""
        self.source.problem(code, token.start, why, hint)
        return Stop()

    def leftover(self) -> Stop:
        """Refuse a token that cannot follow what was read."""
        token = self.token
        if self.sees(")"):
            return self.stop("CMY-307", token, "this bracket closes none that was opened", "Take it out, or open one.")
        if self.sees(","):
            return self.stop("CMY-308", token, "a comma outside the brackets of a function", self._comma())
        if token.kind == "word" and token.text in SHAPES:
            return self.stop("CMY-310", token, f"`{token}` cannot stand here", SHAPES[token.text])
        before = self.tokens[self.index - 1]
        hint = WORDS.get(token.text) or WORDS.get(before.text) or "An operator is missing between the two."
        return self.stop("CMY-308", token, f"{shortened(token)} follows {shortened(before)} without an operator", hint)

    def _comma(self) -> str:
        """Return what the writer of a comma may have meant; many languages write decimals with one."""
        before, after = self.tokens[max(self.index - 1, 0)], self.tokens[self.index + 1]
        adjacent = before.end == self.token.start and self.token.end == after.start
        if adjacent and before.kind in ("number", "money") and after.kind == "number" and not before.percent:
            written = before.text.replace(".", "").replace(",", "")
            return f"Decimals have a point: write {shortened(f'{written}.{after.text}')}."
        return "A number has no comma: 1000, not 1,000."

    def missing(self) -> Stop:
        """Refuse the next token because a value should stand there."""
        after = f" after {shortened(self.tokens[self.index - 1])}" if self.index else ""
        hint = "Write a number, a name or a function here, or take out what stands before."
        return self.stop("CMY-306", self.token, f"a value is missing{after}", hint)

    def too_deep(self) -> Stop:
        """Refuse to go further into nested brackets, calls and signs."""
        why = f"a formula nested more than {MOST_LEVELS} levels deep"
        return self.stop("CMY-302", self.token, why, "Name parts of it under `let`, or in metrics of their own.")
