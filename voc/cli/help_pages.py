"""Help pages in which nothing is cut off."""

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from typer import rich_utils


class FoldingTable(Table):
    """Cells go on in the next line: Chinese has no spaces to break at, and rich would end a cell with `…`."""

    def add_row(self, *cells: RenderableType | None, style: str | None = None, end_section: bool = False) -> None:  # type: ignore[override]
        super().add_row(*map(_folding, cells), style=style, end_section=end_section)
        for column in self.columns:
            column.overflow = "fold"


def _folding(cell: RenderableType | None) -> RenderableType | None:
    """Help texts come as columns of one or few texts; one below the other they fold as well."""
    return Group(*cell.renderables) if isinstance(cell, Columns) else cell


def fold_help() -> None:
    """From now on Typer's help pages are laid out in such tables."""
    rich_utils.Table = FoldingTable  # type: ignore[attr-defined]
