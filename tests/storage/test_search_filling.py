from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from voc.domain.attribution import COMMENT
from voc.domain.conversation import Speaker, Utterance
from voc.storage import search_filling
from voc.storage.engine import migration_config, sessions, upgrade
from voc.storage.records import Records
from voc.storage.search_filling import index_records
from voc.storage.search_index import keys_holding
from voc.storage.search_tables import SearchTextRow

from .builders import LATER, NOW, call, hashed, survey


def indexed(session: Session) -> list[tuple[int, int]]:
    """Revisions and positions, from the highest key down."""
    columns = SearchTextRow.revision, SearchTextRow.position
    return [tuple(row) for row in session.execute(sa.select(*columns).order_by(SearchTextRow.id.desc()))]


def test_from_the_highest_key_down_a_call_is_read_from_its_beginning_and_its_comment_last(session: Session) -> None:
    Records(session).store("crm", hashed(call("C-1", survey=survey("C-1", "C-1", embedded=True))), at=NOW)
    assert indexed(session) == [(1, 0), (1, 1), (1, COMMENT)]


def test_what_came_later_has_the_higher_keys_and_an_earlier_revision_keeps_its_own(session: Session) -> None:
    Records(session).store("crm", hashed(survey("S-1")), at=NOW)
    Records(session).store("crm", hashed(survey("S-1", comment="又慢了"), survey("S-2")), at=LATER)
    assert indexed(session) == [(1, COMMENT), (2, COMMENT), (1, COMMENT)]


def test_blank_texts_are_left_out(session: Session) -> None:
    Records(session).store("crm", hashed(survey("S-1", comment=" ", score=1.0), call("C-1", " ")), at=NOW)
    assert indexed(session) == [(1, 0)]


def test_nothing_to_index_is_nothing_to_do(session: Session) -> None:
    index_records(session, [])
    assert indexed(session) == []


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_a_database_of_before_is_upgraded_with_what_it_holds(
    blank: Engine, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(search_filling, "_RECORDS", at_once)
    upgrade(blank)
    with sessions(blank).begin() as session:
        store = Records(session).store
        store("crm", hashed(call("C-1", "要收年费"), survey("S-1", "C-1", comment="年費高")), at=NOW)
        blanks = (Utterance(Speaker.AGENT, " "), Utterance(Speaker.CUSTOMER, "再来一次"))
        store("crm", hashed(call("C-1", "不收年费了"), replace(call("C-2"), utterances=blanks)), at=LATER)
        written = indexed(session)
    assert len(written) == 6
    with blank.begin() as connection:
        command.downgrade(migration_config(connection), "0001")
    upgrade(blank)
    with sessions(blank).begin() as session:
        assert indexed(session) == [(1, 1), (1, COMMENT), (2, 0), (2, 1)]
        assert len(keys_holding(session, ["年费"], before=None, limit=9)) == 2
