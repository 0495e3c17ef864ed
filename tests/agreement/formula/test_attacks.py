"""Attempts to make a formula read a file, reach another table, run code or exhaust the machine.

Each is refused with a problem that has a place, or is a plain text that nothing ever executes.
"""

from __future__ import annotations

import time
import tracemalloc

import pytest

from comity.agreement.formula import tree
from comity.agreement.formula.check import check
from comity.agreement.formula.parse import parse
from comity.agreement.model import Formula
from tests.agreement.formula.worlds import CLAUSE, HERE

REFUSED = {
    "stacked statement": "1; drop table levels",
    "union": "sum(levels.good) union select * from secrets",
    "subselect": "(select max(salary) from employees)",
    "subselect in a list": "level in (select name from parties)",
    "subselect as argument": "sum((select 1))",
    "exists": "exists(select 1)",
    "with": "with x as (select 1) select * from x",
    "values": "(values (1), (2))",
    "cross join": "sum(levels.good) from levels, orders",
    "reading a file": "read_csv('/etc/passwd')",
    "reading a file as a table": "count('/etc/passwd')",
    "reading parquet": "sum(read_parquet('x.parquet').amount)",
    "reading text": "read_text('/etc/shadow')",
    "reading bytes": "read_blob('/proc/self/environ')",
    "globbing": "glob('/home/*')",
    "writing a file": "copy levels to '/tmp/x.csv'",
    "attaching": "attach 'other.db' as other",
    "loading an extension": "load httpfs",
    "installing an extension": "install spatial",
    "pragma": "pragma database_list",
    "pragma as a function": "pragma_table_info('levels')",
    "settings of the engine": "current_setting('home_directory')",
    "setting the engine": "set memory_limit = '1GB'",
    "environment": "getenv('HOME')",
    "query from text": "query('select 1')",
    "table from text": "query_table('levels')",
    "system tables": "count(information_schema.tables)",
    "hidden columns": "sum(levels._known_at)",
    "row ids": "sum(levels.rowid)",
    "another schema": "sum(main.levels.good)",
    "window function": "sum(levels.good) over (order by levels.month)",
    "window function without argument": "row_number() over ()",
    "lambda": "list_transform(levels.good, x -> x + 1)",
    "new lambda": "reduce(lambda x: x + 1)",
    "cast by operator": "level::integer",
    "cast by function": "cast(level as integer)",
    "list literal": "[1, 2, 3]",
    "struct literal": "{'a': 1}",
    "indexing": "level[1]",
    "parameter": "value = ?",
    "named parameter": "value = $secret",
    "dollar quoting": "$$text$$",
    "escape string": "level = E'\\x41'",
    "hexadecimal number": "0x7fffffff",
    "line comment": "1 -- and not missed",
    "block comment": "1 /* hidden */ + 1",
    "comment of the shell": "1 # hidden",
    "quoted identifier": 'sum("levels"."good")',
    "quoted identifier that breaks out": 'sum("x"") from secrets; --")',
    "quote that breaks out": "level = 'a' or '1'='1'--'",
    "quote without end": "level = 'a",
    "backslash quote": "level = 'a\\' or 1=1 --'",
    "backtick": "`levels`.good",
    "like": "level like '%a%'",
    "regular expression": "regexp_matches(level, '(a+)+b')",
    "sleep": "sleep(100)",
    "random": "random()",
    "clock": "now()",
    "sequence": "nextval('s')",
    "generator": "generate_series(1, 1000000000)",
    "range": "range(1000000000)",
    "repeat": "repeat('a', 1000000000)",
    "power tower": "9 ** 9 ** 9",
    "power function": "power(9, 99999999)",
    "exponent": "1e999999",
    "million digits": "1" * 9_999,
    "million decimals": "0." + "0" * 9_000 + "1",
    "rounding to a million places": "round(value, 1000000)",
    "not a number": "nan",
    "infinity": "1 / inf",
    "endless window": "total(value, 999999999999)",
    "window of ages": "total(value, 999999 years)",
    "computed window": "total(value, 1000 * 1000 * 1000)",
    "date overflow": "9999-99-99",
    "brackets": "(" * 5_000 + "1" + ")" * 4_999,
    "open brackets": "(" * 9_999,
    "closing brackets": ")" * 9_999,
    "minus signs": "- " * 4_999 + "1",
    "nots": "not " * 2_400 + "missed",
    "nested calls": "abs(" * 2_000 + "1" + ")" * 1_999,
    "nested cases": "case when missed then " * 400,
    "case in conditions": "case when " * 900,
    "endless sum": "1+" * 4_999 + "1",
    "endless or": "missed or " * 900 + "missed",
    "endless list": "points in (" + "-1," * 3_000 + "1)",
    "very long text": "level = '" + "a" * 100_000 + "'",
    "very long name": "a" * 9_999,
    "many unknown names": "+".join(f"x{n}" for n in range(99)),
    "python class": "value.__class__",
    "python import": "__import__('os')",
    "python attribute": "level.format.__globals__",
    "format string": "{0.__class__}",
    "percent format": "'%s' % level",
    "template": "{{ config }}",
    "html": "<script>alert(1)</script>",
    "nul byte": "val\x00ue",
    "nul byte in a text": "level = 'a\x00b'",
    "escape sequence": "level = '\x1b[31m'",
    "newline in a name": "va\nlue",
    "text that reads backwards": "level = '\u202ea'",
    "cyrillic letter": "v\u0430lue",
    "greek letter": "val\u03c5e",
    "full-width letters": "\uff56\uff41\uff4c\uff55\uff45",
    "full-width digits": "\uff11\uff12",
    "arabic digits": "\u0661\u0662",
    "superscript": "5\u00b2",
    "invisible space": "val\u200bue",
    "space that does not break": "value\u00a0+ 1",
    "byte order mark": "\ufeffvalue",
    "lone surrogate": "level = '\ud800'",
    "combining mark": "value\u0301",
    "capital keyword": "SELECT 1",
    "capital function": "READ_CSV('x')",
    "dotless i": "m\u0131n(levels.good)",
    "long s": "\u017fum(levels.good)",
    "yaml tag": "!!python/object:os.system",
    "shell": "$(rm -rf /)",
    "file url": "file:///etc/passwd",
}

