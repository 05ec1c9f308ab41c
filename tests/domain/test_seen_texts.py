from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.seen_texts import TELLING, WIDTH, SeenTexts, content_text, digest_of, plain_text
from voc.domain.survey import SurveyResponse


def comment(text: str, id: str = "S-1") -> Contact:
    return Contact(None, (SurveyResponse(id, comment=text),))


def call(*texts: str, id: str = "C-1", beside: str = "") -> Contact:
    turns = tuple(Utterance((Speaker.AGENT, Speaker.CUSTOMER)[n % 2], text) for n, text in enumerate(texts))
    surveys = (SurveyResponse("S-1", conversation_id=id, comment=beside),) if beside else ()
    return Contact(Conversation(id, turns), surveys)


CALL = call("您好", "转账转不出去", "我帮您看看")
SEEN = SeenTexts.of([CALL, comment("手机银行总是闪退"), call("喂", beside="等了四十分钟没人接")])


@pytest.mark.parametrize(
    "contact",
    [
        CALL,
        call("您好！", "转账，转不出去", "我帮您看看。", id="another"),
        comment("手机银行总是闪退"),
        comment(" 手机银行，总是闪退!! ", id="another"),
        comment("等了四十分钟没人接"),
        call("喂，哪位", beside="等了四十分钟没人接"),
        replace(CALL, surveys=(SurveyResponse("S-9", comment="还没有写过的话"),)),
    ],
)
def test_a_text_is_recognised_whatever_its_id_and_punctuation(contact: Contact) -> None:
    assert SEEN.holds(contact)


@pytest.mark.parametrize(
    "contact",
    [
        comment("手机银行从来不闪退"),
        comment("转账转不出去"),
        call("您好", "转账转不出去"),
        call("转账转不出去", "您好", "我帮您看看"),
        comment(""),
        call("", ""),
    ],
)
def test_another_text_is_not(contact: Contact) -> None:
    assert not SEEN.holds(contact)


def test_a_short_comment_beside_a_call_is_said_by_many() -> None:
    seen = SeenTexts.of([comment("很好"), comment("好" * TELLING)])
    assert seen.holds(comment("很好"))
    assert not seen.holds(call("您好", beside="很好"))
    assert seen.holds(call("您好", beside="好" * TELLING))


def test_contacts_without_a_word_are_not_kept() -> None:
    assert SeenTexts.of([comment(" "), call("")]) == SeenTexts(frozenset())


def test_the_words_of_a_contact_tell_equal_texts() -> None:
    assert content_text(comment("闪退。")) == content_text(comment("闪退", id="another")) == "闪退"
    assert content_text(call("您好", beside="闪退")) == "agent:您好\n闪退"
    assert content_text(comment("")) == ""


@given(st.lists(st.text()))
def test_hashes_are_written_in_order_and_read_again(texts: list[str]) -> None:
    seen = SeenTexts.of(map(comment, texts))
    content = bytes(seen)
    assert SeenTexts.read(content) == seen
    assert len(content) == WIDTH * len(seen.digests)
    assert all(seen.holds(comment(text)) for text in texts if plain_text(text))


@pytest.mark.parametrize(
    "content",
    [b"1", digest_of("a") + b"1", digest_of("a") * 2, b"".join(sorted([digest_of("a"), digest_of("b")], reverse=True))],
)
def test_other_bytes_are_no_hashes(content: bytes) -> None:
    with pytest.raises(ValueError, match="no sorted list"):
        SeenTexts.read(content)


@given(st.text())
def test_a_space_or_a_full_stop_more_makes_no_other_text(text: str) -> None:
    assert plain_text(f" {text}。") in (plain_text(text), plain_text(text) + "。")
    assert plain_text(plain_text(text)) == plain_text(text)
