"""The file of rows that were set aside, to be mended and fed again."""

import codecs
import csv
import io
import os
from pathlib import Path
from tempfile import mkstemp
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from voc.errors import InputError
from voc.ingest.rows import Rejected

_TITLES = ("文件", "行", "原因", "在拒收文件中的行")


def reasons_path(path: Path) -> Path:
    """Where the reasons for the rows in a rejects file stand."""
    return path.with_name(path.name + ".reasons.csv")


class _Draft(NamedTuple):
    """A file under another name until it is whole."""

    stream: BinaryIO
    path: Path

    @classmethod
    def beside(cls, path: Path) -> Self:
        try:
            # Made exclusively and with mode 0600.
            number, name = mkstemp(prefix=".rejects.", dir=path.parent)
        except OSError as error:
            raise InputError(f"拒收文件 {path.name} 写不了：{error.strerror}") from None
        return cls(os.fdopen(number, "wb"), Path(name))

    def finish(self, path: Path, *, keep: bool) -> None:
        with self.stream:
            self.stream.flush()
            os.fsync(self.stream.fileno())
        if keep:
            self.path.replace(path)
        else:
            self.path.unlink()


class RejectsFile:
    """Writes the rejects of one input to `path`, and why beside it, both readable by their owner alone (0600).

    The file is read like the one the rows came from, with the same mapping: it is UTF-8 with a BOM (which counts for
    more than a stated encoding) and begins with the table's header. Both files appear together when the block ends;
    nothing appears where nothing was rejected or the block was left by an exception. A row too long to be kept is
    among the reasons alone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._header = b""
        self._next_line = 1
        self._rows: _Draft | None = None
        self._reasons: _Draft | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, rejected: Rejected) -> None:
        """Add rows; ValueError where they come from a table with another header than those before."""
        if self._rows is None or self._reasons is None:
            self._rows, self._reasons = _Draft.beside(self.path), _Draft.beside(reasons_path(self.path))
            self._header = rejected.header
            self._append(rejected.header)
            self._reasons.stream.write(codecs.BOM_UTF8 + _csv_line(_TITLES))
        elif rejected.header != self._header:
            raise ValueError("one rejects file an input")
        error = rejected.error
        place = str(self._next_line) if rejected.raw else ""
        self._reasons.stream.write(_csv_line((error.file, str(error.line), error.reason, place)))
        self._append(rejected.raw)
        self.count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._rows is None or self._reasons is None:
            return
        # The reasons first: where there are rows, their reasons are there too.
        for draft, path in ((self._reasons, reasons_path(self.path)), (self._rows, self.path)):
            draft.finish(path, keep=kind is None)

    def _append(self, raw: bytes) -> None:
        assert self._rows is not None
        whole = raw if not raw or raw.endswith(b"\n") else raw + b"\n"
        self._rows.stream.write((codecs.BOM_UTF8 if self._rows.stream.tell() == 0 else b"") + whole)
        self._next_line += whole.count(b"\n")


def _csv_line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    # A file's name need not be text.
    return text.getvalue().encode("utf-8", "backslashreplace")
