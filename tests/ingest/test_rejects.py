import csv
import os
import stat
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from voc.errors import InputError, RowError
from voc.ingest import ColumnMapping, Record, Rejected, RejectsFile, load_mapping
from voc.ingest.mapping import FileFormat
from voc.ingest.rejects import reasons_path

from .reading import GOLDEN, records, rows_of


def rejected(raw: bytes = b"raw\n", *, header: bytes = b"", line: int = 3, file: str = "f.csv") -> Rejected:
    return Rejected(RowError(file, line, "缺少 id"), raw, header)


def set_aside(source: Path, target: Path, *, mapping: ColumnMapping | None = None) -> list[Record]:
    """Read a file, write what was set aside, and return the records."""
    rows = rows_of(source, mapping=mapping)
    with RejectsFile(target) as rejects:
        for row in rows:
            if isinstance(row, Rejected):
                rejects.write(row)
    return records(rows)


def mend(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    for wrong, right in changes:
        assert wrong in text
        text = text.replace(wrong, right)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def test_both_files_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "f.rejects.csv"
    with RejectsFile(path) as rejects:
        rejects.write(rejected())
        assert all(stat.S_IMODE(draft.stat().st_mode) == 0o600 for draft in tmp_path.iterdir())
        assert not path.exists()
    assert sorted(tmp_path.iterdir()) == [path, reasons_path(path)]
    assert all(stat.S_IMODE(written.stat().st_mode) == 0o600 for written in tmp_path.iterdir())
    assert rejects.count == 1


def test_nothing_is_left_where_nothing_was_rejected(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "f") as rejects:
        pass
    assert rejects.count == 0
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_by_an_exception_and_an_older_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("older", encoding="utf-8")

    def stopped() -> None:
        with RejectsFile(path) as rejects:
            rejects.write(rejected())
            raise InputError("stop")

    with pytest.raises(InputError, match="stop"):
        stopped()
    assert [(p, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [(path, "older")]


def test_the_reasons_say_where_a_row_was_and_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "f"
    with RejectsFile(path) as rejects:
        rejects.write(rejected(b'1,"a\nb"\n', header=b"above\nid,comment\n", line=4))
        rejects.write(rejected(b"", header=b"above\nid,comment\n", line=6))
        rejects.write(rejected(b"2,x", header=b"above\nid,comment\n", line=7, file=os.fsdecode(b"\xff.csv")))
        rejects.write(rejected(b"3,y\n", header=b"above\nid,comment\n", line=8))
    assert path.read_bytes() == b'\xef\xbb\xbfabove\nid,comment\n1,"a\nb"\n2,x\n3,y\n'
    with reasons_path(path).open(encoding="utf-8-sig", newline="") as reasons:
        assert list(csv.reader(reasons)) == [
            ["文件", "行", "原因", "在拒收文件中的行"],
            ["f.csv", "4", "缺少 id", "3"],
            ["f.csv", "6", "缺少 id", ""],
            ["\\udcff.csv", "7", "缺少 id", "5"],
            ["f.csv", "8", "缺少 id", "6"],
        ]


def test_rows_of_another_table_are_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "f") as rejects:
        rejects.write(rejected(header=b"id\n"))
        with pytest.raises(ValueError, match="one rejects file an input"):
            rejects.write(rejected(header=b"other\n"))


def test_a_place_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^拒收文件 f 写不了："), RejectsFile(tmp_path / "none" / "f") as rejects:
        rejects.write(rejected())


JSONL = (
    '{"id":"S-1","score":1}\n'
    '{"id":"S-2","score":9}\r\n'
    '{"id":"S-3","comment":"慢"\n'
    '{"id":"S-4","comment":"好"}\n'
    '{"id":"","comment":"贵"}'
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_mended_jsonl_gives_exactly_what_was_missing(tmp_path: Path, encoding: str) -> None:
    source, rejects = tmp_path / "f.jsonl", tmp_path / "f.rejects.jsonl"
    source.write_bytes(JSONL.encode(encoding))
    assert [r.id for r in set_aside(source, rejects)] == ["S-1", "S-4"]
    again = tmp_path / "again.jsonl"
    assert set_aside(rejects, again) == []
    assert again.read_bytes() == rejects.read_bytes()
    mend(rejects, ('"score":9', '"score":5'), ('"慢"\n', '"慢"}\n'), ('"id":""', '"id":"S-5"'))
    assert [(r.id, r.comment) for r in set_aside(rejects, again)] == [("S-2", ""), ("S-3", "慢"), ("S-5", "贵")]  # type: ignore[union-attr]


def test_a_bad_byte_in_gb18030_is_mended_in_utf_8(tmp_path: Path) -> None:
    source, rejects = tmp_path / "f.jsonl", tmp_path / "r.jsonl"
    lines = [f'{{"id":"S-{n}","comment":"短信没有来"}}\n'.encode("gb18030") for n in (1, 2)]
    source.write_bytes(lines[0] + lines[1].replace("短".encode("gb18030"), "短".encode("gb18030") + b"\xff"))
    assert [r.id for r in set_aside(source, rejects)] == ["S-1"]
    mend(rejects, ("\udcff", ""))
    [record] = set_aside(rejects, tmp_path / "again")
    assert record.comment == "短信没有来"  # type: ignore[union-attr]


def test_a_mended_table_gives_exactly_what_was_missing(tmp_path: Path) -> None:
    mapping = load_mapping(GOLDEN / "survey_mapping.toml")
    rejects = tmp_path / "r.csv"
    assert len(set_aside(GOLDEN / "survey_mapped.csv", rejects, mapping=mapping)) == 3
    mend(rejects, ("很好", "非常满意"))
    [record] = set_aside(rejects, tmp_path / "again", mapping=mapping)
    assert (record.id, record.score) == ("1004", 3.0)  # type: ignore[union-attr]


def test_a_mended_table_in_a_stated_encoding_gives_what_was_missing(tmp_path: Path) -> None:
    mapping = ColumnMapping(format=FileFormat("gb18030", ";"))
    source, rejects = tmp_path / "f.csv", tmp_path / "r.csv"
    source.write_bytes("id;score;店\nS-1;9;城东\n".encode("gb18030"))
    assert set_aside(source, rejects, mapping=mapping) == []
    mend(rejects, ("9", "5"))
    rejects.write_bytes(b"\xef\xbb\xbf" + rejects.read_bytes())
    assert [r.metadata for r in set_aside(rejects, tmp_path / "again", mapping=mapping)] == [{"店": "城东"}]


def test_mended_calls_give_exactly_what_was_missing(tmp_path: Path) -> None:
    rejects = tmp_path / "r.csv"
    known = {r.id for r in set_aside(GOLDEN / "calls.csv", rejects)}
    mend(
        rejects, ("经理", "座席"), ("二队", "一队"), ("C-1,C,还在吗", "C-5,C,还在吗"), ("\n,C,这一行", "\nC-6,C,这一行")
    )
    mended = {r.id for r in set_aside(rejects, tmp_path / "again")}
    assert (known, mended) == ({"C-1", "C-2", "C-8"}, {"C-3", "C-4", "C-5", "C-6", "C-7"})
    assert not (tmp_path / "again").exists()


def test_rejects_of_a_workbook_are_read_as_csv(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["导出"], ["id", "score", "comment"], ["S-1", 9, "慢,\n很慢"], ["S-2", 5, None]):
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    source, rejects = tmp_path / "f.xlsx", tmp_path / "r.csv"
    source.write_bytes(written.getvalue())
    mapping = ColumnMapping(format=FileFormat(skip_rows=1, sheet="Sheet", delimiter="|"))
    assert [r.id for r in set_aside(source, rejects, mapping=mapping)] == ["S-2"]
    mend(rejects, ("9", "1"))
    [record] = set_aside(rejects, tmp_path / "again", mapping=mapping)
    assert (record.id, record.comment) == ("S-1", "慢,\n很慢")  # type: ignore[union-attr]


def test_rejects_of_a_json_list_are_read_as_jsonl(tmp_path: Path) -> None:
    source, rejects = tmp_path / "f.json", tmp_path / "r.jsonl"
    source.write_text('[\n  {"id": "S-1",\n   "score": 9},\n  {"id": "S-2", "score": 1}\n]', encoding="utf-8")
    assert [r.id for r in set_aside(source, rejects)] == ["S-2"]
    mend(rejects, ("9", "1"))
    assert [r.id for r in set_aside(rejects, tmp_path / "again")] == ["S-1"]