HARMLESS = {
    "quotes inside a text": "level = '''; drop table levels; --'",
    "path inside a text": "level = '../../etc/passwd'",
    "statement inside a text": "level = 'x; select * from secrets'",
    "comment inside a text": "level = 'a -- b /* c */'",
    "python inside a text": "level = '{0.__class__} %s {{x}}'",
    "html inside a text": "level = '<img src=x onerror=alert(1)>'",
    "emoji inside a text": "level = '\U0001f600'",
}


@pytest.mark.parametrize("attack", REFUSED.values(), ids=REFUSED.keys())
def test_attack_is_refused_with_its_place(attack: str) -> None:
    """The attack gives problems with a code and a column inside the text, quickly and in little memory."""
    begin = time.perf_counter()
    node, problems = parse(attack, HERE)
    if node is not None:
        problems = check(Formula(text=attack, node=node, place=HERE), CLAUSE)[1]
    assert time.perf_counter() - begin < 10  # an attack takes minutes; a busy machine may take seconds
    assert problems
    for problem in problems:
        assert problem.code.startswith("CMY-3")
        assert problem.place.column is not None
        assert HERE.column is not None
        assert 0 <= problem.place.column - HERE.column <= len(attack)
        assert len(str(problem)) < 1_000


@pytest.mark.parametrize("attack", HARMLESS.values(), ids=HARMLESS.keys())
def test_text_stays_text(attack: str) -> None:
    """What stands in quotes is one text, kept letter by letter, and nothing else in the tree."""
    node, problems = parse(attack, HERE)
    assert problems == []
    assert node is not None
    assert check(Formula(text=attack, node=node, place=HERE), CLAUSE)[1] == []
    assert isinstance(node, tree.Binary)
    assert isinstance(node.right, tree.Text)
    assert "'" + node.right.value.replace("'", "''") + "'" == attack.removeprefix("level = ")


def test_the_worst_text_takes_little_memory() -> None:
    """Ten thousand characters of anything need a few megabytes at most."""
    tracemalloc.start()
    for attack in ("(" * 9_999, "1+" * 4_999 + "1", "x in (" + "-1," * 3_000 + "1)", "a " * 5_000, "@" * 10_000):
        parse(attack, HERE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
