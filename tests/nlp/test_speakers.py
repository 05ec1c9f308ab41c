import pytest

from tests.builders import conversation, survey, utterance
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.nlp.passage import passages_of
from voc.nlp.speakers import speakers_swapped
from voc.nlp.tokenizer import Tokenizer

AGENT, CUSTOMER, SYSTEM = Speaker.AGENT, Speaker.CUSTOMER, Speaker.SYSTEM
GREETING, FAREWELL = "您好很高兴为您服务", "感谢您的来电，请对我的服务进行评价"


def swapped(tokenizer: Tokenizer, *spoken: tuple[Speaker, str], comment: str = "") -> bool:
    call = conversation(*(utterance(text, speaker) for speaker, text in spoken))
    return speakers_swapped(passages_of(Contact.of(call, (survey(comment=comment),)), tokenizer))


def test_a_customer_who_greets_and_says_farewell_like_an_agent_is_one(tokenizer: Tokenizer) -> None:
    assert swapped(tokenizer, (CUSTOMER, GREETING), (AGENT, "转账转不出去"), (CUSTOMER, FAREWELL))


def test_the_same_words_in_traditional_characters_count_too(tokenizer: Tokenizer) -> None:
    assert swapped(tokenizer, (CUSTOMER, "您好很高興為您服務"), (CUSTOMER, "請您稍等"))


@pytest.mark.parametrize(
    "spoken",
    [
        [(AGENT, GREETING), (CUSTOMER, "转账转不出去"), (AGENT, FAREWELL)],
        [(CUSTOMER, GREETING), (AGENT, "转账转不出去")],
        [(CUSTOMER, GREETING), (AGENT, "请您稍等"), (CUSTOMER, FAREWELL)],
        [(SYSTEM, GREETING), (SYSTEM, FAREWELL), (CUSTOMER, "人工")],
        [(CUSTOMER, "你们就会说稍等")],
    ],
    ids=["the agent says it", "only once", "the agent says it too", "a robot says it", "nobody says it"],
)
def test_other_calls_are_as_they_say(tokenizer: Tokenizer, spoken: list[tuple[Speaker, str]]) -> None:
    assert not swapped(tokenizer, *spoken)


def test_a_comment_does_not_count(tokenizer: Tokenizer) -> None:
    assert not swapped(tokenizer, (CUSTOMER, GREETING), comment=FAREWELL)
