import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from voc.storage.account_tables import AccessRow, AgentRow, AuditRow
from voc.storage.audit import AuditLog


@pytest.fixture
def logged(session: Session) -> Session:
    log = AuditLog(session)
    log.append(at=NOW, actor_id="u", action="login", object_kind="user", object_id="u", facts="{}")
    log.write()
    log.note_accesses(at=NOW, actor_id="u", kind="transcript", contact_ids=[1])
    return session


@pytest.mark.parametrize("row", [AuditRow, AccessRow])
def test_the_database_itself_lets_nobody_change_a_log(logged: Session, row: type[AuditRow] | type[AccessRow]) -> None:
    with pytest.raises(DBAPIError, match="only added to"), logged.begin_nested():
        logged.execute(sa.update(row).values(actor_id="somebody else"))
    with pytest.raises(DBAPIError, match="only added to"), logged.begin_nested():
        logged.execute(sa.delete(row))
    assert logged.scalar(sa.select(row.actor_id)) == "u"


def test_an_agent_belongs_to_a_team_that_there_is(session: Session) -> None:
    with pytest.raises(IntegrityError):
        session.execute(sa.insert(AgentRow).values(id="A1", team="没有的班组"))
