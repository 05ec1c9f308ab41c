from io import BytesIO

import pytest

from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.survey import SurveyResponse
from voc.ingest import ColumnMapping, Read, Rejected, calls, read_stream
from voc.ingest.mapping import FileFormat, TimeUnit

from .reading import GOLDEN, ZONE, reasons, records, rows_in, rows_of, shown

HEADER = "conversation_id,speaker,text\n"


def test_a_call_table_reads_as_expected() -> None:
    assert shown(rows_of(GOLDEN / "calls.csv")) == (GOLDEN / "calls.txt").read_text(encoding="utf-8")


def test_a_reject_holds_all_rows_of_its_conversation_and_every_line_is_in_one_row() -> None:
    given = (GOLDEN / "calls.csv").read_bytes().splitlines(keepends=True)
    for row in rows_of(GOLDEN / "calls.csv"):
        if isinstance(row, Rejected):
            assert row.header == given[0]
            start = row.error.line - 1
            assert row.raw == b"".join(given[start : start + row.raw.count(b"\n")])


def test_times_may_be_seconds() -> None:
    mapping = ColumnMapping(
        {"编号": "conversation_id", "角色": "speaker", "内容": "text", "起": "start_ms", "止": "end_ms"},
        {"speaker": {"0": Speaker.AGENT, "agent": Speaker.SYSTEM}},
        format=FileFormat(time_unit=TimeUnit.SECOND),
    )
    rows = rows_in("编号,角色,内容,起,止\nC,0,您好,1.5,00:00:02\nC,用户,喂,,\n", mapping=mapping)
    assert records(rows) == [
        Conversation("C", (Utterance(Speaker.AGENT, "您好", 1500, 2000), Utterance(Speaker.CUSTOMER, "喂")))
    ]


def test_the_survey_of_a_call_stands_in_any_of_its_rows_and_is_translated_once() -> None:
    mapping = ColumnMapping(values={"score": {"1": 5, "5": 1}})
    rows = rows_in("conversation_id,speaker,text,score\nC,A,您好,\nC,C,喂,1\n", mapping=mapping)
    [call] = records(rows)
    assert isinstance(call, Conversation)
    assert call.survey == SurveyResponse("C", "C", score=5.0, embedded=True)


def test_an_empty_utterance_is_kept() -> None:
    [call] = records(rows_in(HEADER + "C,A,\nC,C, 喂 \n"))
    assert isinstance(call, Conversation)
    assert [u.text for u in call.utterances] == ["", " 喂 "]


def test_a_row_of_nobody_spoils_the_calls_on_both_sides() -> None:
    rows = rows_in(HEADER + "C-1,A,一\nC-2,A,二\n坏\n坏\nC-3,A,三\nC-4,A,四\n")
    assert [r.id for r in records(rows)] == ["C-1", "C-4"]
    stray = "第 {} 行有误（应有 3 列，实有 1 列），无法归到会话"
    assert reasons(rows) == [stray.format(4), stray.format(5)]
    assert b"".join(r.raw for r in rows if isinstance(r, Rejected)) == "C-2,A,二\n坏\n坏\nC-3,A,三\n".encode()


def test_a_row_of_nobody_within_a_call_spoils_it_alone() -> None:
    rows = rows_in(HEADER + "C-1,A,一\n坏\nC-1,C,二\nC-2,A,三\n")
    assert [r.id for r in records(rows)] == ["C-2"]
    assert len(reasons(rows)) == 1


def test_rows_of_nobody_at_both_ends_are_set_aside() -> None:
    rows = rows_in(HEADER + "坏\nC-1,A,一\nC-2,A,二\nC-3,A,三\n坏\n")
    assert [r.id for r in records(rows)] == ["C-2"]
    assert [r.error.line for r in rows if isinstance(r, Rejected)] == [2, 5]
    assert len(reasons(rows_in(HEADER + "坏\n"))) == 1


def test_a_fault_in_a_row_names_its_line() -> None:
    assert reasons(rows_in(HEADER + "C,A,一\nC,C,二\0\n")) == ["第 3 行：文字里有空字符（U+0000）"]


def test_a_long_id_belongs_to_nobody() -> None:
    assert reasons(rows_in(HEADER + "长" * 201 + ",A,一\n")) == ["第 2 行conversation_id 超过 200 个字符，无法归到会话"]


def many_rows(count: int) -> str:
    return "".join(f"C-1,A,{n}\n" for n in range(count))


def test_a_call_of_too_many_rows_is_set_aside_in_parts_of_bounded_size() -> None:
    rows = rows_in(HEADER + many_rows(50_000) + "C-2,A,二\n")
    assert [r.id for r in records(rows)] == ["C-2"]
    rejected = [r for r in rows if isinstance(r, Rejected)]
    assert [r.raw.count(b"\n") for r in rejected] == [20_001, 20_001, 9_998]
    assert {r.error.reason for r in rejected} == {"话语超过 20000 句或 64 MiB"}
    assert isinstance(rows_in(HEADER + many_rows(20_000))[0], Read)


def test_a_call_cut_at_its_very_end_does_not_spoil_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "_MAX_BYTES", 20)
    rows = rows_in(HEADER + "C-1,A,一二三四五六\nC-2,A,二\n")
    assert [r.id for r in records(rows)] == ["C-2"]


def test_calls_are_read_as_they_come() -> None:
    content = BytesIO((HEADER + "".join(f"C-{n},A,一\n" for n in range(300_000))).encode())
    assert isinstance(next(read_stream(content, "f.csv", zone=ZONE)), Read)
    assert content.tell() < len(content.getvalue()) / 2
