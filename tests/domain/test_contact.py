from datetime import timedelta, timezone
from itertools import permutations

import pytest

from tests.builders import NOW, conversation, survey
from voc.domain.attribution import COMMENT
from voc.domain.contact import Contact, ContactKind
from voc.domain.survey import Scale
from voc.errors import InputError


def test_surveys_alone_make_a_contact_one_by_one() -> None:
    assert Contact(None, (survey("S-1"),)).id == "S-1"
    for surveys in ((), (survey("S-1"), survey("S-2"))):
        with pytest.raises(InputError, match="恰好有一份调查答复"):
            Contact(None, surveys)


def test_a_contact_is_named_and_placed_by_its_conversation() -> None:
    call = conversation(id="C-7", queue="信用卡", channel="phone", started_at=NOW)
    contact = Contact.of(call, (survey("S-1", queue="短信", channel="sms", answered_at=NOW + timedelta(days=1)),))
    assert (contact.id, contact.kind, contact.queue, contact.channel, contact.occurred_at) == (
        "C-7",
        ContactKind.CONVERSATION,
        "信用卡",
        "phone",
        NOW,
    )


def test_a_contact_without_conversation_is_named_and_placed_by_its_survey() -> None:
    contact = Contact(None, (survey("S-1", queue="短信", channel="sms", answered_at=NOW),))
    assert (contact.id, contact.kind, contact.queue, contact.channel, contact.occurred_at) == (
        "S-1",
        ContactKind.SURVEY_RESPONSE,
        "短信",
        "sms",
        NOW,
    )


@pytest.mark.parametrize(
    ("direction", "outbound"),
    [("outbound", True), ("Outbound", True), ("呼出", True), ("外呼", True), ("inbound", False), (None, False)],
)
def test_a_record_says_whether_the_bank_made_the_call(direction: str | None, outbound: bool) -> None:
    assert Contact.of(conversation(direction=direction)).outbound is outbound
    assert not Contact(None, (survey("S-1"),)).outbound


def test_surveys_stand_in_the_order_of_their_answers_whatever_order_they_came_in() -> None:
    surveys = (
        survey("S-4"),
        survey("S-3", answered_at=NOW),
        survey("S-2", answered_at=NOW),
        # An hour earlier, though its clock shows a later hour.
        survey("S-1", answered_at=(NOW - timedelta(hours=1)).astimezone(timezone(timedelta(hours=8)))),
    )
    for order in permutations(surveys):
        assert [s.id for s in Contact.of(conversation(), order).surveys] == ["S-1", "S-2", "S-3", "S-4"]


def test_the_survey_inside_a_conversation_belongs_to_it() -> None:
    embedded = survey("C-1", embedded=True, conversation_id="C-1", score=2)
    assert Contact.of(conversation(survey=embedded), (survey("S-1", answered_at=NOW),)).surveys == (
        survey("S-1", answered_at=NOW),
        embedded,
    )


def test_an_undated_call_counts_when_its_first_survey_was_answered() -> None:
    surveys = (survey("S-1"), survey("S-2", answered_at=NOW), survey("S-3", answered_at=NOW + timedelta(days=1)))
    assert Contact.of(conversation(), surveys).occurred_at == NOW
    assert Contact.of(conversation(), (survey("S-1"),)).occurred_at is None


def test_satisfaction_is_the_worst_score_given_on_any_scale() -> None:
    surveys = (survey("S-1", score=4), survey("S-2", score=2, scale=Scale(3, 1)), survey("S-3", comment="还行"))
    assert Contact.of(conversation(), surveys).satisfaction == 0.5
    assert Contact.of(conversation()).satisfaction is None


def test_only_a_bare_invitation_has_nothing_to_analyse() -> None:
    assert not Contact(None, (survey(invited=True),)).answered
    assert Contact(None, (survey(score=1),)).answered
    assert Contact.of(conversation(), (survey(invited=True),)).answered


def test_texts_are_the_utterances_and_then_the_comments_that_are_not_blank() -> None:
    own = survey("C-1", comment="自己的", embedded=True)
    contact = Contact.of(conversation(), (own, survey("S-1", comment=" ", score=1), survey("S-2", comment="别人的")))
    spoken = len(conversation().utterances)
    assert [text.utterance for text in contact.texts] == [*range(spoken), COMMENT, COMMENT]
    assert [(text.text, text.survey_id) for text in contact.texts[spoken:]] == [("自己的", None), ("别人的", "S-2")]
    assert [text.survey_id for text in Contact(None, (survey("S-1", comment="单独的"),)).texts] == [None]
