"""Rows that a command leaves out: the first few are told one by one, all are counted, and its exit code says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer

from voc.cli.common import REJECTS_EXIT, tell
from voc.errors import RowError

SHOWN_ERRORS = 5


@dataclass(slots=True)
class SetAside:
    """To be called with each row that is left out; `count` is how many there were."""

    count: int = 0

    def __call__(self, error: RowError) -> None:
        self.count += 1
        if self.count <= SHOWN_ERRORS:
            tell(f"拒收：{error}")


@contextmanager
def setting_aside() -> Iterator[SetAside]:
    """For a command that does what it can with the rest; ends it with 3 where any row was left out."""
    rows = SetAside()
    yield rows
    if rows.count:
        tell(f"有 {rows.count} 条记录被拒收", style="yellow")
        raise typer.Exit(REJECTS_EXIT)
