from collections.abc import Iterator
from typing import Any

import pytest
from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.main import get_command
from typer.testing import CliRunner

from voc.cli.app import app
from voc.cli.help_pages import FoldingTable

LONG = "另写一份网页：一个文件，不联网，含混淆、可信度与覆盖率—风险的图"


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*path, name))


@pytest.mark.parametrize("path", list(commands(get_command(app))), ids=lambda path: " ".join(path) or "voc")
def test_nothing_is_cut_off_in_eighty_columns(path: tuple[str, ...]) -> None:
    found = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert found.exit_code == 0
    rows = [line.rstrip(" │") for line in found.output.splitlines() if line.startswith("│")]
    assert rows
    assert [row for row in rows if row.endswith("…")] == []


def shown(table: Table) -> str:
    table.add_row("--html", Columns([Text(LONG)]))
    console = Console(width=30)
    with console.capture() as capture:
        console.print(table)
    return "".join(capture.get().split())


def test_a_text_without_spaces_goes_on_in_the_next_line() -> None:
    assert LONG in shown(FoldingTable(show_header=False, box=None)).replace("--html", "")
    assert "…" in shown(Table(show_header=False, box=None))
