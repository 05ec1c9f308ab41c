import logging
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from voc.storage import engine as opening
from voc.storage.engine import SchemaState, create_engine, reading_sessions, schema_state, sessions, upgrade
from voc.storage.records import Records
from voc.storage.tables import RecordRow

from .builders import NOW, hashed, survey

Open = Callable[[Path], Engine]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_database_belongs_to_its_owner_alone(on_disk: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "voc"
    with sessions(on_disk).begin() as session:
        Records(session).store("crm", hashed(survey("S-1")), at=NOW)
        assert {path.name: oct(mode(path)) for path in folder.iterdir()} == {
            "voc.db": "0o600",
            "voc.db-shm": "0o600",
            "voc.db-wal": "0o600",
        }
    assert mode(folder) == 0o700


def test_what_is_there_keeps_its_mode_and_its_content(on_disk: Engine, opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "voc" / "voc.db"
    path.chmod(0o640)
    path.parent.chmod(0o750)
    again = opened(path)
    assert schema_state(again) is SchemaState.CURRENT
    assert (mode(path), mode(path.parent)) == (0o640, 0o750)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:other.db?uri=true"])
def test_only_a_plain_file_name_is_a_file_to_make(url: str) -> None:
    assert opening._file_of(make_url(url)) is None


def test_another_database_is_opened_without_anything_of_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without a driver there is no engine; a listener on what stands for it would be refused.
    monkeypatch.setattr(sa, "create_engine", lambda url, hide_parameters: (url, hide_parameters))
    url = "postgresql+psycopg://voc@db/voc"
    assert create_engine(url) == (make_url(url), True)


@pytest.mark.parametrize(
    ("pragma", "value"), [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 30_000)]
)
def test_connections_are_set_up(on_disk: Engine, pragma: str, value: object) -> None:
    with on_disk.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_reference_to_nothing_is_refused(on_disk: Engine) -> None:
    with on_disk.begin() as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql("INSERT INTO contact_member VALUES (1, 1, 1, 1)")


def test_a_second_writer_waits_from_the_start_of_its_transaction(
    on_disk: Engine, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 1)
    impatient = opened(tmp_path / "voc" / "voc.db")
    with sessions(on_disk).begin() as first:
        Records(first).store("crm", hashed(survey("S-1")), at=NOW)
        with pytest.raises(OperationalError, match="locked"), sessions(impatient)() as second:
            second.execute(sa.select(RecordRow.id))


def test_a_reader_sees_one_state_while_another_writes(on_disk: Engine) -> None:
    statement = sa.select(sa.func.count()).select_from(RecordRow)
    with reading_sessions(on_disk)() as reader:
        assert reader.scalar(statement) == 0
        with sessions(on_disk).begin() as writer:
            Records(writer).store("crm", hashed(survey("S-1")), at=NOW)
        assert reader.scalar(statement) == 0
    with reading_sessions(on_disk)() as reader:
        assert reader.scalar(statement) == 1


def test_a_new_database_is_empty_and_then_current() -> None:
    engine = create_engine("sqlite://")
    assert schema_state(engine) is SchemaState.EMPTY
    upgrade(engine)
    assert schema_state(engine) is SchemaState.CURRENT
    engine.dispose()


def test_a_database_of_a_later_version_is_ahead(on_disk: Engine) -> None:
    with on_disk.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert schema_state(on_disk) is SchemaState.AHEAD


def test_a_database_of_an_earlier_version_is_behind(on_disk: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.ScriptDirectory, "get_heads", lambda self: ["9999"])
    assert schema_state(on_disk) is SchemaState.BEHIND


def test_upgrading_again_changes_nothing(on_disk: Engine) -> None:
    with sessions(on_disk).begin() as session:
        Records(session).store("crm", hashed(survey("S-1")), at=NOW)
    upgrade(on_disk)
    with reading_sessions(on_disk)() as session:
        assert session.scalar(sa.select(RecordRow.external_id)) == "S-1"


def test_upgrading_leaves_logging_alone(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.level, list(root.handlers), logging.getLogger("alembic").level, root.manager.disable
    engine = create_engine("sqlite://")
    upgrade(engine)
    engine.dispose()
    assert (root.level, list(root.handlers), logging.getLogger("alembic").level, root.manager.disable) == before
    assert capfd.readouterr() == ("", "")


def test_a_failed_upgrade_leaves_nothing_behind(opened: Open, tmp_path: Path) -> None:
    engine = opened(tmp_path / "voc.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE evidence (taken INTEGER)")
    with pytest.raises(OperationalError):
        upgrade(engine)
    assert schema_state(engine) is SchemaState.EMPTY
    assert sa.inspect(engine).get_table_names() == ["evidence"]
