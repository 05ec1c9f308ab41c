from io import BytesIO

import pytest
from openpyxl import Workbook

from voc.domain.survey import Scale, SurveyResponse
from voc.errors import InputError
from voc.ingest import ColumnMapping, Rejected, load_mapping

from .reading import GOLDEN, reasons, records, rows_in, rows_of, shown

HEADER = "id,conversation_id,answered_at,channel,score,scale_worst,scale_best,comment\n"


@pytest.mark.parametrize("name", ["survey.csv", "survey_gb18030.csv"])
def test_a_survey_table_reads_as_expected_in_either_encoding(name: str) -> None:
    assert shown(rows_of(GOLDEN / name)) == (GOLDEN / "survey.txt").read_text(encoding="utf-8")


def test_a_table_with_bom_and_crlf_reads_the_same_but_for_line_ends_inside() -> None:
    expected = (GOLDEN / "survey.txt").read_text(encoding="utf-8").replace("\\n", "\\r\\n")
    assert shown(rows_of(GOLDEN / "survey_bom.csv")) == expected


def test_a_mapped_table_reads_as_expected() -> None:
    mapping = load_mapping(GOLDEN / "survey_mapping.toml")
    expected = (GOLDEN / "survey_mapped.txt").read_text(encoding="utf-8")
    assert shown(rows_of(GOLDEN / "survey_mapped.csv", mapping=mapping)) == expected


def test_a_workbook_reads_like_the_table_it_holds() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["调查", None, None, None, None, None])
    for row in (
        ["问卷编号", "通话流水", "提交时间", "客户评价", "留言", "网点"],
        [1001, "T-9", "2026年11月02日 10时15分", "非常不满意", "让我跑了两趟", "城东支行"],
        [1002, None, "2026年11月03日 09时00分", "一般", "无", "城西支行"],
        [1003, None, "2026年11月03日 09时30分", 3, None, None],
        [1004, None, "2026年11月03日 09时40分", "很好", None, None],
    ):
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    mapping = load_mapping(GOLDEN / "survey_mapping.toml")
    rows = rows_in(written.getvalue(), "survey_mapped.csv", mapping=mapping)
    assert shown(rows) == (GOLDEN / "survey_mapped.txt").read_text(encoding="utf-8")
    [rejected] = (row for row in rows if isinstance(row, Rejected))
    assert rejected.raw == "1004,,2026年11月03日 09时40分,很好,,\n".encode()
    assert rejected.header == "\n问卷编号,通话流水,提交时间,客户评价,留言,网点\n".encode()


def test_titles_are_known_in_any_case_and_order() -> None:
    assert records(rows_in("Comment, ID \n慢, 7 \n")) == [SurveyResponse("7", comment="慢")]


def test_other_columns_are_metadata_by_their_titles() -> None:
    [response] = records(rows_in("id,score,region,门店,,kind,空\n1,2,华东,城东,x,y,\n"))
    assert response.metadata == {"region": "华东", "门店": "城东", "kind": "y"}


def test_a_column_with_our_name_gives_way_to_the_mapped_one() -> None:
    mapping = ColumnMapping(columns={"编号": "id"})
    assert records(rows_in("id,编号,score\n1,S-1,2\n", mapping=mapping)) == [
        SurveyResponse("S-1", score=2.0, metadata={"id": "1"})
    ]


def test_a_comment_keeps_its_white_space_and_numbers_lose_it() -> None:
    [response] = records(rows_in("id,score,comment\n1, 2 , 慢 \n"))
    assert response == SurveyResponse("1", score=2.0, comment=" 慢 ")


def test_bad_rows_are_set_aside_with_their_line() -> None:
    rows = rows_in(
        HEADER
        + "S-1,,,,9,1,5,\n"
        + 'S-2,,,,1,1,5,"x\ny",多\n'
        + ",,,,1,1,5,\n"
        + "S-4,,,,,,,\n"
        + "S-5,,,,1,5,,\n"
        + "S-6,,,,1,2,2,\n"
        + "S-7,,,,nan,,,\n"
        + "S-8,,2026,,1,,,\n"
        + "S-9,,,,1,,,慢\0\n"
        + "S-10,,,,1,,,好\n"
    )
    assert [str(row.error) for row in rows if isinstance(row, Rejected)] == [
        "f 第 2 行：score 不在量表之内",
        "f 第 3 行：应有 8 列，实有 9 列",
        "f 第 4 行：应有 8 列，实有 2 列",
        "f 第 5 行：缺少 id",
        "f 第 6 行：既没有 score 也没有 comment，也没有标明 invited",
        "f 第 7 行：scale 须同时给出最差分和最好分",
        "f 第 8 行：量表的最差分与最好分相同",
        "f 第 9 行：score 不是数字",
        "f 第 10 行：answered_at 不是能识别的时间",
        "f 第 11 行：文字里有空字符（U+0000）",
    ]
    assert records(rows) == [SurveyResponse("S-10", score=1.0, comment="好")]


def test_a_byte_that_is_no_text_spoils_one_row() -> None:
    rows = rows_in(HEADER.encode() + b"S-1,,,,1,,,\xff\n" + "S-2,,,,1,3,1,慢\n".encode())
    assert reasons(rows) == ["有不能按 UTF-8 解码的字节（第 12 个字节）"]
    assert records(rows) == [SurveyResponse("S-2", score=1.0, scale=Scale(3, 1), comment="慢")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("甲,乙\n1,2\n", "f 的表头不对：调查表要有 id 列"),
        ("id,乙\n1,2\n", "f 的表头不对：调查表要有 id 列"),
        ("speaker,text\n1,2\n", "f 的表头不对：调查表要有 id 列"),
        ("id,score,Score\n1,2,3\n", "f 的表头里有两列都是 score"),
        ('id,"score\n1,2\n', "f 的表头有误：引号没有配对"),
        ("这是一篇普通的文章。\n没有表头。\n", "f 的表头不对"),
    ],
)
def test_a_table_without_a_header_that_can_be_used_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=f"^{reason}"):
        rows_in(text)


def test_a_column_that_the_mapping_names_must_be_there_under_one_of_its_names() -> None:
    mapping = ColumnMapping(columns={"评价": "score", "打分": "score"})
    assert len(records(rows_in("id,打分\n1,2\n", mapping=mapping))) == 1
    with pytest.raises(InputError, match=r"^f 的表头里没有映射文件所说的列“评价”（score）$"):
        rows_in("id,score\n1,2\n", mapping=mapping)
