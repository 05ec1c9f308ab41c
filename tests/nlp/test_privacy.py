from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import conversation, survey, utterance
from tests.nlp.contacts import comment
from tests.nlp.strategies import TEXTS
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.fingerprint import pseudonym
from voc.ingest.word_times import word_times
from voc.nlp.privacy import masked_contact, masked_conversation, masked_survey

KEY = b"k" * 32
PHONE = "13912345678"
HIDDEN = "*" * len(PHONE)
IDENTITY = 110101199003077758


def hidden(metadata: Mapping[str, object]) -> Mapping[str, object]:
    one, two = conversation(metadata=metadata), survey(metadata=metadata)
    masked = masked_conversation(one, key=None).metadata
    assert masked == masked_survey(two, key=None).metadata
    return masked


def test_every_utterance_is_masked_where_it_stands() -> None:
    call = conversation(
        utterance("您好，请问怎么称呼", Speaker.AGENT),
        utterance(f"我叫佟福来，电话{PHONE}，转不出去"),
        utterance("佟福来"),
    )
    masked = masked_conversation(call, key=None)
    assert [u.text for u in masked.utterances] == ["您好，请问怎么称呼", f"我叫***，电话{HIDDEN}，转不出去", "***"]
    assert [(u.speaker, u.start_ms) for u in masked.utterances] == [(u.speaker, u.start_ms) for u in call.utterances]


def test_a_number_dictated_with_acknowledgements_in_between_is_one_number() -> None:
    lines = [("一三九", Speaker.CUSTOMER), ("嗯", Speaker.AGENT), ("一二三四", Speaker.CUSTOMER)]
    lines += [("好的", Speaker.AGENT), ("五六七八", Speaker.CUSTOMER)]
    masked = masked_conversation(conversation(*(utterance(text, who) for text, who in lines)), key=None)
    assert [u.text for u in masked.utterances] == ["***", "嗯", "****", "好的", "****"]


def test_comments_are_masked_embedded_or_not() -> None:
    text = f"打{PHONE}没人接"
    call = conversation(survey=survey("C-1", comment=text, embedded=True))
    masked = masked_contact(Contact.of(call, (survey("S-1", comment=text),)))
    assert [s.comment for s in masked.surveys] == [f"打{HIDDEN}没人接"] * 2
    assert masked.conversation is not None
    assert masked.conversation.survey == masked.surveys[0]


def test_a_survey_alone_is_masked_as_a_contact() -> None:
    masked = masked_contact(comment(f"打{PHONE}没人接", score=2), key=KEY)
    assert masked.conversation is None
    assert (masked.surveys[0].comment, masked.satisfaction) == (f"打{HIDDEN}没人接", 0.25)


def test_a_call_without_personal_data_stays_as_it_is() -> None:
    contact = Contact.of(conversation(metadata={"轮次": 3}), (survey(comment="太慢", score=1),))
    assert masked_contact(contact, key=KEY) == contact


def test_customers_are_known_by_a_keyed_hash_alone() -> None:
    call = conversation(customer_id="6001", survey=survey("C-1", customer_id="6001", embedded=True))
    masked = masked_contact(Contact.of(call, (survey("S-1", customer_id="6002"),)), key=KEY)
    assert masked.conversation is not None
    assert masked.conversation.customer_id == pseudonym("6001", key=KEY)
    assert [s.customer_id for s in masked.surveys] == [pseudonym(i, key=KEY) for i in ("6001", "6002")]


def test_without_a_key_nothing_is_left_of_a_customers_number() -> None:
    call = conversation(customer_id="6001", survey=survey("C-1", customer_id="6001", embedded=True))
    masked = masked_contact(Contact.of(call))
    assert masked.conversation is not None
    assert masked.conversation.customer_id is None
    assert masked.surveys[0].customer_id is None


def test_an_unknown_customer_stays_unknown() -> None:
    assert masked_conversation(conversation(), key=KEY).customer_id is None
    assert masked_survey(survey(), key=KEY).customer_id is None


def test_metadata_are_masked_at_any_depth() -> None:
    given = {"备注": f"回拨{PHONE}", "历史": [{"电话": PHONE, "次": (1, [PHONE])}, None], PHONE: {PHONE: "是"}}
    assert hidden(given) == {
        "备注": f"回拨{HIDDEN}",
        "历史": [{"电话": HIDDEN, "次": [1, [HIDDEN]]}, None],
        HIDDEN: {HIDDEN: "是"},
    }


def test_numbers_that_read_as_personal_data_are_masked_too() -> None:
    assert hidden({"a": int(PHONE), "b": float(PHONE), "c": IDENTITY}) == {"a": HIDDEN, "b": HIDDEN, "c": "*" * 18}


def test_other_values_stay_as_they_are() -> None:
    plain = {"a": 98.5, "b": 3, "c": True, "d": None, "e": 20261102, "f": float("inf"), "g": 2.0}
    assert hidden(plain) == plain
    assert [type(value) for value in hidden(plain).values()] == [type(value) for value in plain.values()]


def test_nothing_but_texts_customer_and_metadata_is_touched() -> None:
    call = conversation(
        queue="信用卡", agent_id="A17", region="华东", recording_uri="s3://r/1.wav", customer_id="6001", business="转账"
    )
    masked = masked_conversation(call, key=KEY)
    assert replace(masked, customer_id="6001") == call


@settings(max_examples=50)
@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS)
def test_every_offset_holds_and_only_stars_are_new(texts: list[str], written: str) -> None:
    contact = Contact.of(conversation(*map(utterance, texts)), (survey(comment=written),))
    masked = masked_contact(contact)
    assert masked.conversation is not None
    pairs = [*zip(texts, (u.text for u in masked.conversation.utterances), strict=True)]
    for before, after in [*pairs, (written, masked.surveys[0].comment)]:
        assert len(before) == len(after)
        assert all(b == a or b == "*" for a, b in zip(before, after, strict=True))


def test_word_times_tell_nothing_of_what_is_masked() -> None:
    text = f"电话{PHONE}"
    words = [{"word": "电话", "start_ms": 0}, {"word": PHONE, "start_ms": 400}]
    said = replace(utterance(text), word_times=word_times(words, utterance(text), in_ms=1))
    masked = masked_conversation(conversation(said), key=None)
    assert [w.start_ms for w in masked.utterances[0].word_times] == [0, 400]
    assert PHONE not in repr(masked)
