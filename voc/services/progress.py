"""How long work says how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Told after every step; `total` is None where it is not known."""

    def __call__(self, done: int, total: int | None) -> None: ...


def silent(done: int, total: int | None) -> None:
    """For callers who do not watch."""
