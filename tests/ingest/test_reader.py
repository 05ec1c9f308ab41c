import gzip
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.domain.conversation import Conversation
from voc.errors import InputError
from voc.ingest import ColumnMapping, Read, Rejected, Row, load_mapping, read_records
from voc.ingest.mapping import FileFormat

from .reading import GOLDEN, ZONE, reasons, records, rows_in, rows_of, shown

SURVEY = '{"id":"S-1","score":1}\n'
SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.csv", "empty.xlsx", "empty.json", "empty", "empty.gz"])
def test_an_empty_file_has_no_records(tmp_path: Path, name: str) -> None:
    for content in (b"", b"\n \r\n", b"\xef\xbb\xbf", gzip.compress(b"")):
        (tmp_path / name).write_bytes(content)
        assert rows_of(tmp_path / name) == []


def test_a_table_that_ends_above_its_header_has_no_records() -> None:
    mapping = ColumnMapping(format=FileFormat(skip_rows=3))
    assert rows_in("id,score\nS-1,1\n", mapping=mapping) == []


def test_a_table_of_its_header_alone_has_no_records() -> None:
    assert rows_in("id,score\n") == rows_in("conversation_id,speaker,text\n") == []


def test_a_file_that_cannot_be_opened_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^none\.jsonl 打不开：没有这个文件$"):
        rows_of(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match=r"打不开：是目录，不是文件$"):
        rows_of(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(InputError, match=r"^loop 打不开：.+"):
        rows_of(tmp_path / "loop")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "f").touch(stat.S_IWUSR)
    with pytest.raises(InputError, match=r"^f 打不开：没有读取权限$"):
        rows_of(tmp_path / "f")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SURVEY, "f"),
        (SURVEY, "f.csv"),
        (SURVEY, "f.json"),
        ("坏行\n" + SURVEY, "f.jsonl"),
        ("坏行\n" + SURVEY + SURVEY, "标准输入"),
        ("id,score\nS-1,1\n", "f"),
        ("id,score\nS-1,1\n", "f.xlsx"),
        ("id\tscore\nS-1\t1\n", "f.tsv"),
        ("[" + SURVEY + "]", "f.json"),
        ('{\n"id":"S-1",\n"score":1}', "f.json"),
        (gzip.compress(SURVEY.encode(), mtime=0), "f.jsonl.gz"),
        (gzip.compress(b"[" + SURVEY.encode() + b"]", mtime=0), "F.JSON.GZ"),
        (gzip.compress("id,score,店\nS-1,1,城东\n".encode("gb18030"), mtime=0), "f"),
        ("id,score\r\nS-1,1\r\n".encode("utf-16"), "f.csv"),
    ],
)
def test_what_a_file_is_is_told_by_what_it_holds(content: bytes | str, name: str) -> None:
    assert records(rows_in(content, name))[0].id == "S-1"


@pytest.mark.parametrize("name", ["f.jsonl", "f.json", "f.ndjson.gz"])
def test_jsonl_without_any_object_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"^{name} 不是 JSONL：没有一行以 {{ 开头$"):
        rows_in("id,score\nS-1,1\n", name)


def test_a_list_under_a_key_is_read_with_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('[json]\nrecords = "result.list"\n', encoding="utf-8")
    mapping = load_mapping(path)
    assert records(rows_in('{"result":{"list":[' + SURVEY + "]}}", "f.json", mapping=mapping))[0].id == "S-1"
    # Its rejects are lines of their own, to be read with the same mapping.
    assert records(rows_in(SURVEY, "f.jsonl", mapping=mapping))[0].id == "S-1"


def test_a_stated_encoding_is_used(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('[format]\nencoding = "big5"\n', encoding="utf-8")
    [row] = rows_in('{"id":"S-1","comment":"說了等於沒說"}'.encode("big5"), mapping=load_mapping(path))
    assert isinstance(row, Read)
    assert row.record.comment == "說了等於沒說"  # type: ignore[union-attr]


def test_a_stream_of_white_space_longer_than_the_sample_is_read_on() -> None:
    assert reasons(rows_in(b" " * (1 << 20) + b"\nid,score\n1,9\n")) == ["score 不在量表之内"]


def test_a_file_named_by_its_name_alone(tmp_path: Path) -> None:
    (tmp_path / "深").mkdir()
    path = tmp_path / "深" / "f.jsonl"
    path.write_text(SURVEY + "{\n", encoding="utf-8")
    assert [row.error.file for row in read_records(path, zone=ZONE) if isinstance(row, Rejected)] == ["f.jsonl"]


def test_golden_files_read_the_same_packed(tmp_path: Path) -> None:
    for name in ("mixed.jsonl", "calls.csv", "survey.csv"):
        (tmp_path / name).write_bytes(gzip.compress((GOLDEN / name).read_bytes()))
        assert shown(rows_of(tmp_path / name)) == (GOLDEN / name).with_suffix(".txt").read_text(encoding="utf-8")


HEADS = st.sampled_from(
    [
        b"",
        b'{"id":',
        b"id,score\n",
        b"conversation_id,speaker,text\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"[",
        b"\x1f\x8b",
        b"PK\x03\x04",
    ]
)
NAMES = st.sampled_from(["f", "f.jsonl", "f.json", "f.csv", "f.xlsx", "f.gz"])


@settings(deadline=None, max_examples=150)
@given(HEADS, st.binary(max_size=300) | st.text('{}[]",:\n\r\t\\ud8 id1', max_size=300).map(str.encode), NAMES)
def test_random_bytes_are_refused_or_set_aside_but_never_crash(head: bytes, content: bytes, name: str) -> None:
    rows: list[Row] = []
    refusal = name
    try:
        rows = rows_in(head + content, name)
    except InputError as error:
        refusal = str(error)
    assert name in refusal
    assert "\n" not in refusal
    assert all(row.error.file == name for row in rows if isinstance(row, Rejected))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this checkout")
def test_shared_data_reads_without_rejects(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[json]\nid = "id"\nutterances = "content"\n'
        'turn_speakers = {"[SPEAKER 1]" = "agent", "[SPEAKER 2]" = "customer"}\n',
        encoding="utf-8",
    )
    path = SHARED / "call_style" / "mobile_operator_calls.json"
    rows = rows_of(path, mapping=load_mapping(mapping))
    told = {(r.id, len(r.utterances)) for r in records(rows) if isinstance(r, Conversation)}
    documents = json.loads(path.read_text(encoding="utf-8"))
    turns = ("[SPEAKER 1]", "[SPEAKER 2]")
    assert told == {(d["id"], sum(bool(turn.get(key)) for turn in d["content"] for key in turns)) for d in documents}
    for name in ("calls_dev.jsonl", "app_reviews/dev.jsonl"):
        assert all(isinstance(row, Read) and row.gold for row in rows_of(SHARED / name))
