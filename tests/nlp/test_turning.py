import pytest

from tests.conftest import resource
from voc.domain.conversation import Speaker
from voc.domain.moments import Phase, TurnedBy
from voc.nlp.cues import Cues
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer
from voc.nlp.turning import turned_by

CUES = Cues.parse(resource("phrases.toml"))


def exchange(agent: str, customer: str, tokenizer: Tokenizer, speaker: Speaker = Speaker.AGENT) -> list[Passage]:
    return [
        passage_of(agent, tokenizer, utterance=0, speaker=speaker),
        passage_of(customer, tokenizer, utterance=1, speaker=Speaker.CUSTOMER),
    ]


@pytest.mark.parametrize(
    ("agent", "customer", "turn"),
    [
        ("您点的是哪个按钮", "又闪退了,一直转圈,气死我了", TurnedBy.FAULT),
        ("抱歉,这个我们办不了,没有权限", "真行", TurnedBy.REFUSAL),
        ("按规定必须本人带身份证到网点办理", "真行", TurnedBy.RULE_RECITAL),
        ("是我同事可能解答有误", "答非所问", TurnedBy.WRONG_ANSWER),
        ("让您久等了", "我听音乐听了半个钟头", TurnedBy.HOLD),
        ("我给您转接相关部门", "又转给别人", TurnedBy.TRANSFER),
        ("您自己不会看吗,不可能", "你什么态度", TurnedBy.MANNER),
        ("嗯", "真行", TurnedBy.OTHER),
    ],
)
def test_the_words_just_before_tell_what_turned_feeling(
    agent: str, customer: str, turn: TurnedBy, tokenizer: Tokenizer
) -> None:
    assert turned_by(exchange(agent, customer, tokenizer), [Phase.ANSWERING] * 2, 1, CUES) is turn


def test_nothing_turned_a_call_without_a_peak(tokenizer: Tokenizer) -> None:
    assert turned_by(exchange("嗯", "好", tokenizer), [Phase.ANSWERING] * 2, None, CUES) is None


def test_the_identity_check_turns_nothing_but_a_phone_menu_can(tokenizer: Tokenizer) -> None:
    phases = [Phase.GREETING, Phase.UNDERSTANDING]
    spoken = exchange("请报身份证,按规定必须核对", "唉", tokenizer)
    assert turned_by(spoken, phases, 1, CUES) is TurnedBy.OTHER
    menu = exchange("当前繁忙,坐席忙", "唉", tokenizer, Speaker.SYSTEM)
    assert turned_by(menu, phases, 1, CUES) is TurnedBy.HOLD
