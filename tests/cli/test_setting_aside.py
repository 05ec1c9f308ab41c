import pytest
import typer

from voc.cli.common import REJECTS_EXIT
from voc.cli.setting_aside import SHOWN_ERRORS, setting_aside
from voc.errors import InputError, RowError


def leave_out(count: int, refusal: InputError | None = None) -> None:
    with setting_aside() as rows:
        for line in range(1, count + 1):
            rows(RowError("in.jsonl", line, "不是 JSON 对象"))
        if refusal is not None:
            raise refusal


def test_the_first_rows_are_told_and_all_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left:
        leave_out(SHOWN_ERRORS + 2)
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
    with pytest.raises(InputError):
        leave_out(1, InputError("没有标注"))
    assert capsys.readouterr().err.splitlines() == ["拒收：in.jsonl 第 1 行：不是 JSON 对象"]
