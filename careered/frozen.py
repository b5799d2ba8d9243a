"""Frozen dataclasses, where a request makes so many that their own ways cost more than what is done with them."""

from typing import Any, TypeVar

T = TypeVar("T")


def with_values(instance: T, **values: Any) -> T:
    """A copy of an instance with other values of its fields: `dataclasses.replace` without a walk over all fields.

    Not for classes with a __post_init__, which is not called, or with slots.
    """
    copy = object.__new__(type(instance))
    vars(copy).update(vars(instance), **values)
    return copy
