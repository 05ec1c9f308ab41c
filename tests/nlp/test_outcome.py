import pytest

from tests.conftest import resource
from voc.domain.attribution import COMMENT
from voc.domain.conversation import Speaker
from voc.domain.moments import Phase
from voc.nlp.cues import Cues
from voc.nlp.outcome import outcome_signs, repeats, resolved
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer

CUES = Cues.parse(resource("phrases.toml"))
SETTLED = (
    "您好",
    "我卡里多扣的钱想退",
    "已经给您提交好了,马上到账",
    "收到了,到账了",
    "还有别的吗",
    "没有了,太好了谢谢",
)
OPEN = (
    "您好",
    "我卡里多扣的钱想退",
    "这个退不了,我给您登记工单反馈",
    "又是登记",
    "还有别的吗",
    "算了,我自己去一趟网点吧",
)


def call(texts: tuple[str, ...], tokenizer: Tokenizer) -> list[Passage]:
    speakers = (Speaker.AGENT, Speaker.CUSTOMER)
    return [passage_of(t, tokenizer, utterance=i, speaker=speakers[i % 2]) for i, t in enumerate(texts)]


def verdict(texts: tuple[str, ...], end: float, tokenizer: Tokenizer, phase: Phase = Phase.ANSWERING) -> bool | None:
    valences = [None, 0.0] * (len(texts) // 2 - 1) + [None, end]
    return resolved(call(texts, tokenizer), [phase] * len(texts), valences, CUES)


def test_a_thing_done_and_confirmed_is_settled(tokenizer: Tokenizer) -> None:
    assert verdict(SETTLED, 0.6, tokenizer) is True


def test_a_promise_and_a_customer_who_gives_up_is_not(tokenizer: Tokenizer) -> None:
    assert verdict(OPEN, -0.4, tokenizer) is False


def test_it_cannot_be_known_without_an_answer_or_signs(tokenizer: Tokenizer) -> None:
    assert verdict(SETTLED, 0.6, tokenizer, Phase.UNDERSTANDING) is None
    assert verdict(SETTLED[:2], 0.6, tokenizer) is None
    assert verdict(("嗯", "嗯", "嗯", "嗯"), 0.0, tokenizer) is None


def test_signs_are_shares_of_the_second_half(tokenizer: Tokenizer) -> None:
    passages = call(SETTLED, tokenizer)
    signs = outcome_signs(passages, [Phase.ANSWERING] * 6, [None, -0.5, None, 0.2, None, 0.6], CUES)
    assert signs["customer:works"] == 1.0
    assert signs["end"] == 0.4
    assert signs["high"] == 0.6
    assert all(0.0 <= x <= 1.0 for x in signs.values())


@pytest.mark.parametrize(
    "text",
    [
        "我这是这是第三次打来了",
        "昨天也打过",
        "上次你们说三天就好",
        "今天又打",
        "我都打了三次电话了",
        "这话我讲第四遍了",
        "上個月打過一次",
    ],
)
def test_a_customer_who_says_that_he_called_before_repeats(text: str, tokenizer: Tokenizer) -> None:
    assert repeats(call(("您好", text), tokenizer), CUES)


@pytest.mark.parametrize("text", ["我想问一下余额", "你们又打来推销分期", "第一次打这个电话", "短信让我打过来的"])
def test_a_first_call_and_calls_of_the_bank_do_not(text: str, tokenizer: Tokenizer) -> None:
    assert not repeats(call(("您好", text), tokenizer), CUES)


def test_the_agents_words_do_not_count_and_a_comment_does(tokenizer: Tokenizer) -> None:
    assert not repeats(call(("您昨天也打过", "嗯"), tokenizer), CUES)
    comment = passage_of("这是第三次打来了", tokenizer, utterance=COMMENT, speaker=Speaker.CUSTOMER)
    assert repeats([comment], CUES)
