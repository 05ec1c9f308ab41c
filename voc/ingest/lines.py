"""Physical lines of a text, one at a time, whatever they hold."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from voc.ingest.opening import Opened, guess_encoding

LINE_LIMIT = 16 * 1024 * 1024
_TOO_LONG = f"一行超过 {LINE_LIMIT // 1024 // 1024} MiB"


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its line end. `fault` says why it cannot be used; bytes that are no text are lone surrogates."""

    number: int
    text: str
    fault: str | None = None

    @property
    def raw(self) -> bytes:
        """The line as UTF-8; bytes that could not be decoded stand unchanged."""
        return self.text.encode("utf-8", "surrogateescape")


def read_lines(source: Opened) -> Iterator[Line]:
    """Every line, numbered from 1; one of more than 16 MiB without its text. Holds one line at a time."""
    encoding = source.encoding
    number = 0
    while given := source.stream.readline(LINE_LIMIT + 1):
        number += 1
        if len(given) > LINE_LIMIT and not given.endswith(b"\n"):
            _skip_rest_of_line(source.stream)
            yield Line(number, "", _TOO_LONG)
            continue
        # So far all was ASCII: the first line that is not decides.
        encoding = encoding or guess_encoding(given)
        yield decoded(number, given, encoding or "utf-8")


def decoded(number: int, given: bytes, encoding: str) -> Line:
    """A line from its bytes.

    >>> decoded(3, "好".encode() + b"\\xff", "utf-8").fault
    '有不能按 UTF-8 解码的字节（第 4 个字节）'
    """
    try:
        return Line(number, given.decode(encoding))
    except UnicodeDecodeError as error:
        fault = f"有不能按 {encoding.upper()} 解码的字节（第 {error.start + 1} 个字节）"
        return Line(number, given.decode(encoding, "surrogateescape"), fault)


def _skip_rest_of_line(stream: io.BufferedReader) -> None:
    while (part := stream.readline(1 << 20)) and not part.endswith(b"\n"):
        pass
