from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from voc.storage.columns import Base, UtcDateTime

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001

TABLE = sa.Table("clock", sa.MetaData(), sa.Column("at", UtcDateTime))


@given(at=TIMES)
def test_a_time_of_any_zone_comes_back_as_the_same_instant_in_utc(at: datetime) -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(sa.insert(TABLE).values(at=at))
        found = connection.scalar(sa.select(TABLE.c.at).where(TABLE.c.at <= at))
    engine.dispose()
    assert found == at
    assert found.tzinfo is UTC


def test_a_database_with_zones_gives_utc_too() -> None:
    kept = datetime(2026, 11, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    found = UtcDateTime().process_result_value(kept, sa.create_engine("sqlite://").dialect)
    assert found == kept
    assert found.tzinfo is UTC


def test_no_time_stays_no_time() -> None:
    dialect = sa.create_engine("sqlite://").dialect
    assert UtcDateTime().process_bind_param(None, dialect) is None
    assert UtcDateTime().process_result_value(None, dialect) is None


def test_a_time_without_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 2), sa.create_engine("sqlite://").dialect)  # noqa: DTZ001


def test_constraints_are_named_by_convention() -> None:
    assert set(Base.metadata.naming_convention) >= {"ix", "uq", "fk", "pk"}
