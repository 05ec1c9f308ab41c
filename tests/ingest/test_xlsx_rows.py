import random
import zipfile
import zlib
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook

from voc.errors import InputError
from voc.ingest import xlsx_rows as module
from voc.ingest.csv_rows import TableRow
from voc.ingest.xlsx_rows import cell_text, csv_line, xlsx_rows


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.create_sheet("答复").append(["other"])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def read(content: bytes, *, sheet: str | int = 1, skip_rows: int = 0, delimiter: str = ",") -> list[TableRow]:
    return list(xlsx_rows(content, sheet=sheet, skip_rows=skip_rows, delimiter=delimiter, file="f.xlsx"))


def test_cells_are_as_in_a_csv_file() -> None:
    at = datetime(2026, 11, 2, 9, 14)  # noqa: DTZ001
    content = workbook(("id", "x", "y", "z"), (1001, 2.5, True, at), (None,), (date(2026, 1, 2), "a,\nb", None, ""))
    assert read(content) == [
        TableRow(1, ("id", "x", "y", "z"), b"id,x,y,z\n"),
        TableRow(2, ("1001", "2.5", "true", "2026-11-02 09:14:00"), b"1001,2.5,true,2026-11-02 09:14:00\n"),
        TableRow(4, ("2026-01-02", "a,\nb", "", ""), b'2026-01-02,"a,\nb",,\n'),
    ]


def test_times_of_day_and_lengths_of_time() -> None:
    assert cell_text(time(0, 1, 2, 500_000)) == "00:01:02.500000"
    assert cell_text(timedelta(hours=30, seconds=2.5)) == "30:00:02.500"
    assert cell_text(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02 00:00:00+00:00"


def test_rows_above_the_header_are_skipped_and_counted() -> None:
    assert [row.line for row in read(workbook(("t",), ("id",), ("1",)), skip_rows=1)] == [2, 3]


def test_a_sheet_goes_by_its_name_or_position() -> None:
    for sheet in ("答复", 2):
        assert read(workbook(("id",)), sheet=sheet)[0].cells == ("other",)


def test_raw_rows_use_the_delimiter_of_the_mapping() -> None:
    assert read(workbook(("a", "b;")), delimiter=";")[0].raw == b'a;"b;"\n'
    assert csv_line(("a", "b")) == b"a,b\n"


def test_what_is_no_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_zip = BytesIO()
    with zipfile.ZipFile(plain_zip, "w") as archive:
        archive.writestr("a.txt", "x")
    for content in (plain_zip.getvalue(), b"PK\x03\x04 nothing", workbook(("id",))[:2000]):
        with pytest.raises(InputError, match=r"^f\.xlsx 不能读：是 ZIP 压缩包或损坏的文件，不是 XLSX 工作簿$"):
            read(content)
    for sheet, reason in (("没有", "没有名为 没有 的工作表"), (3, "没有第 3 张工作表")):
        with pytest.raises(InputError, match=reason):
            read(workbook(("id",)), sheet=sheet)
    monkeypatch.setattr(module, "_UNPACKED_LIMIT", 1000)
    with pytest.raises(InputError, match="解压后超过"):
        read(workbook(("id",)))


def bomb(text: bytes, *, name: str = "xl/worksheets/sheet1.xml", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with a part of its own, or another sheet in place of its first."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(("id",)))) as parts, zipfile.ZipFile(written, "w", packing) as made:
        for part in parts.namelist():
            if part != name:
                made.writestr(part, parts.read(part))
        made.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/sheet.bin"])
def test_a_part_that_unpacks_to_far_too_much_is_refused_before_it_is_read(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bomb(b"<c>" + b"x" * 21_000_000 + b"</c>", name=name)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("read"))
    with pytest.raises(InputError, match=r"^f\.xlsx 解压后超过原来的 100 倍，不像是真的数据，不予读取$"):
        read(content)


def test_a_cell_that_holds_far_too_much_is_refused() -> None:
    cell = b'<c r="A1" t="inlineStr"><is><t>' + b"x" * 3_000_000 + b"</t></is></c>"
    sheet = b'<worksheet><sheetData><row r="1">' + cell + b"</row></sheetData></worksheet>"
    with pytest.raises(InputError, match=r"^f\.xlsx 里有一个单元格超过 1 MiB，不予读取$"):
        read(bomb(sheet, packing=zipfile.ZIP_STORED))


def test_a_part_that_is_longer_than_it_declares_is_refused() -> None:
    text = b"<c>" + b"x" * 500_000 + b"</c>"
    content = bytearray(bomb(text, name="xl/longer.xml"))
    entry = content.rindex(b"PK\x01\x02")
    # The checksum is right for what is read, so that the length alone gives it away.
    content[entry + 16 : entry + 20] = zlib.crc32(text[:1001]).to_bytes(4, "little")
    content[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(InputError, match="损坏的文件"):
        read(bytes(content))


def test_an_ordinary_sheet_with_much_that_repeats_is_read() -> None:
    assert len(read(workbook(*[("S-1", "好", 5)] * 20_000))) == 20_000


def test_a_stray_cell_far_away_is_refused() -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "id"
    book.active["XFD1048576"] = "x"
    written = BytesIO()
    book.save(written)
    with pytest.raises(InputError, match=r"^f\.xlsx 的工作表太大，或在很远的地方有零星单元格"):
        read(written.getvalue())


def test_a_packed_part_that_is_damaged_is_refused() -> None:
    content = bytearray(workbook(("id", "score"), ("S-1", 2)))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        part = parts.getinfo("xl/worksheets/sheet1.xml")
    start = part.header_offset + 30 + len(part.filename)
    content[start : start + part.compress_size] = b"\xff" * part.compress_size
    with pytest.raises(InputError, match="损坏的文件"):
        read(bytes(content))


def test_damaged_workbooks_are_refused_or_read_but_never_crash() -> None:
    content, chance = workbook(("id", "score"), ("S-1", 2)), random.Random(5)
    refused = 0
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 5)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read(bytes(damaged))
        except InputError:
            refused += 1
    assert refused > 100
