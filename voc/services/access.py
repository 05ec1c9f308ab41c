"""Whose a contact is, so that it can be told who may see it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.domain.business_object import BusinessObjectTable
from voc.domain.expressions import Expression, asks_for_agent
from voc.domain.painpoint import Counted
from voc.domain.permission import Belonging, Extent, Reach
from voc.domain.report import DepartmentMap
from voc.errors import ForbiddenError
from voc.storage.access import AssignedTo, agents_of, assigned_among
from voc.storage.contacts import Contacts
from voc.storage.counting import ContactFilter, Counts


def refuse_hidden(expressions: Iterable[Expression], reach: Reach) -> None:
    """ForbiddenError where somebody who is not told the agents asks for them: what is found would tell them apart."""
    if not reach.always_shows_agent and any(map(asks_for_agent, expressions)):
        raise ForbiddenError("您的角色不能按座席或附加字段筛选")


# What the agent of a call decides.
_BY_CALL = {Extent.OWN, Extent.OWN_TEAM}


@dataclass(frozen=True, slots=True)
class Access:
    """What whose a contact is depends on, beside the database."""

    departments: DepartmentMap
    objects: BusinessObjectTable
    assigned: AssignedTo

    def belongings(self, session: Session, keys: Collection[int], reach: Reach) -> Mapping[int, Belonging]:
        """Whose each (live) contact is, as far as the reach asks for it."""
        agents = agents_of(session, keys) if reach.extents & _BY_CALL else {}
        given = (
            assigned_among(session, keys, reach.actor.user_id, self.assigned)
            if Extent.ASSIGNED in reach.extents
            else frozenset[int]()
        )
        answering = self._answering(session, keys) if Extent.OWN_DEPARTMENTS in reach.extents else {}
        nobody = None, None
        return {
            key: Belonging(
                *agents.get(key, nobody),
                departments=answering.get(key, frozenset()),
                assigned=frozenset({reach.actor.user_id} if key in given else ()),
            )
            for key in keys
        }

    def _answering(self, session: Session, keys: Collection[int]) -> Mapping[int, frozenset[str]]:
        """The departments that answer for what the contacts are about; for one without findings, by its queue."""
        counted = dict(Counts(session).keyed(ContactFilter(keys=tuple(keys))))
        found = {key: self._of(contact) for key, contact in counted.items()}
        for stored in Contacts(session).load([key for key in keys if key not in counted]):
            found[stored.key] = frozenset(self.departments.shares(None, stored.contact.queue, self.objects))
        return found

    def _of(self, contact: Counted) -> frozenset[str]:
        findings = contact.verdict.findings or (None,)
        shares = (self.departments.shares(finding, contact.queue, self.objects) for finding in findings)
        return frozenset(name for share in shares for name in share)
