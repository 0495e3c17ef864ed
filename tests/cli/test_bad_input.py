"""Broken folders, each named after its fault: a problem with its place, exit code 1, no traceback, little memory."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CODE = re.compile(r"CMY-\d{3}")

AGREEMENT = """\
comity: 1
alliance: small
title: A small alliance
parties: {fern: Fern Ltd, lark: Lark Ltd}
currency: USD
starts: 2026-01-01
ends: 2026-12-31
facts:
  deliveries:
    reported by: fern
    every: month
    columns: {month: period, delivered: number, accepted: number}
metrics:
  delivered: {is: sum(deliveries.delivered), every: month}
  accepted: {is: sum(deliveries.accepted), every: month}
"""
FACTS = "month,delivered,accepted,known_at\n2026-01,10,9,2026-02-01\n"


def write(folder: Path, agreement: str | bytes = AGREEMENT, facts: str | bytes | None = FACTS) -> Path:
    table = folder / "facts" / "deliveries"
    table.mkdir(parents=True)
    file = folder / "agreement.yaml"
    file.write_bytes(agreement if isinstance(agreement, bytes) else agreement.encode())
    if facts is not None:
        (table / "2026.csv").write_bytes(facts if isinstance(facts, bytes) else facts.encode())
    return folder


def changed(old: str, new: str) -> str:
    assert old in AGREEMENT
    return AGREEMENT.replace(old, new)


def large_file(folder: Path) -> None:
    write(folder)
    with (folder / "agreement.yaml").open("wb") as stream:
        stream.truncate(100 * 10**6)


def looping_link(folder: Path) -> None:
    write(folder)
    (folder / "agreement.yaml").unlink()
    (folder / "agreement.yaml").symlink_to("agreement.yaml")


def looping_facts(folder: Path) -> None:
    write(folder, facts=None)
    (folder / "facts" / "deliveries" / "2026.csv").symlink_to("2026.csv")


TWO_TESTS = """\
clauses:
  full: {owed by: fern, owed to: lark, every: month, measure: accepted, at least: 9, at most: 11}
