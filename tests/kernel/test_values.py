"""Values that are quick to define are what the standard library makes of the same class."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from dataclasses import dataclass as standard
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    name: str
    days: int = 30
    notes: list[str] = field(default_factory=list)

    @property
    def shouted(self) -> str:
        return self.name.upper()


@standard(frozen=True, slots=True, kw_only=True)
class StandardTerm:
    name: str
    days: int = 30
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers."""

    first: int
    second: int = 2


@standard(frozen=True, slots=True)
class StandardPair:
    """Two numbers."""

    first: int
    second: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Longer(Pair):
    third: int


@dataclass(frozen=True, slots=True)
class Alone:
    value: Any


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


terms = st.fixed_dictionaries(
    {"name": st.text(max_size=3)},
    optional={"days": st.integers(0, 3), "notes": st.lists(st.text(max_size=2), max_size=2)},
)
pairs = st.tuples(st.integers(0, 2), st.integers(0, 2))


@given(terms)
def test_fields_and_text_are_those_of_a_standard_dataclass(given: dict[str, Any]) -> None:
    """Values, defaults and the text of a value are the same, whatever is given."""
    one, other = Term(**given), StandardTerm(**given)
    assert asdict(one) == asdict(other)
    assert repr(one) == repr(other).replace("StandardTerm", "Term")


@given(pairs, pairs)
def test_equality_and_hash_go_by_the_values(left: tuple[int, int], right: tuple[int, int]) -> None:
    """Two values are equal exactly if the standard ones are, equal ones have one hash, and it is the standard one."""
    assert (Pair(*left) == Pair(*right)) is (StandardPair(*left) == StandardPair(*right))
    assert hash(Pair(*left)) == hash(StandardPair(*left))


def test_another_class_is_never_equal() -> None:
    """A value is not equal to one of another class with the same content, nor to a tuple of it."""
    assert Pair(1, 2) != StandardPair(1, 2)
    assert Pair(1, 2) != (1, 2)
    assert Alone(1) != 1


def test_one_field_and_none_compare_too() -> None:
    """A class with a single field, or without any, is equal by its values as well."""
    assert Alone([1]) == Alone([1])
    assert Alone(1) != Alone(2)
    assert Nothing() == Nothing()
    assert {Alone(1), Alone(1), Nothing(), Nothing()} == {Alone(1), Nothing()}


@pytest.mark.parametrize("change", [lambda one: setattr(one, "days", 3), lambda one: delattr(one, "days")])
def test_nothing_can_be_changed(change: Callable[[Any], None]) -> None:
    """A field can be neither set nor deleted, and the error is the standard one with its words."""
    one, other = Term(name="a"), StandardTerm(name="a")
    with pytest.raises(FrozenInstanceError) as ours:
        change(one)
    with pytest.raises(FrozenInstanceError) as theirs:
        change(other)
    assert str(ours.value) == str(theirs.value)
    assert one.days == 30


def test_there_is_no_room_for_anything_else() -> None:
    """A value has slots and no dictionary: an attribute that is no field cannot be set."""
    assert not hasattr(Term(name="a"), "__dict__")
    with pytest.raises(AttributeError):
        Term(name="a").other = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("arguments", [{}, {"name": "a", "other": 1}])
def test_wrong_arguments_are_told_in_the_standard_words(arguments: dict[str, Any]) -> None:
    """A missing argument and an unknown one raise TypeError, which names the class and the argument."""
    with pytest.raises(TypeError) as ours:
        Term(**arguments)
    with pytest.raises(TypeError) as theirs:
        StandardTerm(**arguments)
    assert str(ours.value) == str(theirs.value).replace("StandardTerm", "Term")


def test_keywords_stay_keywords() -> None:
    """Where fields are keywords only, none can be given by its position."""
    with pytest.raises(TypeError):
        Term("a")  # type: ignore[misc]


def test_a_default_that_is_made_is_made_anew() -> None:
    """Two values do not share the list that is their default."""
    assert Term(name="a").notes is not Term(name="a").notes


def test_signature_and_types_can_be_asked() -> None:
    """The parameters of a class, their types and what a pattern matches are those of the standard class."""
    assert (
        list(inspect.signature(Term).parameters.values())[:2]
        == (list(inspect.signature(StandardTerm).parameters.values())[:2])
    )
    assert get_type_hints(Term.__init__) == get_type_hints(StandardTerm.__init__)
    assert Pair.__match_args__ == StandardPair.__match_args__  # type: ignore[attr-defined]
    assert [one.name for one in fields(Longer)] == ["first", "second", "third"]


def test_copies_are_equal() -> None:
    """A value can be replaced, copied and pickled, and a class that inherits adds its fields."""
    for one in (Term(name="a", notes=["x"]), Longer(1, third=3), Alone(1)):
        assert one == copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == replace(one)
    assert replace(Longer(1, third=3), third=4) == Longer(1, 2, third=4)


def test_own_text_stays() -> None:
    """A class that says itself how it is shown keeps that."""

    @dataclass(frozen=True, slots=True)
    class Shown:
        value: int

        def __repr__(self) -> str:
            return "shown"

    assert repr(Shown(1)) == "shown"


def test_what_is_not_plain_is_left_to_the_standard_decorator() -> None:
    """Order, a step after making, fields that do not count, and classes that are not frozen work as ever."""

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        value: int

    @dataclass(frozen=True, slots=True)
    class Checked:
        value: int

        def __post_init__(self) -> None:
            if self.value < 0:
                raise ValueError

    @dataclass(frozen=True, slots=True)
    class Partly:
        value: int
        seen: int = field(default=0, compare=False)

    @dataclass(slots=True)
    class Open:
        value: int

    assert Ordered(1) < Ordered(2)
    with pytest.raises(ValueError, match=r"^$"):
        Checked(-1)
    assert Partly(1, 2) == Partly(1, 3)
    one = Open(1)
    one.value = 2
    assert one.value == 2
