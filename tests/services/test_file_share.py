import gzip
import random
from io import BytesIO

import pytest

from voc.services.file_share import FileShare

LINES = [b"a" * 9 + b"\n"] * 10


def file_share(content: bytes, *, read_ahead: int | None = None) -> FileShare:
    stream = BytesIO(content)
    stream.read(read_ahead)
    return FileShare(stream, BytesIO(content), byte_count=len(content))


def test_what_lies_before_the_row_counts_and_not_what_was_read_ahead() -> None:
    share = file_share(b"".join(LINES))
    assert [share.before(line) for line in (1, 2, 6, 10)] == [0.0, 0.1, 0.5, 0.9]


def test_a_row_that_comes_out_of_order_takes_nothing_back() -> None:
    share = file_share(b"".join(LINES))
    assert [share.before(line) for line in (6, 2)] == [0.5, 0.5]


def test_lines_longer_than_a_piece_are_one_line() -> None:
    share = file_share(b"a" * 3_000_000 + b"\nb\n")
    assert share.before(1) == 0
    assert share.before(2) == pytest.approx(1, abs=0.001)
    assert (share.before(2) or 0) < 1


def test_of_a_workbook_nothing_can_be_told() -> None:
    assert file_share(b"PK\x03\x04" + b"".join(LINES)).before(5) is None


def test_of_a_packed_file_it_is_told_once_more_than_the_sample_was_read() -> None:
    packed = gzip.compress(random.Random(1).randbytes(4 << 20), 0)
    assert file_share(packed, read_ahead=1 << 20).before(5) is None
    assert file_share(packed, read_ahead=3 << 20).before(5) == pytest.approx(0.5, abs=0.01)
    assert file_share(packed).before(5) == pytest.approx(0.75, abs=0.01)


def test_an_empty_file_has_no_part_behind() -> None:
    assert file_share(b"").before(1) == 0
