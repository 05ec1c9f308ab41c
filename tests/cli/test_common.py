import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from tests.builders import conversation
from tests.services.registries import added
from voc.cli.common import (
    PLAIN_EVERY,
    analysis_engine,
    err,
    not_among,
    progress_bar,
    read_mapping,
    readable_inputs,
    rejects_path,
    tell,
    user_name,
)
from voc.clock import now
from voc.domain.contact import Contact
from voc.domain.model_history import ModelAction, ModelEvent
from voc.engines.local import OneByOne, OverCores
from voc.errors import ConflictError, InputError, ModelError, NotFoundError
from voc.nlp.language import Language
from voc.opening import open_registry, open_store
from voc.services.model_history import append_event
from voc.settings import load_settings
from voc.storage.engine import create_engine


def test_a_message_is_one_line_as_it_stands(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    tell("已写入 [red]很长很长的[/red]/路径/" + "目录/" * 20, style="yellow")
    assert capsys.readouterr().err == "已写入 [red]很长很长的[/red]/路径/" + "目录/" * 20 + "\n"


def test_nothing_in_a_message_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    tell("product.\x1b[2J\x9b31m\u202e")
    assert capsys.readouterr().err == "product.\ufffd[2J\ufffd31m\ufffd\n"


def test_without_a_terminal_progress_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("分析") as told:
        for done in (0, 1, PLAIN_EVERY, PLAIN_EVERY + 1, 2 * PLAIN_EVERY):
            told(done, None)
        told(3, 3)
    assert capsys.readouterr().err == f"分析：{PLAIN_EVERY}\n分析：{2 * PLAIN_EVERY}\n分析：3/3\n"


def test_on_a_terminal_progress_is_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(err, "_force_terminal", True)
    monkeypatch.setattr(err, "is_interactive", True)
    with progress_bar("分析") as told:
        told(3, 7)
    shown = capsys.readouterr().err
    assert "3/7" in shown


@pytest.mark.parametrize(("option", "setting", "kind"), [(None, "1", OneByOne), (1, "2", OneByOne)])
def test_one_process_is_this_one(
    monkeypatch: pytest.MonkeyPatch, option: int | None, setting: str, kind: type[OneByOne]
) -> None:
    monkeypatch.setenv("VOC_PROCESSES", setting)
    with analysis_engine(load_settings(), processes=option) as engine:
        assert isinstance(engine, kind)


def test_the_model_of_the_setting_comes_before_the_one_in_use(
    own_home: Path, tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = open_registry(load_settings())
    model_id = added(registry, language)
    append_event(registry.folder, ModelEvent(now(), "x", ModelAction.PROMOTED, model_id))
    with analysis_engine(load_settings()) as engine:
        assert engine.version.model == model_id
    monkeypatch.setenv("VOC_MODEL", str(registry.shipped))
    with analysis_engine(load_settings()) as engine:
        assert engine.version.model != model_id


def test_a_model_in_use_that_is_damaged_is_refused_with_the_way_out(own_home: Path, language: Language) -> None:
    registry = open_registry(load_settings())
    model_id = added(registry, language)
    append_event(registry.folder, ModelEvent(now(), "x", ModelAction.PROMOTED, model_id))
    (registry.folder / model_id / "CARD.md").unlink()
    with (
        pytest.raises(ModelError, match=r"缺少文件 CARD\.md；可用 voc models rollback"),
        analysis_engine(load_settings()),
    ):
        pass


def test_a_shipped_model_that_is_damaged_has_no_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.opening.shipped", lambda kind: tmp_path)
    with pytest.raises(ModelError, match="找不到模型") as refused, analysis_engine(load_settings()):
        pass
    assert "rollback" not in str(refused.value)


def test_a_damaged_history_is_told_and_the_rest_of_it_holds(
    own_home: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    registry = open_registry(load_settings())
    model_id = added(registry, language)
    append_event(registry.folder, ModelEvent(now(), "x", ModelAction.PROMOTED, model_id))
    with (registry.folder / "history.jsonl").open("ab") as stream:
        stream.write(b"{damaged")
    with analysis_engine(load_settings()) as engine:
        assert engine.version.model == model_id
    assert "history.jsonl 第 3 行已损坏" in capsys.readouterr().err


@pytest.mark.parametrize(("failure", "name"), [(None, "root-or-so"), (KeyError(), "未知"), (OSError(), "未知")])
def test_who_runs_the_program_is_known_or_said_to_be_unknown(
    failure: Exception | None, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> str:
        if failure is not None:
            raise failure
        return "root-or-so"

    monkeypatch.setattr("voc.cli.common.getpass.getuser", asked)
    assert user_name() == name


@pytest.mark.slow
def test_several_processes_answer_like_one_and_end_afterwards() -> None:
    contacts = [Contact.of(conversation(id=f"C-{n}")) for n in range(3)]
    with analysis_engine(load_settings()) as alone:
        expected = list(alone.analyze(contacts, mask=True))
    with analysis_engine(load_settings(), processes=2) as engine:
        assert isinstance(engine, OverCores)
        assert engine.version == alone.version
        assert list(engine.analyze(contacts, mask=True)) == expected
    with pytest.raises(RuntimeError, match="after shutdown"):
        list(engine.analyze(contacts, mask=True))


def test_an_empty_database_is_set_up_only_when_asked(own_home: Path) -> None:
    with pytest.raises(NotFoundError, match="voc import"):
        open_store(load_settings())
    store = open_store(load_settings(), create=True)
    store.database.dispose()
    open_store(load_settings()).database.dispose()


@pytest.mark.parametrize(("revision", "advice"), [("0000", "更新的版本"), ("9999", "更新的版本")])
def test_a_database_of_an_unknown_revision_is_refused(own_home: Path, revision: str, advice: str) -> None:
    _stamp(own_home, revision)
    with pytest.raises(ConflictError, match=advice):
        open_store(load_settings(), create=True)


def test_a_database_that_is_behind_is_refused_with_the_remedy(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(load_settings(), create=True).database.dispose()
    monkeypatch.setattr("voc.storage.engine.ScriptDirectory.get_heads", lambda _: ["0002"])
    with pytest.raises(ConflictError, match="voc db upgrade"):
        open_store(load_settings(), create=True)


def _stamp(home: Path, revision: str) -> None:
    store = open_store(load_settings(), create=True)
    with create_engine(load_settings().database_url).begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    connection.engine.dispose()
    store.database.dispose()


def test_inputs_by_name_are_read_where_they_are() -> None:
    with readable_inputs([Path("a"), Path("b")]) as paths:
        assert paths == [Path("a"), Path("b")]


def test_the_standard_input_lies_in_a_private_file_until_it_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"{}\n")))
    with readable_inputs([Path("-")]) as (path,):
        assert path.read_bytes() == path.read_bytes() == b"{}\n"
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not path.parent.exists()


def test_the_standard_input_is_read_alone() -> None:
    with pytest.raises(InputError, match="标准输入"), readable_inputs([Path("-"), Path("-")]):
        pass


def test_a_mapping_is_read_where_one_is_named(tmp_path: Path) -> None:
    assert read_mapping(None) is None
    (tmp_path / "m.toml").write_text('[columns]\n"编号" = "id"\n', "utf8")
    assert read_mapping(tmp_path / "m.toml") is not None
    with pytest.raises(InputError):
        read_mapping(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/calls.jsonl", "a/calls.rejects.jsonl"),
        ("a/calls.JSON", "a/calls.rejects.jsonl"),
        ("满意度.csv.gz", "满意度.rejects.csv"),
        ("a.b.XLSX", "a.b.rejects.csv"),
        ("标准输入", "标准输入.rejects.txt"),
        ("calls.rejects.jsonl", "calls.rejects.rejects.jsonl"),
    ],
)
def test_rejects_lie_beside_their_input_under_a_name_of_their_own(name: str, expected: str) -> None:
    assert rejects_path(Path(name), None) == Path(expected)
    assert rejects_path(Path(name), Path("坏")) == Path("坏") / Path(expected).name


def test_an_output_must_be_none_of_the_inputs_by_any_name(tmp_path: Path) -> None:
    path, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    path.touch()
    other.touch()
    (tmp_path / "link").symlink_to(path)
    (tmp_path / "hard").hardlink_to(path)
    for output in (path, tmp_path / "x" / ".." / "a.jsonl", tmp_path / "link", tmp_path / "hard"):
        with pytest.raises(InputError, match="是输入文件，不能写在它上面"):
            not_among(output, [other, path])
    not_among(tmp_path / "new.html", [path, other])
    not_among(other, [path, tmp_path / "missing"])
