"""The rules in use, and trying an expression on what is stored."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.orm import Session

from api.access_log import note_shown
from api.deps import CurrentParts, Stamped, permit, turns
from api.parts import Parts
from api.responses import refusals
from api.schemas.rules import MatchOut, RuleOut, RuleTestIn, RuleTestOut
from voc.domain.audit import AccessKind
from voc.domain.permission import Action, Reach
from voc.services.contacts import page_of_contacts
from voc.storage.contacts import Contacts
from voc.storage.counting import ContactFilter
from voc.storage.listing import ContactOrder, ContactQuery

router = APIRouter(prefix="/rules", tags=["规则"])


@router.get("", dependencies=[permit(Action.RULE_READ)], responses=refusals(500))
def list_rules(parts: CurrentParts) -> list[RuleOut]:
    """在用的规则。"""
    return [RuleOut.of(rule) for rule in parts.analyst.rules]


@router.post("/test", dependencies=[permit(Action.RULE_PROPOSE), turns(2)], responses=refusals(500))
def try_out(
    asked: RuleTestIn, reach: Annotated[Reach, permit(Action.CONTACT_READ)], stamp: Stamped, parts: CurrentParts
) -> RuleTestOut:
    """在看得到的接触上试一个式子，最近的先试。命中的记入访问日志。"""
    with parts.store.look() as session:
        found = _tried(asked, reach, session, parts)
    note_shown(parts, stamp, [match.key for match in found.matches], kind=AccessKind.RULE_TEST)
    return found


def _tried(asked: RuleTestIn, reach: Reach, session: Session, parts: Parts) -> RuleTestOut:
    wanted = ContactFilter(asked.since, asked.until, tuple(asked.queues), tuple(asked.channels))
    page = page_of_contacts(
        session,
        ContactQuery(wanted),
        reach=reach,
        access=parts.access,
        order=ContactOrder.NEWEST,
        after=None,
        limit=asked.most,
    )
    keys = [seen.contact.key for seen in page.contacts]
    contacts = [stored.contact for stored in Contacts(session).load(keys)]
    searched = zip(keys, parts.analyst.search(asked.expression, contacts, reach=reach), strict=True)
    matches = [MatchOut.of(key, one) for key, one in searched if one.found is not None]
    warnings = parts.analyst.remarks(asked.expression)
    return RuleTestOut(contact_count=len(keys), matched_count=len(matches), matches=matches, warnings=warnings)
