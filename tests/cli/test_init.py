import sqlite3
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.running import start, voc
from tests.inputs import answer, write
from voc.cli import main

SECRET = "不许出现在屏幕上的话"


def test_a_refusal_is_one_line_and_exit_code_one(own_home: Path) -> None:
    outcome = voc("show", "C-1")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "错误：数据库里还没有数据，请先执行 voc import\n"


def test_brackets_in_a_message_are_shown_as_they_are(tmp_path: Path) -> None:
    outcome = voc("analyze", tmp_path / "[red]没有[bold].jsonl")
    assert "[red]没有[bold].jsonl" in outcome.err


def test_a_database_error_is_one_line_without_what_was_stored(tmp_path: Path, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "voc.sqlite").write_bytes(b"no database at all" * 100)
    outcome = voc("import", write(tmp_path / "a.jsonl", answer("S-1", SECRET)))
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("错误：数据库出错：")


def test_an_error_while_storing_shows_neither_statement_nor_words(
    tmp_path: Path, small_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(small_store) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON survey_revision BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    connection.close()
    outcome = voc("import", write(tmp_path / "a.jsonl", answer("S-99", SECRET)))
    assert outcome.code == 1
    assert "disk is full" in outcome.err
    assert outcome.err.count("\n") == 1
    assert SECRET not in outcome.err
    assert "INSERT" not in outcome.err


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("neither/this:nor that", "不是能识别的数据库地址"),
        ("sqlite+weather://server/db", "不是能识别的数据库地址"),
        ("mysql+pymysql://user:secret@server/db", "不支持的数据库 mysql：只能用 SQLite 或 PostgreSQL"),
        ("sqlite+pysqlcipher://:secret@/db", "驱动没有安装或不能用：pysqlcipher3"),
    ],
)
def test_a_database_address_that_cannot_be_used_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str, reason: str
) -> None:
    monkeypatch.setenv("VOC_DATABASE_URL", address)
    outcome = voc("show", "C-1")
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert reason in outcome.err
    assert "secret" not in outcome.err


def test_a_reader_that_has_gone_away_is_no_error_to_talk_about(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise BrokenPipeError

    monkeypatch.setattr("voc.cli.app", gone)
    screen = TextIOWrapper(BytesIO(), encoding="utf8")
    monkeypatch.setattr(sys, "stderr", screen)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert screen.closed


@pytest.mark.parametrize(
    "command", [("test", "闪退", "a.jsonl"), ("test", "闪退", "a.jsonl", "--json"), ("explain", "channel.branch_only"),
                ("check", "--json")],
)  # fmt: skip
def test_a_full_disk_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    comments = str(write(tmp_path / "a.jsonl", answer("S-1", "闪退")))
    asked = [comments if word == "a.jsonl" else word for word in command]
    with Path("/dev/full").open("wb") as full:
        running = start("rules", *asked, stdout=full)
        told = running.communicate()[1].decode()
    lines = [line for line in told.splitlines() if not line.startswith(("提醒", "1 次接触"))]
    assert (running.returncode, lines[-1:]) == (1, ["错误：结果没有写完：磁盘已满"])
    assert "Traceback" not in told
    assert "Exception ignored" not in told


def test_another_error_of_the_system_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("voc.cli.app", broken)
    with pytest.raises(PermissionError):
        main()


def test_a_setting_that_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_PROCESSES", "many")
    assert voc("analyze", "a.jsonl").err == "错误：VOC_PROCESSES 应为正整数，而不是“many”\n"


def test_an_error_of_the_database_without_a_cause_is_named_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise sa.exc.InvalidRequestError(SECRET)

    monkeypatch.setattr("voc.cli.app", broken)
    outcome = voc("show", "C-1")
    assert (outcome.code, outcome.err) == (1, "错误：数据库出错：InvalidRequestError\n")
