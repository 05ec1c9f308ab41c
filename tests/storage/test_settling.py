from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.contact import Contact
from voc.errors import NotFoundError
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.counting import Counts
from voc.storage.records import Records
from voc.storage.settling import settle_contacts
from voc.storage.tables import ContactRow

from .builders import LATER, NOW, V1, Record, analysis, call, claim, hashed, survey


def store(session: Session, *records: Record) -> tuple[int, ...]:
    return Records(session).store("crm", hashed(*records), at=NOW).contact_keys


def columns(session: Session, key: int) -> tuple[object, ...]:
    names = ContactRow.occurred_at, ContactRow.queue, ContactRow.channel, ContactRow.satisfaction, ContactRow.answered
    return tuple(session.execute(sa.select(*names).where(ContactRow.id == key)).one())


def wanted(contact: Contact) -> tuple[object, ...]:
    return contact.occurred_at, contact.queue, contact.channel, contact.satisfaction, contact.answered


@pytest.mark.parametrize(
    "records",
    [
        (call("C-1"),),
        (call("C-1", started_at=None, survey=survey("C-1", "C-1", score=2, embedded=True)),),
        (call("C-1", started_at=None), survey("S-1", "C-1", score=4), survey("S-2", "C-1", score=2)),
        (survey("S-1", queue="网银", channel="sms", score=1),),
        (survey("S-1", comment=" \u3000", answered_at=None, invited=True),),
    ],
)
def test_what_a_contact_is_looked_up_by_is_what_the_domain_says(session: Session, records: tuple[Record, ...]) -> None:
    at_once = store(session, *records)
    (stored,) = Contacts(session).load(at_once)
    assert columns(session, stored.key) == wanted(stored.contact)


def test_it_is_also_when_the_parts_come_one_after_another(session: Session) -> None:
    parts = (
        survey("S-1", "C-1", score=4, answered_at=NOW + timedelta(hours=1)),
        call("C-1", started_at=None, survey=survey("C-1", "C-1", score=3, answered_at=LATER, embedded=True)),
        survey("S-2", "C-1", score=1, answered_at=NOW),
    )
    for part in parts:
        store(session, part)
    stored = Contacts(session).find("C-1")
    assert columns(session, stored.key) == wanted(stored.contact) == (NOW, "信用卡", "phone", 0.0, True)


def test_a_survey_that_joins_raises_the_revision_of_its_call(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    assert store(session, survey("S-1", "C-1")) == (key,)
    assert Contacts(session).load([key])[0].revision == 2


def test_a_lone_survey_that_joins_a_call_loses_its_contact_and_is_not_counted_twice(session: Session) -> None:
    lone, conversation = store(session, survey("S-1"), call("C-1"))
    analyses = Analyses(session)
    analyses.save([(lone, 1, analysis("S-1", claim())), (conversation, 1, analysis("C-1"))], at=NOW)
    assert store(session, survey("S-1", "C-1")) == (conversation,)
    assert [c.contact_id for c in Counts(session).counted()] == []
    analyses.save([(conversation, 2, analysis("C-1", claim()))], at=NOW)
    assert [c.contact_id for c in Counts(session).counted()] == ["C-1"]
    with pytest.raises(NotFoundError):
        Contacts(session).load([lone])


def test_a_dissolved_contact_and_its_analyses_stay_readable(session: Session) -> None:
    lone, _ = store(session, survey("S-1"), call("C-1"))
    claimed = analysis("S-1", claim())
    Analyses(session).save([(lone, 1, claimed)], at=NOW)
    store(session, survey("S-1", "C-1"))
    assert Analyses(session).current(lone) is None
    assert Analyses(session).read(lone, 1, V1) == claimed
    assert Contacts(session).read(lone, 1).contact == Contact(None, (survey("S-1"),))


def test_a_survey_that_names_its_call_no_more_is_a_contact_again(session: Session) -> None:
    lone, conversation = store(session, survey("S-1"), call("C-1"))
    Analyses(session).save([(lone, 1, analysis("S-1", claim()))], at=NOW)
    store(session, survey("S-1", "C-1"))
    assert store(session, survey("S-1")) == (lone, conversation)
    stored, call_again = Contacts(session).load([lone, conversation])
    assert (stored.revision, call_again.revision) == (1, 3)
    assert [c.contact_id for c in Counts(session).counted()] == ["S-1"]


def test_a_survey_that_comes_back_with_other_content_wants_analysing(session: Session) -> None:
    lone, conversation = store(session, survey("S-1"), call("C-1"))
    Analyses(session).save([(lone, 1, analysis("S-1", claim()))], at=NOW)
    store(session, survey("S-1", "C-1"))
    store(session, replace(survey("S-1"), comment="还是慢"))
    assert Contacts(session).load([lone])[0].revision == 2
    assert Contacts(session).unanalysed(V1) == (lone, conversation)
    assert [c.contact_id for c in Counts(session).counted()] == []


def test_settling_what_has_not_changed_changes_nothing(session: Session) -> None:
    keys = store(session, call("C-1"), survey("S-1"))
    assert settle_contacts(session, keys, {}, at=LATER) == ()
    assert [stored.revision for stored in Contacts(session).load(keys)] == [1, 1]
