import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError

from tests.postgresql import Server
from voc.storage.copying import copy_rows, hide_values, next_keys
from voc.storage.engine import create_engine, sessions
from voc.storage.tables import AnalysisVersionRow

TABLE = AnalysisVersionRow.__table__
VERSION = {"code": "1", "model": "m", "rules": "r", "dictionary": "d", "taxonomy": "t"}


def test_keys_are_of_the_table_s_own_sequence_and_never_given_twice(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_migrated())
    with sessions(engine)() as session:
        first, second = next_keys(session, TABLE, 3), next_keys(session, TABLE, 2)
        assert (first, second) == ([1, 2, 3], [4, 5])
        copy_rows(session, TABLE, [VERSION])
        assert session.scalar(sa.select(TABLE.c.id)) == 6
    engine.dispose()


def test_what_the_server_refuses_is_an_error_of_sqlalchemy_without_the_row(postgresql: Server) -> None:
    engine = create_engine(postgresql.new_migrated())
    with sessions(engine)() as session, pytest.raises(IntegrityError) as caught:
        copy_rows(session, TABLE, [VERSION | {"code": "客户的话", "model": None}])
    assert "客户的话" not in str(caught.value)
    with sessions(engine)() as session, pytest.raises(DataError):
        copy_rows(session, TABLE, [VERSION | {"code": "a\0b"}])
    engine.dispose()


def test_an_error_that_is_not_the_server_s_stays_as_it_is() -> None:
    error = ValueError("as it is")
    hide_values(error)
    assert error.args == ("as it is",)
