"""The grammar of formulas: one method a construct, precedence climbing for the operators.

From loosest to tightest: `or`, `and`, `not`, comparisons (never chained), `+ -`, `* /`, a sign.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from comity.agreement.formula import tree
from comity.agreement.formula.cursor import MOST_LEVELS, SHAPES, Cursor
from comity.agreement.formula.source import Token
from comity.kernel.deadline import Duration

OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN = range(1, 8)
_POWERS = {
    "or": OR, "and": AND, "=": COMPARISON, "<>": COMPARISON, "<": COMPARISON, "<=": COMPARISON, ">": COMPARISON,
    ">=": COMPARISON, "in": COMPARISON, "between": COMPARISON, "is": COMPARISON, "not": COMPARISON,
    "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT,
}  # fmt: skip
_LIST = "level in ('a', 'b'), or 'reserved' in status"


class Grammar(Cursor):
    """One formula being parsed. Each method reads what its name says, and returns its node."""

    def formula(self) -> tree.Node:
        """Read the whole text; raise Stop where it is no formula."""
        if self.token.kind == "end":
            hint = "Write a value or an expression, or leave the key out."
            raise self.stop("CMY-301", self.token, "the formula is empty", hint)
        node = self._expression(OR)
        if self.token.kind != "end":
            raise self.leftover()
        return node

    def _expression(self, power: int) -> tree.Node:
        """Read an expression whose operators bind at least as tightly as `power`."""
        self.level += 1
        if self.level > MOST_LEVELS:
            raise self.too_deep()
        begin = self.token.start
        node = self._operand(power)
        compared = False
        while self.token.kind in ("sign", "word") and _POWERS.get(self.token.text, 0) >= power:
            binds = _POWERS[self.token.text]
            if binds != COMPARISON:
                operator = self.advance().text
                right = self._expression(binds + 1)
                node = tree.Binary(start=begin, end=self.last, operator=operator, left=node, right=right)
                continue
            if compared:
                hint = "Write a < b and b < c, x between a and c, or put brackets around one comparison."
                raise self.stop("CMY-309", self.token, f"`{self.token}` follows another comparison", hint)
            compared = True
            node = self._comparison(node, begin)
        self.level -= 1
        return node

    # -- comparisons ----------------------------------------------------------------------

    def _comparison(self, left: tree.Node, begin: int) -> tree.Node:
        """Read what follows the left side of a comparison."""
        operator = self.advance()
        if operator.text == "is":
            return self._is_null(left, begin)
        negated = operator.text == "not"
        if negated and not self.sees("in", "between"):
            why = "`not` stands before a condition, or before `in` and `between`"
            raise self.stop("CMY-308", operator, why, "Write a <> b, or not (a = b).")
        word = self.advance().text if negated else operator.text
        if word == "between":
            return self._between(left, begin, negated=negated)
        if word == "in":
            options = self._options()
            return tree.In(start=begin, end=self.last, operand=left, options=options, negated=negated)
        right = self._expression(SUM)
        return tree.Binary(start=begin, end=self.last, operator=word, left=left, right=right)

    def _is_null(self, left: tree.Node, begin: int) -> tree.Node:
        negated = self.accept("not")
        self.expect("null", "CMY-306", "after `is` comes `null`", "A truth is written alone: missed, or not missed.")
        return tree.IsNull(start=begin, end=self.last, operand=left, negated=negated)

    def _between(self, left: tree.Node, begin: int, *, negated: bool) -> tree.Node:
        low = self._expression(SUM)
        self.expect("and", "CMY-306", "`between` has two ends, joined by `and`", "x between 1 and 5")
        high = self._expression(SUM)
        return tree.Between(start=begin, end=self.last, operand=left, low=low, high=high, negated=negated)

    def _options(self) -> tuple[tree.Node, ...]:
        """Read what follows `in`: a list in brackets, or the name of a list."""
        if self.token.kind == "name":
            return (_name(self.advance()),)
        if not self.sees("("):
            raise self.stop("CMY-306", self.token, f"after `in` comes a list, but here is {self.token}", _LIST)
        self.open.append(self.advance())
        if self.sees(")"):
            raise self.stop("CMY-306", self.token, "the list after `in` is empty", _LIST)
        return self._listed()

    def _listed(self) -> tuple[tree.Node, ...]:
        """Read expressions up to the bracket that closes the last one opened."""
        found = [self._expression(OR)]
        while self.accept(","):
            found.append(self._expression(OR))
        self.close()
        return tuple(found)

    # -- operands -------------------------------------------------------------------------

    def _operand(self, power: int) -> tree.Node:
        token = self.token
        match token.kind:
            case "sign":
                return self._signed(token)
            case "word":
                return self._worded(token, power)
            case "name":
                self.advance()
                return self._call(token) if self.sees("(") else _name(token)
            case "end":
                raise self.missing()
        self.advance()
        return _literal(token)

    def _signed(self, token: Token) -> tree.Node:
        """Read a minus and its operand, or an expression in brackets."""
        if self.accept("-"):
            operand = self._expression(SIGN)
            return tree.Unary(start=token.start, end=self.last, operator="-", operand=operand)
        if self.accept("("):
            self.open.append(token)
            if self.sees(")"):
                raise self.missing()
            node = self._expression(OR)
            self.close()
            return node
        if token.text == ")" and not self.open:
            raise self.leftover()
        raise self.missing()

    def _worded(self, token: Token, power: int) -> tree.Node:
        """Read what begins with a word of the language."""
        if token.text == "not" and power > NOT:
            why = "`not` binds less tightly than what stands before it"
            raise self.stop("CMY-308", token, why, "Put brackets around it: (not missed).")
        if self.accept("not"):
            operand = self._expression(NOT)
            return tree.Unary(start=token.start, end=self.last, operator="not", operand=operand)
        if self.accept("case"):
            return self._case(token)
        if token.text in ("true", "yes", "false", "no"):
            self.advance()
            return tree.Truth(start=token.start, end=token.end, value=token.text in ("true", "yes"))
        if token.text in SHAPES:
            raise self.stop("CMY-310", token, f"`{token}` cannot stand here", SHAPES[token.text])
        raise self.missing()

    def _case(self, begin: Token) -> tree.Node:
        if not self.sees("when"):
            why = f"after `case` comes `when`, but here is {self.token}"
            raise self.stop("CMY-310", self.token, why, "Write case when x = 1 then y else z end.")
        branches = []
        while self.accept("when"):
            condition = self._expression(OR)
            self.expect("then", "CMY-310", "after the condition of `when` comes `then`", SHAPES["then"])
            branches.append((condition, self._expression(OR)))
        otherwise = self._expression(OR) if self.accept("else") else None
        self.expect("end", "CMY-310", "`case` is closed by `end`", SHAPES["end"])
        return tree.Case(start=begin.start, end=self.last, branches=tuple(branches), otherwise=otherwise)

    # -- calls ----------------------------------------------------------------------------

    def _call(self, name: Token) -> tree.Node:
        if "." in name.text:
            hint = f"Leave the brackets out: {name}."
            raise self.stop("CMY-308", self.token, f"{name} is a column, and a column is not called", hint)
        self.open.append(self.advance())
        distinct = self.accept("distinct")
        arguments = self._arguments()
        where = self._filter() if self.accept("filter") else None
        return tree.Call(
            start=name.start, end=self.last, function=name.text, arguments=arguments, distinct=distinct, where=where
        )

    def _arguments(self) -> tuple[tree.Node, ...]:
        star = self.token
        if self.sees("*") and self.tokens[self.index + 1].text == ")":
            self.advance()
            self.close()
            return (tree.Name(start=star.start, end=star.end, parts=("*",)),)
        if self.sees(")"):
            self.close()
            return ()
        return self._listed()

    def _filter(self) -> tree.Node:
        bracket = self.token
        self.expect("(", "CMY-310", "after `filter` comes (where …)", SHAPES["filter"])
        self.open.append(bracket)
        self.expect("where", "CMY-310", "after `filter (` comes `where`", SHAPES["filter"])
        node = self._expression(OR)
        self.close()
        return node


def _name(token: Token) -> tree.Name:
    return tree.Name(start=token.start, end=token.end, parts=tuple(token.text.split(".")))


def _literal(token: Token) -> tree.Node:
    start, end, value = token.start, token.end, token.value
    # The tokenizer gives each kind the value its node holds.
    match token.kind:
        case "number":
            return tree.Number(start=start, end=end, value=cast("Decimal", value), percent=token.percent)
        case "money":
            return tree.Money(start=start, end=end, amount=cast("Decimal", value), currency=token.currency)
        case "text":
            return tree.Text(start=start, end=end, value=cast("str", value))
        case "day":
            return tree.Day(start=start, end=end, value=cast("date", value))
        case _:
            return tree.Span(start=start, end=end, value=cast("Duration", value))
