import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import conversation, survey
from tests.inputs import FAULT, PRAISE, RULE, answer, call, write
from tests.services.stores import SHANGHAI
from voc.domain.attribution import Analysis, AnalysisVersion
from voc.domain.contact import Contact
from voc.engines.local import Engine, OneByOne
from voc.errors import InputError
from voc.ingest import Rejected
from voc.services.analyzing import analyze_files, analyze_one, contact_of

MIXED = (
    answer("S-1", RULE, conversation_id="C-1", score=1, scale=[1, 5]),
    answer("S-2", FAULT),
    call("C-1", "座：您好", "客：我想问问怎么改手机号"),
    call("C-2", f"客：{FAULT}"),
    answer("S-3", PRAISE, conversation_id="C-9"),
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Reads everything before the first answer, as worker processes may."""

    engine: OneByOne

    @property
    def version(self) -> AnalysisVersion:
        return self.engine.version

    def analyze(self, contacts: Iterable[Contact], *, mask: bool) -> Iterator[Analysis]:
        return self.engine.analyze(list(contacts), mask=mask)


def analysed(engine: Engine, *paths: Path, unmasked: bool = False) -> list[dict[str, Any] | Rejected]:
    found = analyze_files(paths, engine=engine, zone=SHANGHAI, unmasked=unmasked)
    return [json.loads(line) if isinstance(line, str) else line for line in found]


def ids(rows: Iterable[dict[str, Any] | Rejected]) -> list[object]:
    return [None if isinstance(row, Rejected) else row["id"] for row in rows]


def test_every_record_has_one_line_in_the_order_of_the_input(one_by_one: OneByOne, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *MIXED)
    assert ids(analysed(one_by_one, path)) == ["S-1", "S-2", "C-1", "C-2", "S-3"]


def test_a_survey_is_reported_under_its_call_wherever_both_stand(one_by_one: OneByOne, tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", *MIXED[:2]), write(tmp_path / "b.jsonl", *MIXED[2:])
    rows = {row["id"]: row for row in analysed(one_by_one, first, second) if isinstance(row, dict)}
    assert rows["S-1"]["reported_under"] == "C-1"
    assert rows["S-1"]["attributions"] == []
    assert rows["S-1"]["dissatisfied"] is None
    (alone,) = analysed(one_by_one, write(tmp_path / "c.jsonl", MIXED[2]))
    assert isinstance(alone, dict)
    assert rows["C-1"]["dissatisfaction"] > alone["dissatisfaction"]


def test_the_comment_of_a_survey_goes_before_the_words_of_its_call(one_by_one: OneByOne, tmp_path: Path) -> None:
    rows = {
        row["id"]: row for row in analysed(one_by_one, write(tmp_path / "a.jsonl", *MIXED)) if isinstance(row, dict)
    }
    assert rows["C-1"]["primary"] == "rule"
    quoted = [e for a in rows["C-1"]["attributions"] for e in a["evidence"]]
    assert {(e["utterance"], e["survey"]) for e in quoted} == {(None, "S-1")}
    assert all(RULE[e["start"] : e["end"]] == e["text"] for e in quoted)


def test_a_survey_whose_call_is_not_in_the_input_stands_alone(one_by_one: OneByOne, tmp_path: Path) -> None:
    rows = {
        row["id"]: row for row in analysed(one_by_one, write(tmp_path / "a.jsonl", *MIXED)) if isinstance(row, dict)
    }
    assert "reported_under" not in rows["S-3"]
    assert rows["S-3"]["dissatisfied"] is False


def test_an_engine_that_runs_ahead_changes_nothing(one_by_one: OneByOne, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "{", MIXED[0], "[]", *MIXED[1:], "{")
    rows = analysed(one_by_one, path)
    assert ids(rows) == [None, "S-1", None, "S-2", "C-1", "C-2", "S-3", None]
    assert analysed(Ahead(one_by_one), path) == rows


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(MIXED))
def test_the_order_of_records_changes_no_line(
    one_by_one: OneByOne, tmp_path: Path, order: list[dict[str, Any]]
) -> None:
    def lines(*records: object) -> list[str | Rejected]:
        path = write(tmp_path / "a.jsonl", *records)  # type: ignore[arg-type]
        return list(analyze_files([path], engine=one_by_one, zone=SHANGHAI))

    assert sorted(map(str, lines(*order))) == sorted(map(str, lines(*MIXED)))


def test_only_bad_rows_give_only_rejects(one_by_one: OneByOne, tmp_path: Path) -> None:
    rows = analysed(one_by_one, write(tmp_path / "a.jsonl", "{", '{"id": 1}'))
    assert [row.error.line for row in rows if isinstance(row, Rejected)] == [1, 2]


def test_an_empty_input_gives_nothing(one_by_one: OneByOne, tmp_path: Path) -> None:
    assert analysed(one_by_one, write(tmp_path / "a.jsonl")) == []


def test_a_record_whose_id_stood_before_is_set_aside_with_its_line(one_by_one: OneByOne, tmp_path: Path) -> None:
    again = (call("C-1", "客：换了一通"), answer("S-2", "换了一条"))
    rows = analysed(one_by_one, write(tmp_path / "a.jsonl", *MIXED, *again))
    assert rows[:5] == analysed(one_by_one, write(tmp_path / "b.jsonl", *MIXED))
    errors = [str(row.error) for row in rows[5:] if isinstance(row, Rejected)]
    assert errors == ["a.jsonl 第 6 行：会话编号 C-1 前面已经有了", "a.jsonl 第 7 行：调查编号 S-2 前面已经有了"]
    assert [json.loads(row.raw) for row in rows[5:] if isinstance(row, Rejected)] == list(again)


def test_a_survey_whose_id_stood_before_joins_no_call(one_by_one: OneByOne, tmp_path: Path) -> None:
    again = answer("S-1", RULE, conversation_id="C-2", score=1, scale=[1, 5])
    rows = analysed(one_by_one, write(tmp_path / "a.jsonl", *MIXED, again))
    assert ids(rows) == [*ids(analysed(one_by_one, write(tmp_path / "b.jsonl", *MIXED))), None]
    assert rows[3] == analysed(one_by_one, write(tmp_path / "c.jsonl", MIXED[3]))[0]


def test_a_call_and_its_survey_may_have_one_id(one_by_one: OneByOne, tmp_path: Path) -> None:
    records = (call("1", "座：您好", "客：我想问问"), answer("1", RULE, conversation_id="1", score=1, scale=[1, 5]))
    rows = analysed(one_by_one, write(tmp_path / "a.jsonl", *records))
    assert [(row["kind"], row.get("reported_under")) for row in rows if isinstance(row, dict)] == [
        ("conversation", None),
        ("survey_response", "1"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "raw"),
    [
        ("s.csv", "id,comment\nS-1,闪退\nS-1,慢\n", "S-1,慢\n"),
        ("s.json", '[{"id":"S-1","comment":"闪退"},\n{"id":"S-1","comment":"慢"}]', '{"id":"S-1","comment":"慢"}\n'),
    ],
)
def test_a_repeated_row_of_any_format_can_be_mended_and_fed_again(
    one_by_one: OneByOne, tmp_path: Path, name: str, content: str, raw: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf8")
    _, row = analysed(one_by_one, tmp_path / name)
    assert isinstance(row, Rejected)
    assert row.raw.decode() == raw
    assert row.header.decode() == ("id,comment\n" if name.endswith("csv") else "")


def test_evidence_is_masked_unless_asked(one_by_one: OneByOne, tmp_path: Path) -> None:
    text = "13800138000转账一直转不出去"
    path = write(tmp_path / "a.jsonl", answer("S-1", text, score=1, scale=[1, 5]))

    def quoted(*, unmasked: bool) -> list[dict[str, Any]]:
        (row,) = analysed(one_by_one, path, unmasked=unmasked)
        assert isinstance(row, dict)
        return [e for a in row["attributions"] for e in a["evidence"]]

    masked, plain = quoted(unmasked=False), quoted(unmasked=True)
    assert plain
    assert all(e["text"] == text[e["start"] : e["end"]] for e in plain)
    assert [(e["start"], e["end"]) for e in masked] == [(e["start"], e["end"]) for e in plain]
    assert "13800138000" in str(plain)
    assert "13800138000" not in str(masked)


def test_progress_counts_the_records_of_all_files(one_by_one: OneByOne, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *MIXED[:2], "{")
    steps: list[tuple[int, int | None]] = []
    other = write(tmp_path / "b.jsonl", *MIXED[2:4])
    found = analyze_files(
        [path, other], engine=one_by_one, zone=SHANGHAI, progress=lambda done, total: steps.append((done, total))
    )
    assert len(list(found)) == 5
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_call_is_reported_with_its_surveys_and_a_survey_alone() -> None:
    asked = survey("S-1", conversation_id="C-1", comment="慢")
    assert contact_of(conversation(), (asked,)).surveys == (asked,)
    assert contact_of(asked, ()) == Contact(None, (asked,))


def test_one_record_is_analysed_as_a_file_of_it_would_be(one_by_one: OneByOne, tmp_path: Path) -> None:
    record = answer("S-1", f"13800138000{FAULT}")

    def analyze(contact: Contact) -> Analysis:
        (analysis,) = one_by_one.analyze([contact], mask=True)
        return analysis

    found = analyze_one(json.dumps(record), analyze, zone=SHANGHAI)
    assert [found] == analysed(one_by_one, write(tmp_path / "a.jsonl", record))
    with pytest.raises(InputError, match="缺少 id"):
        analyze_one("{}", analyze, zone=SHANGHAI)
