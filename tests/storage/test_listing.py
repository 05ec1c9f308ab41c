from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from voc.domain.account import Actor, Role
from voc.domain.attribution import AbstainReason
from voc.domain.permission import Action, allowed
from voc.domain.taxonomy import Cause
from voc.storage.access import nobody_assigned
from voc.storage.analyses import Analyses
from voc.storage.counting import ContactFilter
from voc.storage.listing import ContactOrder, ContactQuery, ListedContact, list_contacts
from voc.storage.records import Records

from .builders import NOW, analysis, call, claim, hashed, survey

ANY = ContactQuery()
EVERYBODYS = allowed(Actor("u", frozenset({Role.QA_LEAD})), Action.CONTACT_READ)


@pytest.fixture(autouse=True)
def contacts(session: Session) -> None:
    """Five contacts: of two days and without a time, one of them not analysed, two equally sure."""
    later = NOW + timedelta(days=1)
    records = (
        call("C-1", agent_id="A1"),
        call("C-2", started_at=later, channel="chat"),
        call("C-3", started_at=later),
        survey("S-1", answered_at=None),
        call("C-4", started_at=None),
    )
    keys = Records(session).store("crm", hashed(*records), at=NOW).contact_keys
    rule = claim("rule.channel")
    claims = (
        replace(analysis("C-1", claim()), confidence=0.9),
        replace(analysis("C-2", rule), confidence=0.5, abstain_reason=AbstainReason.CONFLICT),
        replace(analysis("C-3"), confidence=0.5),
        replace(analysis("S-1", claim(), rule), confidence=0.1),
    )
    Analyses(session).save([(key, 1, one) for key, one in zip(keys, claims, strict=False)], at=NOW)


def _pages(session: Session, order: ContactOrder, limit: int, query: ContactQuery = ANY) -> list[str]:
    found: list[ListedContact] = []
    while True:
        after = found[-1].place(order) if found else None
        page = list_contacts(
            session, query, reach=EVERYBODYS, assigned=nobody_assigned, order=order, after=after, limit=limit
        )
        found += page
        if len(page) < limit:
            return [contact.external_id for contact in found]


@pytest.mark.parametrize("limit", [1, 2, 3, 9])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (ContactOrder.NEWEST, "C-2 C-3 C-1 S-1 C-4"),
        (ContactOrder.OLDEST, "C-1 C-2 C-3 S-1 C-4"),
        (ContactOrder.LEAST_SURE, "S-1 C-2 C-3 C-1 C-4"),
        (ContactOrder.SUREST, "C-1 C-2 C-3 S-1 C-4"),
    ],
)
def test_pages_of_any_size_give_every_contact_once_in_order(
    session: Session, order: ContactOrder, expected: str, limit: int
) -> None:
    assert _pages(session, order, limit) == expected.split()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ContactQuery(ContactFilter(since=NOW + timedelta(hours=1))), "C-2 C-3"),
        (ContactQuery(ContactFilter(channels=("chat",))), "C-2"),
        (ContactQuery(cause=Cause.RULE), "S-1"),
        (ContactQuery(factor="product.error"), "C-1 S-1"),
        (ContactQuery(cause=Cause.RULE, factor="product.error"), ""),
        (ContactQuery(agent_id="A1"), "C-1"),
        (ContactQuery(dissatisfied=True), "C-1 S-1"),
        (ContactQuery(dissatisfied=False), "C-3"),
        (ContactQuery(cause=Cause.RULE, by_machine=True), "C-2 S-1"),
        (ContactQuery(dissatisfied=True, by_machine=True), "C-1 C-2 S-1"),
        (ContactQuery(abstained=True), "C-2"),
        (ContactQuery(abstained=False), "C-1 C-3 S-1"),
    ],
)
def test_contacts_are_found_by_what_is_claimed_and_where(session: Session, query: ContactQuery, expected: str) -> None:
    assert _pages(session, ContactOrder.OLDEST, 9, query) == expected.split()


def test_a_line_says_what_there_is(session: Session) -> None:
    listed = list_contacts(
        session, ContactQuery(agent_id="A1"), reach=EVERYBODYS, assigned=nobody_assigned,
        order=ContactOrder.NEWEST, after=None, limit=9,
    )  # fmt: skip
    (one,) = listed
    assert one == ListedContact(
        one.key, "C-1", "crm", "conversation", 1, NOW, "信用卡", "phone", None, True, "A1", True, "product", 0.9, None
    )  # fmt: skip
