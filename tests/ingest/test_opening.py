import errno
import gzip
import random
from io import BytesIO, RawIOBase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import InputError
from voc.ingest import opening
from voc.ingest.opening import guess_encoding, opened

TEXT = "客户说账单短信一条都没来😤\n" * 3


def content_of(given_bytes: bytes, *, encoding: str | None = None) -> tuple[bytes, str | None]:
    source = opened(BytesIO(given_bytes), "f", encoding=encoding)
    return source.stream.read(), source.encoding


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_bom_tells_the_encoding_whatever_was_stated(encoding: str) -> None:
    assert content_of(TEXT.encode(encoding), encoding="gb18030") == (TEXT.encode(), "utf-8")


def test_big_endian_and_stated_utf_16_are_read() -> None:
    assert content_of("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be")) == (TEXT.encode(), "utf-8")
    assert content_of(TEXT.encode("utf-16-le"), encoding="utf-16-le") == (TEXT.encode(), "utf-8")


def test_gb18030_is_recognised_and_left_as_it_is() -> None:
    assert content_of(TEXT.encode("gb18030")) == (TEXT.encode("gb18030"), "gb18030")


def test_gzip_is_unpacked_before_the_encoding_is_told() -> None:
    assert content_of(gzip.compress(TEXT.encode("utf-16"))) == (TEXT.encode(), "utf-8")


def test_a_long_stream_is_read_whole() -> None:
    text = TEXT * 60_000
    assert content_of(gzip.compress(text.encode("gb18030"), 1)) == (text.encode("gb18030"), "gb18030")
    assert content_of(text.encode("utf-16"))[0] == text.encode()


def test_half_characters_of_utf_16_become_bytes_that_are_no_utf_8() -> None:
    lone = "a\n".encode("utf-16") + b"\x00\xd8" + "\nb".encode("utf-16-le") + b"c"
    assert content_of(lone)[0] == b"a\n\xed\xa0\x80\nb\xff"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "PNG 图片"),
        (b"%PDF-1.7\n", "PDF 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版（.xls）"),
        (gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), "两层 gzip 压缩"),
        (bytes(100), "不是文本文件"),
        (TEXT.encode("utf-16-le")[2:], "不是文本文件"),
        (random.Random(3).randbytes(1000), "不是文本文件"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(content: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=f"^照片.jsonl 不能读：(这)?是?{kind}") as refusal:
        opened(BytesIO(content), "照片.jsonl", encoding=None)
    assert "\n" not in str(refusal.value)


def test_a_damaged_archive_is_refused_where_the_damage_is() -> None:
    packed = gzip.compress(random.Random(1).randbytes(3 << 20).hex().encode())
    source = opened(BytesIO(packed[:-9]), "a.gz", encoding=None)
    with pytest.raises(InputError, match=r"^a\.gz 的压缩内容损坏或不完整$"):
        source.stream.read()
    with pytest.raises(InputError, match=r"损坏"):
        opened(BytesIO(b"\x1f\x8b\x08\x00garbage that is none"), "a.gz", encoding=None)


def test_a_failing_disk_is_refused_in_one_line() -> None:
    class Failing(RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(InputError, match=r"^f 读取失败：Input/output error$"):
        opened(Failing(), "f", encoding=None)


def test_a_document_that_must_be_read_whole_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WHOLE_LIMIT", 1_000_000)
    assert len(opened(BytesIO(b"x" * 1_000_000), "f", encoding=None).whole("f")) == 1_000_000
    with pytest.raises(InputError, match=r"^f 超过 1 MB，这种格式须整个读入"):
        opened(BytesIO(b"x" * 1_000_001), "f", encoding=None).whole("f")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=8))
def test_chinese_text_is_told_by_its_bytes(text: str) -> None:
    assert guess_encoding(text.encode()) == "utf-8"


def test_gb18030_of_ordinary_words_is_not_taken_for_utf_8() -> None:
    for text in ("联通", "满意", "模块的模式", "流水号,客户评价", "转账到不了账"):
        assert guess_encoding(text.encode("gb18030")) == "gb18030"


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    assert guess_encoding(b"\xff\xfe".join([TEXT.encode()] * 3)) == "utf-8"


def test_the_encoding_that_reads_more_lines_is_taken_and_of_equals_utf_8() -> None:
    broken, good = b'{"id":"u1","comment":"\xff\xfe\xe4\xbd"}\n', '{"id":"u2","comment":"闪退"}\n'
    assert guess_encoding(broken + good.encode()) == "utf-8"
    assert guess_encoding(broken + good.encode("gb18030")) == "gb18030"
    assert guess_encoding(good.encode("gb18030") + good.encode()) == "utf-8"
    assert guess_encoding(good.encode("gb18030") * 2 + good.encode()) == "gb18030"
    assert guess_encoding("服务很差服务很差闪退".encode("gb18030") + b"\xff\n") == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_sample_that_ends_within_a_character_is_told_by_the_rest(encoding: str) -> None:
    content = ("x" + "闪退" * 5).encode(encoding)
    assert {guess_encoding(content[:size]) for size in range(9, len(content))} == {encoding}


def test_words_that_could_be_either_are_read_like_the_lines_that_could_not() -> None:
    """The bytes of 女 in GB18030 are a Latin letter in UTF-8; those of 男 are nothing."""
    lines = ["id,comment", "1,男", *(f"{number},女" for number in range(2, 9))]
    assert guess_encoding("\n".join(lines).encode("gb18030")) == "gb18030"
    assert guess_encoding("\n".join(lines).encode()) == "utf-8"


def test_utf_8_that_was_cut_short_everywhere_is_not_made_into_other_characters() -> None:
    lines = [f'{{"id":"{n}","comment":"客户评价'.encode()[:-2] + b'"}\n' for n in range(9)]
    assert guess_encoding(b"".join(lines)) == "utf-8"


def test_a_gzip_bomb_is_refused_long_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"0" * 100_000_000)
    with pytest.raises(InputError, match="解压后超过原来的 200 倍"):
        content_of(bomb)


def test_text_that_packs_well_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_UNPACKED_UNCHECKED", 0)
    text = "".join(f"{number} 客户说账单短信一条都没来\n" for number in range(50_000)).encode()
    assert content_of(gzip.compress(text))[0] == text
