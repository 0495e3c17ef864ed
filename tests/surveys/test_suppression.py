"""Anonymity: what is shown lets nobody compute an answer of fewer people than the minimum."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.surveys.suppression import Slice, Suppressed, TableCell, suppress
from comity.surveys.waves import Group
from tests.surveys.attack import attack, rank

EVERY, BY_PARTY, BY_ROLE = Slice(by=()), Slice(by=("party",)), Slice(by=("role",))
BY_BOTH = Slice(by=("party", "role"))


def group(party: str, role: str, answered: int, wave: str = "spring") -> Group:
    return Group(wave=wave, traits={"party": party, "role": role}, answered=answered)


def names(cells: Suppressed, *, hidden: bool = False) -> set[str]:
    """Return cells as `wave: trait trait`."""
    of = [one.cell for one in cells.hidden] if hidden else cells.shown
    return {f"{'+'.join(one.waves)}: {' '.join(value for _, value in one.traits)}".strip() for one in of}


def reasons(cells: Suppressed) -> dict[str, str]:
    return {" ".join(value for _, value in one.cell.traits): one.reason for one in cells.hidden}


def test_a_small_group_is_hidden_and_so_is_one_that_would_reveal_it() -> None:
    """Legal has three answers, which fern less its operations would leave: so operations are hidden too."""
    found = suppress([group("fern", "operations", 8), group("fern", "legal", 3)], [BY_PARTY, BY_BOTH])
    assert names(found) == {"spring: fern"}
    assert reasons(found) == {
        "fern legal": "fewer than 5 answered",
        "fern operations": "subtracting it from what is shown would leave fewer than 5",
    }


def test_two_small_groups_cover_each_other() -> None:
    """Legal and finance have three answers each: subtraction leaves six people, so nothing more is hidden."""
    groups = [group("fern", "operations", 8), group("fern", "legal", 3), group("fern", "finance", 3)]
    found = suppress(groups, [BY_PARTY, BY_BOTH])
    assert names(found) == {"spring: fern", "spring: fern operations"}


def test_the_largest_cells_are_shown_first() -> None:
    """Where one of two cells has to be hidden besides, it is the smaller one, and the coarser table comes first."""
    groups = [group("fern", "operations", 9), group("fern", "quality", 6), group("fern", "legal", 2)]
    found = suppress(groups, [BY_PARTY, BY_BOTH])
    assert "spring: fern operations" in names(found) and "spring: fern quality" in names(found, hidden=True)


def test_slices_across_are_seen_together() -> None:
    """Each table alone would be safe; fern's row less the shown roles of both parties still reveals lark's legal."""
    groups = [
        group("fern", "operations", 6),
        group("fern", "legal", 6),
        group("lark", "operations", 6),
        group("lark", "legal", 2),
    ]
    found = suppress(groups, [EVERY, BY_PARTY, BY_ROLE, BY_BOTH])
    assert {"fern legal", "lark operations", "fern operations", "lark legal"} == set(reasons(found))


def test_one_newcomer_between_waves_is_not_given_away() -> None:
    """Eight answered in spring and nine in autumn: if the eight answer as before, the difference is the ninth."""
    groups = [group("fern", "operations", 8), group("fern", "operations", 9, "autumn")]
    found = suppress(groups, [BY_PARTY])
    assert names(found) == {"spring: fern"}
    assert found.hidden[0].reason == "comparing it with what another wave showed would leave fewer than 5"


def test_where_minds_have_changed_a_newcomer_cannot_be_made_out() -> None:
    """Two chose level 1 in spring and one in autumn, so somebody who stayed moved: autumn is shown after all."""
    spring, autumn = group("fern", "operations", 8), group("fern", "operations", 9, "autumn")
    fits = [replace(spring, levels=(2, 3, 3)), replace(autumn, levels=(2, 4, 3))]
    moved = [replace(spring, levels=(2, 3, 3)), replace(autumn, levels=(1, 4, 4))]
    assert names(suppress(fits, [BY_PARTY])) == {"spring: fern"}
    assert names(suppress(moved, [BY_PARTY])) == {"spring: fern", "autumn: fern"}


def test_what_is_hidden_does_not_come_back_as_a_sum_or_a_difference() -> None:
    """A hidden role does not come back as fern less the other role, nor a hidden fern as the sum of its roles."""
    groups = [
        replace(group("fern", "operations", 8), levels=(4, 4)),
        replace(group("fern", "legal", 8), levels=(5, 3)),
        replace(group("fern", "operations", 9, "autumn"), levels=(5, 4)),  # as spring, and a newcomer
        replace(group("fern", "legal", 8, "autumn"), levels=(3, 5)),
    ]
    found = suppress(groups, [BY_PARTY, BY_BOTH])
    assert names(found, hidden=True) == {"autumn: fern operations", "autumn: fern legal"}
    # Now the roles have moved, each by itself, and fern as a whole looks as in spring with a newcomer.
    groups[2:] = [replace(groups[2], levels=(6, 3)), replace(groups[3], levels=(4, 4))]
    found = suppress(groups, [BY_PARTY, BY_BOTH])
    assert names(found, hidden=True) == {"autumn: fern", "autumn: fern legal"}


def test_a_year_less_one_of_its_waves_is_the_other_wave() -> None:
    """A table of both waves together, less spring, is autumn, which has three answers: it is not shown."""
    groups = [group("fern", "legal", 8), group("fern", "legal", 3, "autumn")]
    year = Slice(by=("party",), waves=("spring", "autumn"))
    found = suppress(groups, [BY_PARTY, year])
    assert names(found) == {"spring: fern"}
    assert names(found, hidden=True) == {"autumn: fern", "spring+autumn: fern"}


def test_what_was_shown_once_stays_shown() -> None:
    """A later wave changes nothing in what an earlier one showed: it cannot be taken back."""
    spring = [group("fern", "operations", 8), group("lark", "legal", 7)]
    autumn = [group("fern", "operations", 9, "autumn"), group("lark", "legal", 12, "autumn")]
    before, after = (suppress(of, [EVERY, BY_PARTY]) for of in (spring, spring + autumn))
    assert before.shown == tuple(one for one in after.shown if one.waves == ("spring",))


def test_no_one_answered_is_not_a_group_to_protect() -> None:
    """A group without answers hides nothing: nobody is in it, and it is not shown as a group of nothing."""
    found = suppress([group("fern", "operations", 8), group("fern", "legal", 0)], [BY_PARTY, BY_BOTH])
    assert names(found) == {"spring: fern", "spring: fern operations"}


def test_the_attacker_can_win() -> None:
    """Shown without care, totals and parts give people away, and the attacker finds them."""
    everybody, eight = [1] * 9, [1] * 8 + [0]
    assert attack([everybody, eight], 5) == [8]
    assert attack([[1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 1, 1], [1, 1, 0, 0, 1, 1]], 3) == [0, 1]
    assert attack([everybody], 5) is None
    assert attack([], 5) is None


# -- the attack on random surveys -------------------------------------------------------------------


TABLES = [(), ("party",), ("role",), ("site",), ("party", "role"), ("site", "party"), ("role", "site")]


LEVEL = st.integers(0, 4)


def counted(wave: str, traits: dict[str, str], levels: tuple[int, ...]) -> Group:
    return Group(wave=wave, traits=traits, answered=sum(levels), levels=levels)


@st.composite
def surveys(draw: st.DrawFn) -> tuple[list[Group], list[Slice]]:
    """Return groups of up to three waves, two parties, three roles and two sites, and tables in random order."""
    waves = ["spring", "autumn", "winter"][: draw(st.integers(1, 3))]
    sites = ["here", "there"][: draw(st.integers(1, 2))]
    groups = [
        counted(wave, {"party": party, "role": role, "site": site}, draw(st.tuples(LEVEL, LEVEL)))
        for wave in waves
        for party in ("fern", "lark")
        for role in ("operations", "legal", "board")[: draw(st.integers(1, 3))]
        for site in sites
    ]
    spans = st.sampled_from([(), ("spring", "autumn"), tuple(waves)]) if len(waves) > 1 else st.just(())
    tables = draw(st.permutations(TABLES))[draw(st.integers(0, 4)) :]
    slices = [Slice(by=by, waves=draw(spans)) for by in tables]
    return groups, slices


def people(groups: list[Group]) -> list[tuple[frozenset, dict[str, str]]]:
    """Return who answered, each with the wave and traits."""
    return [(frozenset({one.wave}), dict(one.traits)) for one in groups for _ in range(one.answered)]


def row(cell: TableCell, everybody: list[tuple[frozenset, dict[str, str]]]) -> list[int]:
    """Return how often each person counts in a cell."""
    return [
        len(waves & set(cell.waves)) if all(traits[name] == value for name, value in cell.traits) else 0
        for waves, traits in everybody
    ]


@settings(max_examples=60, deadline=None)
@given(surveys(), st.integers(2, 5))
def test_the_attacker_finds_nothing(survey: tuple, least: int) -> None:
    """Over all shown cells, slices and waves of random surveys, no combination speaks of fewer than the minimum."""
    groups, slices = survey
    found = suppress(groups, slices, least=least)
    everybody = people(groups)
    assert attack([row(cell, everybody) for cell in found.shown], least) is None


@settings(max_examples=30, deadline=None)
@given(surveys())
def test_nothing_is_hidden_needlessly(survey: tuple) -> None:
    """Whatever is hidden in a wave, shown together with what was shown before it, would let the attacker win."""
    groups, slices = [one for one in survey[0] if one.wave == "spring"], [Slice(by=one.by) for one in survey[1]]
    found = suppress(groups, slices, least=4)
    everybody = people(groups)
    for one in found.hidden:
        rows = [row(cell, everybody) for cell in (*found.shown, one.cell)]
        assert one.cell.answered == 0 or attack(rows, 4) is not None


@settings(max_examples=60, deadline=None)
@given(surveys(), st.integers(2, 5))
def test_no_table_that_can_be_computed_in_two_waves_shows_who_came_or_left(survey: tuple, least: int) -> None:
    """A cell that differs by a few people and fits between two waves can be computed in one of them at most."""
    groups, slices = survey
    found = suppress(groups, slices, least=least)
    everybody = people(groups)
    rows = [row(cell, everybody) for cell in found.shown]
    for traits in {tuple((name, one.traits[name]) for name in table.by) for table in slices for one in groups}:
        counts = {}
        for wave in dict.fromkeys(one.wave for one in groups):
            of = [one.levels for one in groups if one.wave == wave and set(traits) <= set(one.traits.items())]
            counts[wave] = [sum(levels[place] for levels in of) for place in range(2)]
        for pair in combinations(counts, 2):
            few, many = sorted((counts[wave] for wave in pair), key=sum)
            came = [b - a for a, b in zip(few, many, strict=True)]
            if sum(few) and 0 < sum(came) < least and min(came) >= 0:
                own = [row(TableCell(waves=(wave,), traits=traits, answered=0), everybody) for wave in pair]
                assert any(rank([*rows, one]) > rank(rows) for one in own)


@settings(max_examples=20, deadline=None)
@given(surveys(), st.randoms())
def test_the_order_in_which_groups_are_listed_does_not_matter(survey: tuple, chance) -> None:
    """The same groups in another order within each wave give the same decision on either party's machine."""
    groups, slices = survey
    mixed = list(groups)
    chance.shuffle(mixed)
    order = list(dict.fromkeys(one.wave for one in groups))
    mixed.sort(key=lambda one: order.index(one.wave))
    assert suppress(mixed, slices) == suppress(groups, slices)