"""
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)

# fault: (how the folder is made, what the answer names: a file and place, or words of the answer)
FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no_folder": (lambda f: None, "CMY-701"),
    "a_file_instead_of_a_folder": (lambda f: f.write_text("x"), "CMY-701"),
    "no_agreement": (lambda f: f.mkdir(), "CMY-702"),
    "other_name": (lambda f: (f.mkdir(), (f / "agreement.yml").write_text(AGREEMENT)), "It holds agreement.yml"),
    "agreement_is_a_folder": (lambda f: (f / "agreement.yaml").mkdir(parents=True), "CMY-703"),
    "agreement_links_to_itself": (looping_link, "CMY-703"),
    "empty": (lambda f: write(f, ""), r"agreement\.yaml:1:1: CMY-1\d\d"),
    "only_a_comment": (lambda f: write(f, "# nothing\n"), r"agreement\.yaml:\d+:\d+: CMY-1\d\d"),
    "binary": (lambda f: write(f, b"PK\x03\x04\x00\x00\xff\xfe"), r"agreement\.yaml:1:\d+: CMY-10[23]"),
    "zero_byte": (lambda f: write(f, AGREEMENT.encode() + b"says: a\x00b\n"), r"agreement\.yaml:16:\d+: CMY-103"),
    "hundred_megabytes": (large_file, "CMY-104 this file has 95.4 MiB"),
    "a_list": (lambda f: write(f, "- a\n- b\n"), r"agreement\.yaml:1:1: CMY-\d+"),
    "broken_yaml": (lambda f: write(f, AGREEMENT + "says: 'no end\n"), r"agreement\.yaml:\d+:\d+: CMY-1\d\d"),
    "deeply_nested": (lambda f: write(f, "says: " + "[" * 5000 + "]" * 5000), r"agreement\.yaml:1:\d+: CMY-1\d\d"),
    "exploding_anchors": (lambda f: write(f, BOMB), r"agreement\.yaml:\d+:\d+: CMY-1\d\d"),
    "duplicate_key": (lambda f: write(f, AGREEMENT + "currency: EUR\n"), r"agreement\.yaml:16:1: CMY-1\d\d"),
    "cyclic_metric": (
        lambda f: write(f, changed("sum(deliveries.accepted)", "delivered + accepted")),
        r"agreement\.yaml:15:\d+: CMY-3\d\d",
    ),
    "unknown_column": (
        lambda f: write(f, changed("sum(deliveries.accepted)", "sum(deliveries.acepted)")),
        r"agreement\.yaml:15:\d+: CMY-3\d\d.*acepted(.|\n)*accepted",
    ),
    "broken_formula": (
        lambda f: write(f, changed("sum(deliveries.accepted)", "sum(deliveries.accepted")),
        r"agreement\.yaml:15:\d+: CMY-3\d\d",
    ),
    "two_tests_in_a_clause": (
        lambda f: write(f, AGREEMENT + TWO_TESTS),
        r"agreement\.yaml:17:\d+: CMY-214(.|\n)*see .*agreement\.yaml:17:",
    ),
    "fact_outside_the_term": (
        lambda f: write(f, facts=FACTS + "2027-01,1,1,2027-02-01\n"),
        r"2026\.csv.*row 3.*CMY-4\d\d|2026\.csv:3.*CMY-4\d\d",
    ),
    "fact_that_is_no_number": (
        lambda f: write(f, facts=FACTS.replace("10", "ten")),
        r"2026\.csv:2.*CMY-4\d\d.*ten",
    ),
    "fact_column_missing": (lambda f: write(f, facts="month,known_at\n2026-01,2026-02-01\n"), r"2026\.csv.*CMY-4\d\d"),
    "facts_without_known_at": (
        lambda f: write(f, facts="month,delivered,accepted\n2026-01,10,9\n"),
        r"2026\.csv.*CMY-4\d\d.*known",
    ),
    "binary_facts": (lambda f: write(f, facts=bytes(range(256)) * 8), r"2026\.csv.*CMY-4\d\d"),
    "facts_link_to_themselves": (looping_facts, r"2026\.csv.*CMY-[47]\d\d"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_a_fault_is_named_with_its_place(comity, tmp_path, command, fault) -> None:
    """Each broken folder gives its problem on stderr, with the place, and exit code 1."""
    make, expected = FAULTS[fault]
    folder = tmp_path / "alliance"
    make(folder)
    ran = comity(command, folder)
    assert ran.status == 1, ran.err
    assert re.search(expected, ran.err), ran.err
    assert CODE.search(ran.err)


def test_all_problems_are_printed_at_once(comity, tmp_path) -> None:
    """Two faults in the agreement are two problems in one run of `check`."""
    text = changed("currency: USD", "currency: dollars").replace("every: month}", "every: fortnight}", 1)
    ran = comity("check", write(tmp_path / "alliance", text))
    assert ran.status == 1
    assert len(CODE.findall(ran.err)) >= 2


def test_what_could_not_be_looked_at_yet_is_said(comity, tmp_path) -> None:
    """Facts and acts are read by the agreement: while that has an error, `check` says that it has not seen them."""
    broken, told = changed("ends: 2026-12-31", "ends: 2026-13-31"), FACTS.replace("10,9", "ten,9")
    folder = write(tmp_path / "alliance", broken, told)
    first = comity("check", folder)
    says = "Not looked at yet: facts and worked examples. They are read by the agreement, which has to be mended first."
    assert first.status == 1 and first.out == f"{folder}: 1 problem.\n{says}\n"
    (folder / "acts").mkdir()
    (folder / "acts" / "2026.yaml").write_text("- {on: 2026-02-01, by: fern, do: nothing}\n")
    assert "Not looked at yet: facts, acts and worked examples." in comity("check", folder).out
    assert json.loads(comity("check", folder, "--json").out)["unchecked"] == ["facts", "acts", "worked examples"]
    (folder / "agreement.yaml").write_text(AGREEMENT)
    mended = comity("check", folder)
    assert {"CMY-427"} < set(CODE.findall(mended.err)) and "Not looked at" not in mended.out
    assert json.loads(comity("check", folder, "--json").out)["unchecked"] == []


def test_of_an_agreement_alone_nothing_but_its_examples_was_not_looked_at(comity, tmp_path) -> None:
    """Where there is no fact and no act, none is said to be left."""
    folder = write(tmp_path / "alliance", changed("ends: 2026-12-31", "ends: 2026-13-31"), None)
    assert "Not looked at yet: worked examples. They" in comity("check", folder).out


@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_a_short_row_hides_no_other_fault_of_its_file(comity, tmp_path, command) -> None:
    """Rows that lack a cell, hold no number, or speak of the same month as another file are told in one run."""
    rows = "2026-01,10,9,2026-02-01\n2026-02,10\n2026-03,ten,9,2026-04-01\n2026-04,10,9,2026-05-01\n"
    folder = write(tmp_path / "alliance", facts="month,delivered,accepted,known_at\n" + rows)
    other = "month,delivered,accepted,known_at\n2026-04,11,9,2026-05-01\n2026-05,x,9,2026-06-01\n2026-06,1\n"
    (folder / "facts" / "deliveries" / "more.csv").write_text(other)
    ran = comity(command, folder)
    told = re.findall(r"([0-9a-z]+\.csv):?[0-9]* \(row ([0-9]+)[^)]*\): (CMY-[0-9]+)", ran.err)
    assert set(told) == {
        ("2026.csv", "3", "CMY-405"), ("2026.csv", "4", "CMY-427"),
        ("more.csv", "3", "CMY-427"), ("more.csv", "4", "CMY-405"), ("more.csv", "2", "CMY-440"),
    }  # fmt: skip
    assert ran.status == 1 and len(told) == 5


def test_what_is_wrong_with_each_file_is_bounded(comity, tmp_path) -> None:
    """Of a file with a hundred short rows and a hundred bad numbers some dozens are listed, and the rest counted."""
    rows = "".join(
        f"{year}-{month:02},x,9,2027-01-01\n2026-{month:02}\n" for month in range(1, 13) for year in range(8)
    )
    ran = comity("check", write(tmp_path / "alliance", facts="month,delivered,accepted,known_at\n" + rows))
    assert ran.status == 1 and 20 < len(CODE.findall(ran.err)) < 80
    assert "76 more rows have too many or too few cells" in ran.err and "more problems than are listed here" in ran.err


def test_a_name_that_only_shows_where_a_name_goes_is_told(comity, tmp_path) -> None:
    """Who checks a draft in which a party is still called `(replace)` is warned; it can be computed."""
    ran = comity("check", write(tmp_path / "alliance", changed("fern: Fern Ltd", "fern: Supplier Ltd (replace)")))
    assert "agreement.yaml:4:17: CMY-995 warning: the party fern is still called Supplier Ltd (replace)" in ran.err
    assert ran.status == 0 and ran.err.count("CMY-995") == 1


def test_a_problem_shows_its_line_with_a_caret_and_a_hint(comity, tmp_path) -> None:
    """A problem in the agreement quotes the line and points at the column."""
    ran = comity("check", write(tmp_path / "alliance", changed("sum(deliveries.accepted)", "sum(deliveries.acepted)")))
    lines = ran.err.splitlines()
    quoted = next(n for n, line in enumerate(lines) if line.strip().startswith("accepted: {is: sum("))
    caret = lines[quoted + 1].index("^")
    assert lines[quoted][caret:].startswith(("deliveries.acepted", "acepted"))


def test_json_of_problems_is_one_document(comity, tmp_path) -> None:
    """`check --json` prints the problems as data, and nothing else."""
    ran = comity("check", write(tmp_path / "alliance", changed("currency: USD", "currency: dollars")), "--json")
    assert ran.status == 1
    assert ran.err == ""
    problem = json.loads(ran.out)["problems"][0]
    assert problem["code"].startswith("CMY-2")
    assert problem["place"]["line"] == 5


@pytest.mark.parametrize("fault", ["hundred_megabytes", "deeply_nested", "exploding_anchors"])
def test_memory_stays_bounded(tmp_path, fault) -> None:
    """What would fill the memory is refused in a process that may use 700 MB of address space."""
    folder = tmp_path / "alliance"
    FAULTS[fault][0](folder)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20, 700 * 2**20))

    done = subprocess.run(
        [sys.executable, "-m", "comity", "check", folder], capture_output=True, text=True, preexec_fn=limited,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert re.search(FAULTS[fault][1], done.stderr)


def unprivileged() -> list[str]:
    """Return what must stand before a command so that permissions count even for root."""
    if os.geteuid() != 0:
        return []
    without = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    if not shutil.which("setpriv") or subprocess.run([*without, "true"], check=False, capture_output=True).returncode:
        pytest.skip("run by root, and setpriv cannot take its power to read everything")
    return without


@pytest.mark.parametrize("locked", ["agreement.yaml", "facts/deliveries/2026.csv"])
def test_a_file_without_permission(tmp_path, locked) -> None:
    """A file that the user may not read is named, with the system's reason."""
    folder = write(tmp_path / "alliance")
    (folder / locked).chmod(0o000)
    command = [*unprivileged(), sys.executable, "-m", "comity", "check", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.search(rf"{locked}.*CMY-\d{{3}}.*Permission denied", done.stderr)
    assert "Traceback" not in done.stderr
