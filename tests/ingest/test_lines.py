from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from voc.ingest.lines import LINE_LIMIT, Line, decoded, read_lines
from voc.ingest.opening import Opened, opened


def source(content: bytes, *, encoding: str | None = None) -> Opened:
    return opened(BytesIO(content), "f", encoding=encoding)


def test_lines_keep_their_ends_and_are_counted_from_one() -> None:
    assert list(read_lines(source(b"a\r\n\nb"))) == [Line(1, "a\r\n"), Line(2, "\n"), Line(3, "b")]


def test_a_line_beyond_the_limit_is_dropped_and_the_next_one_read() -> None:
    whole, long = b"a" * (LINE_LIMIT - 1) + b"\n", b"b" * (3 * LINE_LIMIT) + b"\n"
    lengths = [(line.number, len(line.text), line.fault) for line in read_lines(source(whole + long + b"c\n" + long))]
    fault = "一行超过 16 MiB"
    assert lengths == [(1, LINE_LIMIT, None), (2, 0, fault), (3, 2, None), (4, 0, fault)]


def test_the_first_line_that_is_not_ascii_tells_the_encoding() -> None:
    content = b"plain\n" * 200_000 + "慢\n客户评价\n".encode("gb18030")
    assert [line.text for line in read_lines(source(content))][-2:] == ["慢\n", "客户评价\n"]


def test_one_undecodable_line_spoils_itself_alone() -> None:
    good = "客户说账单短信没有来\n".encode("gb18030")
    first, bad, last = read_lines(source(good + b"\xff" + good + good))
    assert (first.fault, last.fault) == (None, None)
    assert bad.fault == "有不能按 GB18030 解码的字节（第 1 个字节）"
    assert bad.raw == b"\xff" + "客户说账单短信没有来\n".encode()


@given(st.binary(), st.sampled_from(["gb18030", "big5"]))
def test_bytes_of_utf_8_stay_as_they_are_and_others_become_utf_8(content: bytes, encoding: str) -> None:
    assert decoded(1, content, "utf-8").raw == content
    line = decoded(1, content, encoding)
    assert line.fault is not None or line.raw == content.decode(encoding).encode()
