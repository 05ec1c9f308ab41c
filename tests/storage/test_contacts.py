import pytest
from sqlalchemy.orm import Session

from voc.domain.contact import Contact
from voc.errors import ConflictError, NotFoundError
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts, StoredContact, WaitingSurvey, WaitingSurveys
from voc.storage.records import Records

from .builders import NOW, V1, V2, Record, analysis, call, hashed, survey


def store(session: Session, *records: Record, source: str = "crm") -> tuple[int, ...]:
    return Records(session).store(source, hashed(*records), at=NOW).contact_keys


def test_contacts_come_in_the_order_asked(session: Session) -> None:
    keys = store(session, call("C-1"), survey("S-1"), call("C-2"))
    asked = [keys[2], keys[0], keys[1], keys[0]]
    assert [stored.key for stored in Contacts(session).load(asked)] == asked
    assert Contacts(session).load([]) == ()


def test_a_contact_is_a_call_with_its_surveys_or_a_survey_alone(session: Session) -> None:
    joined, lone = survey("S-1", "C-1"), survey("S-2")
    keys = store(session, joined, call("C-1"), lone)
    found = {stored.contact for stored in Contacts(session).load(keys)}
    assert found == {Contact.of(call("C-1"), (joined,)), Contact(None, (lone,))}


def test_many_contacts_are_loaded_at_once(session: Session) -> None:
    keys = store(session, *(call(f"C-{n}", f"第{n}通") for n in range(1200)))
    loaded = Contacts(session).load(keys[::-1])
    assert [stored.contact.id for stored in loaded] == [f"C-{n}" for n in reversed(range(1200))]


def test_surveys_with_one_id_from_two_sources_stand_in_the_order_of_sources(session: Session) -> None:
    store(session, survey("S-1", "C-1", comment="二"), source="b")
    store(session, survey("S-1", "C-1", comment="一"), source="a")
    (key,) = store(session, call("C-1"))
    assert [s.comment for s in Contacts(session).load([key])[0].contact.surveys] == ["一", "二"]


def test_an_unknown_key_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError, match="没有键为 99 的接触"):
        Contacts(session).load([99])
    with pytest.raises(NotFoundError, match="没有第 2 版"):
        Contacts(session).read(store(session, call("C-1"))[0], 2)


def test_a_contact_is_found_by_its_id_and_by_that_of_its_survey(session: Session) -> None:
    (key,) = store(session, call("C-1"), survey("S-1", "C-1"))
    found = Contacts(session).find("C-1")
    assert isinstance(found, StoredContact)
    assert (found.key, found.source, found.revision) == (key, "crm", 1)
    assert Contacts(session).find("S-1") == found


def test_a_call_goes_before_a_survey_with_the_same_id(session: Session) -> None:
    store(session, survey("1"), call("1"))
    found = Contacts(session).find("1")
    assert isinstance(found, StoredContact)
    assert found.contact == Contact.of(call("1"))


def test_sources_stand_by_the_code_points_of_their_names_whatever_the_database_sorts_by(session: Session) -> None:
    for source in ("乙", "甲", "b", "B", "a"):
        store(session, survey("S-1", "C-1"), source=source)
    in_order = ["B", "a", "b", "乙", "甲"]
    waiting = Contacts(session).find("C-1")
    assert isinstance(waiting, WaitingSurveys)
    assert [one.source for one in waiting.surveys] == in_order
    with pytest.raises(ConflictError, match="、".join(in_order)):
        Contacts(session).find("S-1")


def test_an_id_of_several_sources_needs_its_source(session: Session) -> None:
    store(session, call("C-1"), survey("C-1"), source="b")
    store(session, call("C-1"), survey("C-1"), source="a")
    with pytest.raises(ConflictError, match=r"：a、b$"):
        Contacts(session).find("C-1")
    assert Contacts(session).find("C-1", source="a") != Contacts(session).find("C-1", source="b")


@pytest.mark.parametrize("source", [None, "crm", "other"])
def test_an_unknown_id_is_not_found(session: Session, source: str | None) -> None:
    store(session, call("C-1"), source="elsewhere")
    with pytest.raises(NotFoundError, match="找不到编号为 X-1 的会话或调查答复"):
        Contacts(session).find("X-1", source=source)


def test_an_id_that_another_source_has_is_not_found_in_this_one(session: Session) -> None:
    store(session, call("C-1"))
    with pytest.raises(NotFoundError):
        Contacts(session).find("C-1", source="other")


def test_a_waiting_survey_is_found_as_such(session: Session) -> None:
    waiting = survey("S-1", "C-9")
    store(session, waiting, survey("S-2", "C-9"))
    assert Contacts(session).find("S-1") == WaitingSurveys("C-9", (WaitingSurvey("crm", waiting),))


def test_all_that_wait_are_found_by_the_id_of_their_call(session: Session) -> None:
    store(session, survey("S-2", "C-9"), source="b")
    store(session, survey("S-1", "C-9"), source="a")
    found = Contacts(session).find("C-9")
    assert isinstance(found, WaitingSurveys)
    assert [(waiting.source, waiting.survey.id) for waiting in found.surveys] == [("a", "S-1"), ("b", "S-2")]
    assert Contacts(session).find("C-9", source="b") == WaitingSurveys("C-9", found.surveys[1:])


def test_unanalysed_contacts_are_listed_in_pages(session: Session) -> None:
    keys = store(session, *(survey(f"S-{n}") for n in range(5)))
    contacts = Contacts(session)
    pages = [contacts.unanalysed(V1, limit=2), contacts.unanalysed(V1, after_key=keys[1], limit=2)]
    assert pages == [keys[:2], keys[2:4]]
    assert contacts.unanalysed(V1, after_key=keys[-1]) == ()
    assert contacts.count_unanalysed(V1) == 5


def test_only_the_stated_version_counts_as_analysed(session: Session) -> None:
    keys = store(session, survey("S-1"), survey("S-2"))
    Analyses(session).save([(keys[0], 1, analysis("S-1"))], at=NOW)
    contacts = Contacts(session)
    assert (contacts.unanalysed(V1), contacts.unanalysed(V2)) == (keys[1:], keys)
    assert (contacts.count_unanalysed(V1), contacts.count_unanalysed(V2)) == (1, 2)


def test_a_new_revision_wants_analysing_again(session: Session) -> None:
    keys = store(session, call("C-1"))
    Analyses(session).save([(keys[0], 1, analysis("C-1"))], at=NOW)
    assert Contacts(session).unanalysed(V1) == ()
    store(session, survey("S-1", "C-1"))
    assert Contacts(session).unanalysed(V1) == keys


def test_invitations_and_waiting_surveys_have_nothing_to_analyse(session: Session) -> None:
    store(session, survey("S-1", comment="", invited=True), survey("S-2", "C-9"))
    assert Contacts(session).unanalysed(V1) == ()
    assert Contacts(session).count_unanalysed(V1) == 0
