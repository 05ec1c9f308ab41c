import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import Outcome, voc

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    folder = tmp_path_factory.mktemp("demo") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "220")
        return folder, voc("demo", "--out", folder)


def rows(folder: Path) -> dict[str, int]:
    connection = sqlite3.connect(folder / "demo.sqlite")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    # The search index is SQLite's own affair, and cannot be read as a table.
    names = [name for (name,) in tables if not name.startswith("search_index")]
    counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    connection.close()
    return counts


def test_the_samples_become_an_overview_a_call_and_workbooks(shown: tuple[Path, Outcome]) -> None:
    folder, outcome = shown
    assert outcome.code == 0
    for words in ("总览", "座席无责", "最常见的 10 个痛点", "一通电话，证据高亮", "峰终分", "接下来可以试试"):
        assert words in outcome.out
    assert "拒收 0" in outcome.err
    workbooks = sorted(path.name for path in folder.glob("*.xlsx"))
    assert len(workbooks) == 4
    assert all(name in outcome.out for name in workbooks)
    assert not list(folder.glob("*.rejects.*"))


def test_the_second_time_changes_nothing_and_shows_the_same(shown: tuple[Path, Outcome]) -> None:
    folder, first = shown
    before = rows(folder), {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}
    again = voc("demo", "--out", folder)
    assert again.code == 0
    assert again.out == first.out
    assert again.err.count("新增 0，变更 0") == 4
    assert again.err.count("分析了 0 次接触") == 4
    assert (rows(folder), {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}) == before


def test_the_configured_database_is_left_alone(
    shown: tuple[Path, Outcome], own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOC_DATABASE_URL", f"sqlite:///{tmp_path / 'mine.sqlite'}")
    assert voc("demo", "--out", shown[0]).code == 0
    assert not (tmp_path / "mine.sqlite").exists()
    assert not own_home.exists()


def test_what_is_recommended_next_works(shown: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, outcome = shown
    database = f"VOC_DATABASE_URL=sqlite:///{folder / 'demo.sqlite'}"
    assert f"{database} voc show EB-01" in " ".join(outcome.out.split())
    monkeypatch.setenv(*database.split("=", 1))
    assert "转账转不出去" in voc("show", "EB-01").out
    assert voc("painpoints", "--week", "2026-W45").code == 0


def test_the_cases_the_program_is_for_are_found(shown: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_DATABASE_URL", f"sqlite:///{shown[0] / 'demo.sqlite'}")
    three_calls, reserved_number = voc("show", "EB-01").out, voc("show", "OP-01").out
    assert "人与产品交互" in three_calls
    assert "重复来电" in three_calls
    assert "规则产生 · 渠道限制" in reserved_number
    assert three_calls.count("推断") >= 1
    assert reserved_number.count("推断") >= 1


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    outcome = voc("demo", "--out", tmp_path / "file")
    assert outcome.code == 1
    assert "无法建立目录" in outcome.err
