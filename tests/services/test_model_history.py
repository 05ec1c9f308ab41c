import json
from pathlib import Path

import pytest

from tests.builders import NOW
from voc.domain.evaluation import Difference
from voc.domain.measures import Measure
from voc.domain.model_history import Gate, ModelAction, ModelEvent
from voc.errors import InputError
from voc.services.model_history import NAME, History, append_event, event_record, read_history

GATE = Gate(
    {"把关.jsonl": "11"},
    40,
    0.005,
    (Difference(Measure.MACRO_F1, 0.8, 0.9, (-0.2, 0.01), 0.97),),
    incomparable=None,
    texts=39,
    seen_by_candidate=7,
)
EVENTS = (
    ModelEvent(NOW, "甲", ModelAction.ADDED, "aaa"),
    ModelEvent(NOW, "乙", ModelAction.PROMOTED, "aaa", reason="先试一周", forced=True, gate=GATE),
    ModelEvent(NOW, "乙", ModelAction.PROMOTED, "bbb", gate=Gate({}, 40, 0.0, (), incomparable="缺少文件")),
    ModelEvent(NOW, "丙", ModelAction.ROLLED_BACK, "sss", shipped=True),
)


def filled(folder: Path) -> Path:
    for event in EVENTS:
        append_event(folder, event)
    return folder / NAME


def test_without_a_registry_there_is_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path / "none") == History(())
    (tmp_path / "file").write_text("", encoding="utf8")
    assert read_history(tmp_path / "file") == History(())


def test_what_was_written_is_read(tmp_path: Path) -> None:
    filled(tmp_path / "models")
    assert read_history(tmp_path / "models") == History(EVENTS)


def test_lines_are_only_added(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = path.read_bytes()
    append_event(tmp_path, EVENTS[0])
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == len(EVENTS) + 1
    assert [p.name for p in tmp_path.iterdir() if p.name != ".history.lock"] == [NAME]


def test_an_event_says_who_when_what_on_which_figures_and_why() -> None:
    record = event_record(EVENTS[1])
    assert (record["at"], record["by"], record["reason"], record["forced"]) == (NOW.isoformat(), "乙", "先试一周", True)
    assert record["gate"]["measures"][0]["candidate"] == 0.8  # type: ignore[index]
    assert "gate" not in event_record(EVENTS[0])


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000 + b"]" * 100_000,
        b"\xff\xfe",
        json.dumps(event_record(EVENTS[0]) | {"at": "2026-11-04T09:00:00"}).encode(),
        json.dumps(event_record(EVENTS[0]) | {"action": "sold"}).encode(),
        json.dumps(event_record(EVENTS[1]) | {"gate": {"files": []}}).encode(),
        json.dumps({k: v for k, v in event_record(EVENTS[0]).items() if k != "by"}).encode(),
    ],
)
def test_a_damaged_line_counts_as_not_there_and_stays(tmp_path: Path, line: bytes) -> None:
    path = filled(tmp_path)
    path.write_bytes(path.read_bytes() + line + b"\n")
    append_event(tmp_path, EVENTS[0])
    found = read_history(tmp_path)
    assert found == History((*EVENTS, EVENTS[0]), (5,))
    assert line in path.read_bytes()


def test_half_a_line_at_the_end_does_not_spoil_the_next(tmp_path: Path) -> None:
    path = filled(tmp_path)
    path.write_bytes(path.read_bytes() + b'{"at": "2026')
    append_event(tmp_path, EVENTS[3])
    assert read_history(tmp_path) == History((*EVENTS, EVENTS[3]), (5,))


def test_a_history_that_cannot_be_read_or_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(InputError, match="无法读取模型库的历史"):
        read_history(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf8")
    with pytest.raises(InputError, match="无法建立模型库"):
        append_event(tmp_path / "file" / "models", EVENTS[0])
