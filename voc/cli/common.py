"""What all commands share: consoles, progress, opening the program's parts from the settings."""

import getpass
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import copyfileobj

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from voc import opening
from voc.cli.render import safe
from voc.clock import now
from voc.engines.local import Engine
from voc.errors import InputError
from voc.ingest import ColumnMapping, load_mapping
from voc.services.auditing import Stamp
from voc.services.importing import rejects_name
from voc.services.progress import Progress as Report
from voc.settings import Settings

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

PLAIN_EVERY = 2000
# The exit code of a command that is done but set rows aside.
REJECTS_EXIT = 3


def user_name() -> str:
    """Who runs the program, for what is written down."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "未知"


def stamp() -> Stamp:
    """Who changes something by a command, and when, for the audit chain."""
    return Stamp(f"cli:{user_name()}", now())


def tell(text: str, *, style: str | None = None) -> None:
    """One line on the error stream, as it stands: a path may hold brackets, and a log is not folded at 80 columns.

    Names of files and words of labels may hold what could steer a terminal: that is replaced.
    """
    err.print(safe(text), style=style, markup=False, soft_wrap=True)


def write_json(value: object) -> None:
    """What a program reads, on the output stream as it is, neither folded nor coloured."""
    out.file.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """A bar on a terminal, a plain line now and then elsewhere; both on the error stream."""
    if not err.is_terminal:
        yield partial(_plain, title)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def show(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield show


def _plain(title: str, done: int, total: int | None) -> None:
    if done == total or (done and done % PLAIN_EVERY == 0):
        tell(f"{title}：{done}" + ("" if total is None else f"/{total}"))


@contextmanager
def analysis_engine(settings: Settings, *, processes: int | None = None) -> Iterator[Engine]:
    """The engine that the settings ask for, with its worker processes ended afterwards."""
    warn = partial(tell, style="yellow")
    with opening.analysis_engine(settings, warn=warn, processes=processes) as engine:
        yield engine


def read_mapping(path: Path | None) -> ColumnMapping | None:
    return None if path is None else load_mapping(path)


def not_among(output: Path, inputs: Sequence[Path]) -> None:
    """InputError where what is to be written would take the place of something that is read, by whatever name."""
    for path in inputs:
        if path.exists() and (output.resolve() == path.resolve() or (output.exists() and output.samefile(path))):
            raise InputError(f"{output} 是输入文件，不能写在它上面")


@contextmanager
def readable_inputs(names: list[Path]) -> Iterator[list[Path]]:
    """Paths that can be read twice: `-` is copied from the standard input into a private file, gone afterwards."""
    if Path("-") not in names:
        yield names
        return
    if len(names) > 1:
        raise InputError("标准输入（-）不能与其他文件同时使用")
    with tempfile.TemporaryDirectory(prefix="voc-") as folder:
        spooled = Path(folder) / "标准输入"
        with spooled.open("wb") as stream:
            copyfileobj(sys.stdin.buffer, stream)
        yield [spooled]


def rejects_path(path: Path, folder: Path | None) -> Path:
    """Where the rejects of an input go: `calls.jsonl` → `calls.rejects.jsonl`; those of spreadsheets are CSV.

    >>> rejects_path(Path("a/calls.jsonl.gz"), None).as_posix(), rejects_path(Path("s.xlsx"), Path("b")).as_posix()
    ('a/calls.rejects.jsonl', 'b/s.rejects.csv')
    """
    return (folder or path.parent) / rejects_name(path.name)
