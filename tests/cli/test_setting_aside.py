import pytest
import typer

from voc.cli.common import REJECTS_EXIT
from voc.cli.setting_aside import SHOWN_ERRORS, setting_aside
from voc.errors import InputError, RowError


def test_the_first_rows_are_told_and_all_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, setting_aside() as rows:
        for line in range(1, SHOWN_ERRORS + 3):
            rows(RowError("in.jsonl", line, "不是 JSON 对象"))
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "拒收：in.jsonl 第 1 行：不是 JSON 对象"
    assert len(told) == SHOWN_ERRORS + 1
    assert told[-1] == f"有 {SHOWN_ERRORS + 2} 条记录被拒收"
    assert left.value.exit_code == REJECTS_EXIT


def test_without_any_the_command_ends_as_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with setting_aside() as rows:
        assert rows.count == 0
    assert capsys.readouterr().err == ""


def test_a_refusal_stays_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError), setting_aside() as rows:
        rows(RowError("in.jsonl", 1, "不是 JSON 对象"))
        raise InputError("没有标注")
    assert capsys.readouterr().err.splitlines() == ["拒收：in.jsonl 第 1 行：不是 JSON 对象"]
