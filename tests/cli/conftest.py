"""A terminal wide enough for every table, and small stores to ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import voc
from tests.inputs import FAULT, MANNER, PRAISE, RULE, answer, call, invitation, write
from tests.services.reviews.desk import Desk
from voc.services.passwords import Passwords
from voc.storage.engine import create_engine


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "220")
    monkeypatch.setenv("TERM", "dumb")


@pytest.fixture
def small_store(tmp_path: Path, own_home: Path) -> Path:
    """The database after an import of two weeks' contacts of every kind."""
    path = write(
        tmp_path / "两周.jsonl",
        call("C-1", "座：您好，请讲", f"客：{FAULT}", "座：我帮您看看", f"客：{FAULT}，气死了"),
        answer("S-1", "转账还是转不出去，网络异常", conversation_id="C-1"),
        answer("S-2", RULE, queue="账户服务", channel="app", answered_at="2026-11-09T10:00:00+08:00"),
        answer("S-3", RULE, queue="账户服务", answered_at="2026-11-10T10:00:00+08:00"),
        answer("S-4", MANNER, queue="信用卡"),
        answer("S-5", PRAISE, queue="信用卡", score=5, scale=[1, 5]),
        answer("S-6", FAULT, conversation_id="C-9"),
        invitation("S-7"),
    )
    assert voc("import", path).code == 0
    return own_home / "voc.sqlite"


@pytest.fixture
def desk(small_store: Path) -> Iterator[Desk]:
    """People at work on the store of the commands."""
    database = create_engine(f"sqlite:///{small_store}")
    yield Desk(database)
    database.dispose()


@pytest.fixture
def planned(desk: Desk) -> Desk:
    outcome = voc("review", "plan", "两周", "--size", "5", "--double-share", "0.2", "--seed", "s", "--by", "赵主管")
    assert outcome.code == 0
    assert "从 5 次接触里抽出，建立了 6 个任务；计划编号 " in outcome.err
    return desk


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.cli.users.Passwords", lambda: Passwords(memory_kib=8, passes=1))


@pytest.fixture
def staff(small_store: Path, cheap_passwords: None) -> None:
    """Users of the service, by name."""
    for name, *options in (
        ("王检", "--role", "inspector"),
        ("李检", "--role", "inspector"),
        ("赵主管", "--role", "qa_lead"),
        ("周席", "--role", "agent", "--agent-id", "A1"),
        ("离职", "--role", "inspector"),
        ("admin", "--role", "administrator"),
    ):
        assert voc("users", "add", name, *options).code == 0
    assert voc("users", "disable", "离职").code == 0
