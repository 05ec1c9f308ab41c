import pytest

from tests.conftest import resource
from voc.domain.conversation import Speaker
from voc.domain.moments import Phase
from voc.nlp.cues import Cues
from voc.nlp.passage import passage_of
from voc.nlp.phases import phases_of
from voc.nlp.short_calls import FEW
from voc.nlp.tokenizer import Tokenizer

CUES = Cues.parse(resource("phrases.toml"))
SPEAKERS = {"A": Speaker.AGENT, "C": Speaker.CUSTOMER, "S": Speaker.SYSTEM}
PHASES = {phase.value[0]: phase for phase in Phase}

# The phase of each utterance (g, u, a, c), who speaks, and what is said.
CALLS = {
    "a rule recited is an answer and no identity check": """
u C 大额取款要预约吗
a A 五万以上需要提前一天预约，需要您本人带身份证到柜台
c C 好，谢谢
c A 再见
""",
    "a short answer": """
u C 金卡一年年费多少
a A 三百
""",
    "an answer is argued about": """
g A 您好
u C 金卡一年年费多少
a A 三百
a C 这么贵
a A 刷满六笔就免
c C 谢谢，再见
""",
    "the identity check stands between wish and answer": """
g A 您好，请讲
u C 我要查余额
g A 请报身份证后四位
g C 三三二一
a A 余额是八百六十元
c C 好的，再见
""",
    "what is asked back belongs to understanding": """
g A 您好，有什么可以帮您
u C 喂，我那个卡刷不了了
u A 您刷的时候提示什么
u C 说余额不足
a A 您卡里只剩十二块
c C 哦哦，谢谢啊
""",
    "a wish said in one word is asked about": """
g A 您好
u C 人工
u A 请问您要办什么业务
u C 转账失败了钱没退
a A 一般二十四小时之内退回
""",
    "greetings of both sides": """
g A 您好，客服中心
g C 喂你好
g A 请讲
u C 开个贷款结清证明要几天
a A 三到五个工作日
a C 能快点吗
a A 这个没有办法
""",
    "an announcement, and something else is offered": """
g S 您的通话将被录音
g A 您好，工号五零二
u C 理财到期了钱没到账
a A 到期后第二个工作日到账
c A 请问还有其他问题吗
c C 没有了
c A 感谢您的来电，再见
""",
    "a customer who gives up": """
u C 为什么我的卡被冻结了
a A 风控冻结的，要本人带身份证去网点解除
a C 我人在外地怎么去
a A 没有别的办法
c C 那算了，挂了
""",
    "a robot that has not heard the wish asks": """
g A 您好
u A 您可以说出您的需要
u C 电话老是自己挂了
""",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_short_calls_have_the_phases_of_what_each_utterance_does(call: str, tokenizer: Tokenizer) -> None:
    rows = [line.split(" ", 2) for line in call.strip().splitlines()]
    passages = [
        passage_of(said, tokenizer, utterance=i, speaker=SPEAKERS[who]) for i, (_, who, said) in enumerate(rows)
    ]
    assert len(rows) <= FEW
    assert [phase.value for phase in phases_of(passages, CUES)] == [PHASES[letter].value for letter, *_ in rows]
