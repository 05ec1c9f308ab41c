from json import loads
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import resource
from voc.domain.attribution import COMMENT
from voc.domain.conversation import Speaker
from voc.domain.moments import Phase
from voc.nlp.cues import Cues
from voc.nlp.passage import Passage, passage_of
from voc.nlp.phases import phases_of, signs_of
from voc.nlp.tokenizer import Tokenizer

CUES = Cues.parse(resource("phrases.toml"))
SPEAKERS = {"A": Speaker.AGENT, "C": Speaker.CUSTOMER, "S": Speaker.SYSTEM}

CALL = """
A 您好，工号二零一，请问有什么可以帮您
C 你好，我想问一下我的信用卡怎么收了一笔年费
A 您是说这个月账单上的年费是吗
C 对，账单上写的
A 麻烦报一下您的姓名和身份证后四位
C 我叫周立，四四二一
A 好的，我看一下，系统显示您去年刷了三笔，按规定满六笔才免年费
C 哦，那能不能退
A 可以的，我帮您申请，三个工作日之内退到卡里
C 好的
A 请问还有其他可以帮您的吗
C 没有了，谢谢
A 感谢来电，请稍后对我的服务做评价，再见
C 再见
"""


def call(text: str, tokenizer: Tokenizer) -> list[Passage]:
    rows = [line.split(" ", 1) for line in text.strip().splitlines()]
    return [passage_of(said, tokenizer, utterance=i, speaker=SPEAKERS[who]) for i, (who, said) in enumerate(rows)]


def test_a_call_goes_through_its_phases_and_the_identity_check_interrupts(tokenizer: Tokenizer) -> None:
    g, u, a, c = Phase
    assert phases_of(call(CALL, tokenizer), CUES) == (g, u, u, u, g, g, a, a, a, a, c, c, c, c)


def test_a_phone_menu_is_a_greeting(tokenizer: Tokenizer) -> None:
    menu = "S 个人业务请按一，公司业务请按二\nS 请输入卡号，按井号键结束"
    assert phases_of(call(menu + CALL, tokenizer), CUES)[:3] == (Phase.GREETING,) * 3


def test_a_comment_has_no_phase_and_no_utterances_give_none(tokenizer: Tokenizer) -> None:
    comment = passage_of("谢谢", tokenizer, utterance=COMMENT, speaker=Speaker.CUSTOMER)
    assert phases_of([comment], CUES) == ()
    assert len(phases_of([*call(CALL, tokenizer), comment], CUES)) == 14


def test_signs_tell_form_place_and_neighbours(tokenizer: Tokenizer) -> None:
    first, second, *_ = signs_of(call(CALL, tokenizer), CUES)
    assert {"agent:hello", "from start 0", "third 0", "answers 0", "after customer:said"} <= set(first)
    assert {"before agent:hello", "customer:states_wish"} <= set(second)


def test_an_agent_who_recites_that_a_card_is_to_be_brought_asks_for_no_identity(tokenizer: Tokenizer) -> None:
    asked, recited, told = signs_of(
        call("A 报一下身份证后四位\nA 必须本人带身份证到网点\nC 我带身份证去", tokenizer), CUES
    )
    assert "agent:asks_identity" in asked
    assert "agent:asks_identity" not in recited
    assert "customer:asks_identity" in told


@given(st.lists(st.tuples(st.sampled_from("ACS"), st.sampled_from(CALL.split())), max_size=12))
def test_every_utterance_has_one_phase(tokenizer: Tokenizer, rows: list[tuple[str, str]]) -> None:
    passages = [passage_of(t, tokenizer, utterance=i, speaker=SPEAKERS[who]) for i, (who, t) in enumerate(rows)]
    assert len(phases_of(passages, CUES)) == len(rows)


def test_most_utterances_of_the_samples_get_their_phase(tokenizer: Tokenizer) -> None:
    samples = Path(__file__).parents[2] / "data" / "samples" / "calls.jsonl"
    right = total = 0
    for line in samples.read_text(encoding="utf8").splitlines():
        record = loads(line)
        passages = [
            passage_of(u["text"], tokenizer, utterance=i, speaker=Speaker(u["speaker"]))
            for i, u in enumerate(record["utterances"])
        ]
        found = phases_of(passages, CUES)
        right += sum(a.value == b for a, b in zip(found, record["gold"]["phases"], strict=True))
        total += len(found)
    assert right / total > 0.9
