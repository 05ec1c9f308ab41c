"""Bytes of a file → a stream that begins after its BOM, is unpacked, and whose encoding is known or still open."""

import codecs
import gzip
import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from voc.errors import InputError

SAMPLE_SIZE = 1 << 20
# Text shrinks ten- to thirtyfold. What unpacks to so many times its size is made to fill a disk or a day.
_MOST_PACKED = 200
_UNPACKED_UNCHECKED = 64 * 1000 * 1000
# Documents that cannot be read piece by piece.
WHOLE_LIMIT = 200 * 1000 * 1000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
_NO_INPUT = {
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"%PDF": "PDF 文档",
    b"\xd0\xcf\x11\xe0": "旧版（.xls）或加密的 Office 文件，请另存为不加密的 .xlsx",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf\x27\x1c": "7z 压缩包",
    b"SQLite format 3\0": "SQLite 数据库",
    _GZIP: "两层 gzip 压缩",
}
# Where GB18030 is read as UTF-8, pairs of bytes that happen to be a character are common; threes are rare.
_THREE_BYTES = re.compile("[\u0800-\ufffc\U00010000-\U0010ffff]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))


class _Bytes(Protocol):
    def read(self, size: int = ..., /) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream to be read from its start; `head` is up to 1 MiB of it, `encoding` None where nothing is known yet."""

    stream: io.BufferedReader
    head: bytes
    encoding: str | None

    def whole(self, name: str) -> bytes:
        """All bytes; InputError above 200 MB."""
        content = self.stream.read(WHOLE_LIMIT + 1)
        if len(content) > WHOLE_LIMIT:
            raise InputError(f"{name} 超过 {WHOLE_LIMIT // 1_000_000} MB，这种格式须整个读入；请改存为 JSONL 或 CSV")
        return content


def opened(stream: _Bytes, name: str, *, encoding: str | None) -> Opened:
    """Unpack, strip the BOM and turn UTF-16 into UTF-8; a BOM counts for more than a stated `encoding`.

    InputError for what is no text and no workbook, and, while reading, for a damaged file.
    """
    head = _sample(stream, name)
    if head.startswith(_GZIP):
        unpacked = _Unpacked(_Joined(head, stream, name), name)
        return _read_as_text(_sample(unpacked, name), unpacked, name, encoding)
    return _read_as_text(head, stream, name, encoding)


def guess_encoding(sample: bytes) -> str | None:
    """`utf-8` or `gb18030`, whichever reads more lines of the sample, UTF-8 where it is as many; None where it is all
    ASCII.

    Lines are asked one by one: a damaged one, however little of it is left, speaks for itself alone. Where none can
    tell, the sample as a whole is asked: Chinese text of GB18030 is nearly all invalid in UTF-8.

    >>> guess_encoding("客户评价".encode("gb18030")), guess_encoding("客户评价".encode() + b"\\xff")
    ('gb18030', 'utf-8')
    """
    votes = Counter(_reads(line) for line in sample.splitlines(keepends=True) if not line.isascii())
    if not votes:
        return None
    if votes["gb18030"] == votes["utf-8"] == 0:
        chinese, bad = _chinese_and_bad(sample)
        return "utf-8" if chinese >= bad else "gb18030"
    return "gb18030" if votes["gb18030"] > votes["utf-8"] else "utf-8"


def _reads(line: bytes) -> str | None:
    """The encoding that a line can be read in, None where that is neither, or either.

    Short words of the one are often characters of the other too, and so is UTF-8 that was cut short: Chinese in UTF-8,
    of three bytes each, tells them apart.
    """
    chinese, bad = _chinese_and_bad(line)
    is_gb18030 = _decodes(line, "gb18030")
    if chinese < bad:
        return "gb18030" if is_gb18030 else None
    return "utf-8" if _decodes(line, "utf-8") and (chinese or not is_gb18030) else None


def _chinese_and_bad(sample: bytes) -> tuple[int, int]:
    """How many characters of three bytes are read as UTF-8, and how many places cannot be."""
    text = sample.decode("utf-8", "replace")
    return len(_THREE_BYTES.findall(text)), text.count("\ufffd")


def _decodes(line: bytes, encoding: str) -> bool:
    """A last line may be cut off within a character, as a sample ends anywhere."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(line)
    except UnicodeDecodeError:
        return False
    return True


def _read_as_text(head: bytes, stream: _Bytes, name: str, encoding: str | None) -> Opened:
    for bom, marked in _BOMS:
        if head.startswith(bom):
            head, encoding = head[len(bom) :], marked
            break
    _refuse_other_kinds(head, name)
    joined = _Joined(head, stream, name)
    if encoding is not None and encoding.startswith(("utf-16", "utf-32")):
        recoded = _Recoded(joined, encoding)
        head, encoding = _sample(recoded, name), "utf-8"
        joined = _Joined(head, recoded, name)
    if not head.startswith(ZIP):
        _refuse_binary(head, name)
    return Opened(io.BufferedReader(joined, 1 << 18), head, encoding or guess_encoding(head))


def _refuse_other_kinds(head: bytes, name: str) -> None:
    for magic, kind in _NO_INPUT.items():
        if head.startswith(magic):
            raise InputError(f"{name} 不能读：这是{kind}")


def _refuse_binary(head: bytes, name: str) -> None:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 20 > len(head):
        raise InputError(f"{name} 不能读：不是文本文件（UTF-16 须带 BOM）")


def _sample(stream: _Bytes, name: str) -> bytes:
    parts = []
    missing = SAMPLE_SIZE
    while missing and (part := _read(stream, missing, name)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _read(stream: _Bytes, size: int, name: str) -> bytes:
    try:
        return stream.read(size) or b""
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError(f"{name} 的压缩内容损坏或不完整") from None
    except OSError as error:
        raise InputError(f"{name} 读取失败：{error.strerror or type(error).__name__}") from None


class _Joined(io.RawIOBase):
    """What was read of a stream already, then the rest of it. The stream belongs to whoever opened it."""

    def __init__(self, head: bytes, stream: _Bytes, name: str) -> None:
        self._head = memoryview(head)
        self._stream = stream
        self._name = name
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head[: len(buffer)]
        if part:
            self._head = self._head[len(part) :]
        else:
            part = memoryview(_read(self._stream, len(buffer), self._name))
        buffer[: len(part)] = part
        self.count += len(part)
        return len(part)


class _Unpacked:
    """The content of a gzip file; InputError as soon as there is far too much of it for what was packed."""

    def __init__(self, packed: _Joined, name: str) -> None:
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")
        self._name = name
        self._count = 0

    def read(self, size: int = -1, /) -> bytes:
        part = self._stream.read(size)
        self._count += len(part)
        if self._count > max(_UNPACKED_UNCHECKED, _MOST_PACKED * self._packed.count):
            raise InputError(f"{self._name} 解压后超过原来的 {_MOST_PACKED} 倍，不像是真的数据，不予读取")
        return part


class _Recoded:
    """UTF-16 or UTF-32 as UTF-8. What is no character becomes bytes that are no UTF-8: its line is set aside."""

    def __init__(self, stream: _Joined, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
        self._ready = b""

    def read(self, size: int = -1, /) -> bytes:
        while not self._ready:
            given = self._stream.read(1 << 18) or b""
            self._ready = self._recode(given)
            if not given:
                break
        part, self._ready = self._ready[:size], self._ready[size:]
        return part

    def _recode(self, given: bytes) -> bytes:
        try:
            return self._decoder.decode(given, final=not given).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            self._decoder.reset()
            return b"\xff"
