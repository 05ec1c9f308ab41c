"""How much of a file lies behind the row that was read last."""

from typing import BinaryIO

from voc.ingest.opening import SAMPLE_SIZE, ZIP

_GZIP = b"\x1f\x8b"
_PIECE = 1 << 20


class FileShare:
    """Tells it from the line of the row: how far the reader's `stream` is says little, for it is read ahead.

    `beside` is another stream of the same file, which is read up to that line.
    """

    def __init__(self, stream: BinaryIO, beside: BinaryIO, *, byte_count: int) -> None:
        self._stream = stream
        self._beside = beside
        self._byte_count = byte_count
        self._line = 1
        self._behind = 0
        magic = beside.read(len(ZIP))
        self._is_workbook, self._is_packed = magic.startswith(ZIP), magic.startswith(_GZIP)
        beside.seek(0)

    def before(self, line: int) -> float | None:
        """At least so much, never all; None where nothing can be told: of a workbook, and of the start of a gzip."""
        if self._is_workbook:
            return None
        if self._is_packed:
            return max(0, self._stream.tell() - SAMPLE_SIZE) / self._byte_count or None
        while self._line < line and (piece := self._beside.readline(_PIECE)):
            self._line += piece.endswith(b"\n")
            self._behind += len(piece)
        return self._behind / max(1, self._byte_count)
