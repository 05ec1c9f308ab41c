import json
import re
from datetime import UTC, datetime

import pytest

from voc.domain.survey import SurveyResponse
from voc.errors import InputError
from voc.ingest.jsonl import parse_object, read_jsonl, read_object
from voc.ingest.lines import Line
from voc.ingest.rows import Read, Rejected

from .reading import GOLDEN, PLAIN, lines, reasons, rows_of, shown


def test_the_mixed_file_reads_as_expected() -> None:
    assert shown(rows_of(GOLDEN / "mixed.jsonl")) == (GOLDEN / "mixed.txt").read_text(encoding="utf-8")


def test_every_fault_is_set_aside_with_its_line_and_reason() -> None:
    rows = rows_of(GOLDEN / "damaged.jsonl")
    rejected = [row for row in rows if isinstance(row, Rejected)]
    assert shown(rejected) == (GOLDEN / "damaged.txt").read_text(encoding="utf-8")
    assert [row.record.id for row in rows if isinstance(row, Read)] == ["ok-1", "ok-2"]


def test_rejects_hold_the_lines_as_they_were() -> None:
    given = (GOLDEN / "damaged.jsonl").read_bytes().splitlines(keepends=True)
    for row in rows_of(GOLDEN / "damaged.jsonl"):
        if isinstance(row, Rejected):
            assert row.raw == given[row.error.line - 1]


def test_no_reason_quotes_what_a_customer_said() -> None:
    secret = "六二二零"
    turns = [{"speaker": secret, "text": secret}]
    for wrong in (
        {"id": "x", "utterances": turns},
        {"id": "x", "score": secret},
        {"id": "x", "score": 1, "answered_at": secret},
        {"id": "x", "score": 1, "scale": [secret, 2]},
        {"id": secret * 99, "score": 1},
        {"id": "x", "comment": [secret]},
        {"id": "x", "kind": secret},
        {"id": "x", "comment": secret + "\udc00"},
    ):
        [reason] = reasons(read_jsonl(lines(json.dumps(wrong) + "\n"), PLAIN))
        assert secret not in reason


def test_blank_lines_are_skipped_and_counted() -> None:
    rows = list(read_jsonl(lines('\n  \r\n{"id": 1, "score": 2}\r\n'), PLAIN))
    assert [row.line for row in rows if isinstance(row, Read)] == [3]


def test_a_line_that_could_not_be_read_is_set_aside() -> None:
    [row] = read_jsonl([Line(4, "", "一行超过 16 MiB")], PLAIN)
    assert row == PLAIN.rejected(4, "一行超过 16 MiB", b"")


def test_escapes_of_whole_characters_are_fine() -> None:
    assert parse_object(r'{"\u4f60": ["\ud83d\ude00", 1.5]}') == {"你": ["😀", 1.5]}


@pytest.mark.parametrize("text", [r'{"\ud800": 1}', r'{"a": [{"b": "\udfff"}]}', r'{"a": "\uDE00\uD83D"}'])
def test_half_characters_are_found_wherever_they_are(text: str) -> None:
    with pytest.raises(InputError, match=re.escape("不成对的代理字符")):
        parse_object(text)


def test_one_object_is_read_as_the_record_it_is() -> None:
    record = read_object('{"id": "S-1", "comment": "慢", "answered_at": "2026-11-02T10:00:00"}', zone=UTC)
    assert record == SurveyResponse("S-1", comment="慢", answered_at=datetime(2026, 11, 2, 10, tzinfo=UTC))
    with pytest.raises(InputError, match="不是 JSON 对象"):
        read_object("[]", zone=UTC)
