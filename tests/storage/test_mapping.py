import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.engine import Engine

from voc.domain.contact import Contact, ContactKind
from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse
from voc.errors import InputError
from voc.storage.contacts import Contacts
from voc.storage.engine import sessions
from voc.storage.mapping import assemble, kind_of, named_call
from voc.storage.records import Records

from .builders import NOW, Record, call, hashed, survey
from .strategies import conversations, surveys

SHARED_ENGINE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def stored_and_loaded(engine: Engine, record: Record) -> Contact:
    with sessions(engine)() as session:
        (key,) = Records(session).store("crm", hashed(record), at=NOW).contact_keys
        session.expunge_all()
        return Contacts(session).load([key])[0].contact


@SHARED_ENGINE
@given(conversation=conversations())
def test_a_conversation_comes_back_as_it_was(engine: Engine, conversation: Conversation) -> None:
    found = stored_and_loaded(engine, conversation)
    assert found == Contact.of(conversation)
    assert found.conversation is not None
    assert found.conversation.metadata == conversation.metadata


@SHARED_ENGINE
@given(response=surveys())
def test_a_survey_response_comes_back_as_it_was(engine: Engine, response: SurveyResponse) -> None:
    assert stored_and_loaded(engine, response) == Contact(None, (response,))


def test_a_record_says_its_kind_and_the_call_it_names() -> None:
    assert (kind_of(call("C-1")), named_call(call("C-1"))) == (ContactKind.CONVERSATION, None)
    assert (kind_of(survey("S-1", "C-1")), named_call(survey("S-1", "C-1"))) == (ContactKind.SURVEY_RESPONSE, "C-1")


def test_records_make_up_a_contact_in_whatever_order() -> None:
    parts = [survey("S-2", "C-1"), call("C-1"), survey("S-1", "C-1")]
    assert assemble(parts) == assemble(parts[::-1])
    with pytest.raises(InputError):
        assemble([survey("S-1"), survey("S-2")])
