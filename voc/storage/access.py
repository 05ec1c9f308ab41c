"""Which contacts somebody may see, as conditions on rows, and whose a contact is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.account import Actor
from voc.domain.permission import Extent, Reach
from voc.storage.account_tables import AgentRow
from voc.storage.bulk import rows_in
from voc.storage.tables import ContactRow, ConversationRevisionRow, RecordRow

# The keys of the contacts that were given to a user for review.
AssignedTo = Callable[[str], "sa.Select[int]"]


def nobody_assigned(_user_id: str) -> "sa.Select[int]":
    """For a service without review tasks: nobody was given any contact."""
    return sa.select(ContactRow.id).where(sa.false())


@dataclass(frozen=True, slots=True)
class Sight:
    """How far somebody sees, and who was given what."""

    reach: Reach
    assigned: AssignedTo


def current_call() -> sa.ColumnElement[bool]:
    """Whether a conversation's revision is the one that its contact consists of now."""
    own = ConversationRevisionRow.record_id == RecordRow.id
    return sa.and_(own, ConversationRevisionRow.revision == RecordRow.revision)


def within(reach: Reach, assigned: AssignedTo) -> sa.ColumnElement[bool]:
    """Whether a contact may lie within reach; that of departments is told by its verdict, so this lets them all pass.

    The statement joins contacts to their call (`current_call`).
    """
    if Extent.OWN_DEPARTMENTS in reach.extents:
        return sa.true()
    return sa.or_(sa.false(), *(_of(extent, reach.actor, assigned) for extent in sorted(reach.extents)))


def _of(extent: Extent, actor: Actor, assigned: AssignedTo) -> sa.ColumnElement[bool]:
    match extent:
        case Extent.ASSIGNED:
            return ContactRow.id.in_(assigned(actor.user_id))
        case Extent.OWN:
            return ConversationRevisionRow.agent_id == actor.agent_id
        case Extent.OWN_TEAM:
            team = sa.select(AgentRow.id).where(AgentRow.team == actor.team)
            return ConversationRevisionRow.agent_id.in_(team)
        case _:
            return sa.true()


def agents_of(session: Session, keys: Collection[int]) -> Mapping[int, tuple[str | None, str | None]]:
    """The agent of each contact's call, and the agent's team, by the contact's key."""
    columns = sa.select(ContactRow.id, ConversationRevisionRow.agent_id, AgentRow.team)
    statement = (
        columns.join(RecordRow, RecordRow.id == ContactRow.id)
        .join(ConversationRevisionRow, current_call())
        .outerjoin(AgentRow, AgentRow.id == ConversationRevisionRow.agent_id)
    )
    return {key: (agent, team) for key, agent, team in rows_in(session, statement, ContactRow.id, keys)}


def assigned_among(session: Session, keys: Collection[int], user_id: str, assigned: AssignedTo) -> frozenset[int]:
    """Those of some contacts that were given to a user."""
    # Asked of the tasks of these contacts: those of a user may be many.
    (given,) = assigned(user_id).subquery().columns
    return frozenset(key for (key,) in rows_in(session, sa.select(given), given, keys))
