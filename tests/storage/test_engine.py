import logging
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError

from tests.postgresql import Server
from voc.errors import InputError
from voc.storage import engine as opening
from voc.storage.bulk import insert_rows
from voc.storage.engine import (
    CONNECTIONS,
    SchemaState,
    create_engine,
    reading_sessions,
    schema_state,
    sessions,
    upgrade,
)
from voc.storage.records import Records
from voc.storage.tables import AnalysisVersionRow, RecordRow

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


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_postgresql_is_spoken_to_by_psycopg_3_without_asking_it(scheme: str) -> None:
    engine = create_engine(f"{scheme}://voc:secret@db/voc")
    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")
    assert "secret" not in repr(engine)


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(InputError, match="不支持的数据库 mysql"):
        create_engine("mysql+pymysql://voc@db/voc")


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


def test_of_two_writers_on_postgresql_the_second_waits_where_it_must_and_sees_the_first(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_migrated())
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")

    def store(name: str) -> int:
        with sessions(engine).begin() as session:
            return Records(session).store("crm", hashed(survey(name)), at=NOW).unchanged_count

    with ThreadPoolExecutor(1) as pool, engine.connect() as looking:
        with sessions(engine).begin() as first:
            Records(first).store("crm", hashed(survey("S-1")), at=NOW)
            second = pool.submit(store, "S-1")
            while not looking.scalar(waiting):
                assert not second.done()
        assert second.result() == 1
    engine.dispose()


def test_a_reader_sees_one_state_while_another_writes(several: Engine) -> None:
    statement = sa.select(sa.func.count()).select_from(RecordRow)
    with reading_sessions(several)() as reader:
        assert reader.scalar(statement) == 0
        with sessions(several).begin() as writer:
            Records(writer).store("crm", hashed(survey("S-1")), at=NOW)
        assert reader.scalar(statement) == 0
    with reading_sessions(several)() as reader:
        assert reader.scalar(statement) == 1


def test_a_reader_may_not_write_on_postgresql(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_migrated())
    with reading_sessions(engine)() as session, pytest.raises(InternalError, match="read-only"):
        session.execute(sa.delete(RecordRow))
    engine.dispose()


def test_an_error_of_postgresql_names_the_constraint_and_shows_no_row(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_migrated())
    same = {"code": "客户的话", "model": "1", "rules": "1", "dictionary": "1", "taxonomy": "1"}
    insert = sa.insert(AnalysisVersionRow)
    with sessions(engine).begin() as session:
        insert_rows(session, AnalysisVersionRow, [same])
    for write in (
        lambda session: session.execute(insert, [same]),
        lambda session: insert_rows(session, AnalysisVersionRow, [same]),
        lambda session: insert_rows(session, AnalysisVersionRow, [same, same | {"code": "另一句"}]),
    ):
        with sessions(engine)() as session, pytest.raises(IntegrityError, match="uq_analysis_version_code") as caught:
            write(session)
        assert "客户的话" not in str(caught.value) + repr(caught.value) + str(caught.value.orig)
    engine.dispose()


def test_an_error_of_the_program_in_a_statement_stays_as_it_is(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_database())

    def fail(*_: object) -> None:
        raise LookupError("as it is")

    with engine.connect() as connection:
        sa.event.listen(engine, "do_execute", fail)
        with pytest.raises(LookupError, match="as it is"):
            connection.execute(sa.text("SELECT 1"))
    engine.dispose()


def test_a_server_that_is_not_there_is_named_in_the_error(tmp_path: Path) -> None:
    engine = create_engine(f"postgresql://voc@/voc?host={tmp_path}")
    with pytest.raises(OperationalError, match="No such file"), engine.connect():
        pass


def test_connections_are_kept_for_as_many_as_work_at_once(several: Engine) -> None:
    with ExitStack() as at_once:
        first = [at_once.enter_context(several.connect()) for _ in range(CONNECTIONS)]
        known = {id(one.connection.driver_connection) for one in first}
    with ExitStack() as at_once:
        again = [at_once.enter_context(several.connect()) for _ in range(CONNECTIONS)]
        assert {id(one.connection.driver_connection) for one in again} == known


def test_postgresql_compiles_no_statement(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_database())
    for _ in range(2):
        with engine.begin() as connection:
            assert connection.scalar(sa.text("SHOW jit")) == "off"
    engine.dispose()


def test_a_connection_that_died_unused_is_replaced(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_migrated())
    with engine.connect() as connection:
        process = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    ended = create_engine(postgresql.url("postgres"))
    with ended.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:process)"), {"process": process})
    ended.dispose()
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT pg_backend_pid()")) != process
    engine.dispose()


def test_a_new_database_is_empty_and_then_current(blank: Engine) -> None:
    assert schema_state(blank) is SchemaState.EMPTY
    upgrade(blank)
    assert schema_state(blank) is SchemaState.CURRENT


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


def test_a_failed_upgrade_leaves_nothing_behind(blank: Engine) -> None:
    with blank.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE evidence (taken INTEGER)")
    with pytest.raises(DBAPIError):
        upgrade(blank)
    assert schema_state(blank) is SchemaState.EMPTY
    assert sa.inspect(blank).get_table_names() == ["evidence"]


def test_of_two_programs_that_upgrade_at_once_the_second_finds_it_done(blank: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(upgrade, blank) for _ in range(2)]:
            done.result()
    assert schema_state(blank) is SchemaState.CURRENT
