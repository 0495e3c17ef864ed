"""Frozen, slotted dataclasses that are quick to define, for the hundreds of values that every start of Comity defines.

The standard decorator compiles six methods for each class, one by one, which was a third of the time of a command. Here
`__init__` and comparison are compiled together, and the rest is shared. What a class can do is the same, and tests
compare the two. Import `dataclass` from here in what a command loads whatever its input is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as standard
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["dataclass", "quick"]

_Class = TypeVar("_Class")

_PLAIN = ({"frozen": True, "slots": True}, {"frozen": True, "slots": True, "kw_only": True})
_OWN = frozenset({"__init__", "__post_init__", "__eq__", "__hash__", "__setattr__", "__delattr__"})


def quick(**options: bool) -> Callable[[type[_Class]], type[_Class]]:
    """Return the decorator that `dataclass` is when Comity runs; what it cannot do, the standard one does.

    It is quick for frozen, slotted classes whose fields have no options but defaults. Such a class, and one that is
    left to the standard decorator, cannot inherit from each other: TypeError, as soon as the module is imported.
    """

    def decorate(cls: type[_Class]) -> type[_Class]:
        if options not in _PLAIN or not _OWN.isdisjoint(vars(cls)) or not all(map(_is_plain, vars(cls).values())):
            return standard(**options)(cls)
        # A docstring, since without one the standard decorator works the signature out and writes that.
        cls.__doc__ = cls.__doc__ or cls.__name__
        return _filled(standard(init=False, repr=False, eq=False, **{**options, "frozen": False})(cls))

    return decorate


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = quick


def _is_plain(value: object) -> bool:
    """Say whether what stands in a class is no field with options other than a default."""
    return not isinstance(value, Field) or (value.init and value.repr and value.compare and value.hash is None)


def _filled(cls: type[_Class]) -> type[_Class]:
    """Return a class whose fields are known, with the methods of a frozen dataclass."""
    for name, method in {**_SHARED, **_compiled(cls, fields(cls))}.items():  # type: ignore[arg-type]
        if name != "__repr__" or name not in vars(cls):
            setattr(cls, name, method)
    return cls


# -- what is compiled, from the names of fields and nothing else ------------------------------------


def _compiled(cls: type, found: tuple[Field[Any], ...]) -> dict[str, Callable[..., Any]]:
    """Return `__init__`, which sets each slot by its descriptor, and comparison by the values of all fields."""
    known: dict[str, Any] = {"_ABSENT": MISSING}
    for number, one in enumerate(found):
        known[f"_set{number}"] = getattr(cls, one.name).__set__
        known[f"_default{number}"] = one.default if one.default_factory is MISSING else one.default_factory
    space: dict[str, Any] = {}
    exec(_source(known, found), vars(sys.modules[cls.__module__]), space)  # nosec B102  # noqa: S102
    methods: tuple[Any, ...] = space["make"](**known)
    for method in methods:
        method.__qualname__ = f"{cls.__qualname__}.{method.__name__}"
    methods[0].__annotations__ = {**{one.name: one.type for one in found}, "return": None}
    return {method.__name__: method for method in methods}


def _source(known: Iterable[str], found: tuple[Field[Any], ...]) -> str:
    sets = "".join(f"  _set{number}(self, {_value(number, one)})\n" for number, one in enumerate(found))
    own, others = ("(" + "".join(f"{of}.{one.name}, " for one in found) + ")" for of in ("self", "other"))
    return (
        f"def make({', '.join(known)}):\n"
        f" def __init__({_parameters(found)}):\n{sets or '  pass'}\n"
        " def __eq__(self, other):\n"
        f"  return {own} == {others} if other.__class__ is self.__class__ else NotImplemented\n"
        f" def __hash__(self):\n  return hash({own})\n"
        " return __init__, __eq__, __hash__"
    )


def _value(number: int, one: Field[Any]) -> str:
    if one.default_factory is MISSING:
        return one.name
    return f"_default{number}() if {one.name} is _ABSENT else {one.name}"


def _parameters(found: tuple[Field[Any], ...]) -> str:
    placed = [_parameter(number, one) for number, one in enumerate(found) if not one.kw_only]
    named = [_parameter(number, one) for number, one in enumerate(found) if one.kw_only]
    return ", ".join(["self", *placed, *(["*", *named] if named else [])])


def _parameter(number: int, one: Field[Any]) -> str:
    if one.default_factory is not MISSING:
        return f"{one.name}=_ABSENT"
    return one.name if one.default is MISSING else f"{one.name}=_default{number}"


# -- what is shared ------------------------------------------------------------------------------


def _repr(self: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{type(self).__qualname__}({said})"


def _no_assignment(_: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deletion(_: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": _repr,
    "__setattr__": _no_assignment,
    "__delattr__": _no_deletion,
    "__getstate__": _state,
    "__setstate__": _restore,
}
"""What needs no knowledge of the class; the last two are for copies, since a frozen value cannot be assigned to."""
