import pytest
from hypothesis import given

from tests.conftest import resource
from tests.nlp.strategies import TEXTS
from voc.domain.attribution import COMMENT
from voc.domain.conversation import Speaker
from voc.domain.moments import NEUTRAL_BAND
from voc.nlp.lexicon import Lexicon
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer
from voc.nlp.valence import valence_of, valences_of

LEXICON = Lexicon.parse(resource("valence.toml"))


def said(text: str, tokenizer: Tokenizer, utterance: int = 0, speaker: Speaker = Speaker.CUSTOMER) -> Passage:
    return passage_of(text, tokenizer, utterance=utterance, speaker=speaker)


def valence(text: str, tokenizer: Tokenizer) -> float:
    return valence_of(said(text, tokenizer), LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        "气死我了",
        "凭什么要我跑一趟柜台",
        "我要投诉你们",
        "垃圾軟件",
        "態度很差",
        "服务太差了",
        "呵呵你们可真行",
        "哪有这样办事的",
        "叫我怎么相信你们",
        "算了算了随便你们",
        "一点都不方便",
        "我不满意",
        "白跑一趟又白等一天",
    ],
)
def test_displeasure_is_negative(text: str, tokenizer: Tokenizer) -> None:
    assert valence(text, tokenizer) < -NEUTRAL_BAND


@pytest.mark.parametrize(
    "text",
    [
        "太好了真方便",
        "你讲得很清楚",
        "非常滿意",
        "服务态度很好",
        "挺快的不错",
        "哈哈没关系没关系",
        "给你打满分",
        "效率真高",
    ],
)
def test_pleasure_is_positive(text: str, tokenizer: Tokenizer) -> None:
    assert valence(text, tokenizer) > NEUTRAL_BAND


@pytest.mark.parametrize(
    "text",
    [
        "",
        "你好我想问一下转账限额是多少",
        "好的谢谢再见",
        "不好意思麻烦您帮我查一下",
        "我不是投诉",
        "手机银行登录的时候提示失败",
        "身份证后四位是三二一零",
        "要本人去柜台是吧",
        "这个方便吗",
    ],
)
def test_questions_facts_and_courtesies_are_neutral(text: str, tokenizer: Tokenizer) -> None:
    assert -NEUTRAL_BAND <= valence(text, tokenizer) <= NEUTRAL_BAND


def test_negation_turns_praise_and_stays_in_its_clause(tokenizer: Tokenizer) -> None:
    assert valence("我不觉得满意", tokenizer) < 0 < valence("不,我觉得满意", tokenizer)


def test_a_double_negation_is_none(tokenizer: Tokenizer) -> None:
    assert valence("不是不满意", tokenizer) >= 0


def test_degree_strengthens_and_weakens(tokenizer: Tokenizer) -> None:
    assert valence("非常失望", tokenizer) < valence("失望", tokenizer) < valence("有点失望", tokenizer) < 0


def test_what_follows_a_contrast_weighs_more(tokenizer: Tokenizer) -> None:
    assert valence("服务不错但是很失望", tokenizer) < valence("很失望但是服务不错", tokenizer)


def test_irony_turns_praise(tokenizer: Tokenizer) -> None:
    assert valence("呵呵,效率真高", tokenizer) < 0 < valence("效率真高", tokenizer)


def test_exclamation_strengthens(tokenizer: Tokenizer) -> None:
    assert valence("失望！！！", tokenizer) < valence("失望", tokenizer)


def test_laughter_softens_displeasure(tokenizer: Tokenizer) -> None:
    assert valence("气死我了", tokenizer) < valence("气死我了哈哈", tokenizer)


def test_anger_about_somebody_else_counts_little_unless_the_bank_is_named(tokenizer: Tokenizer) -> None:
    alone = valence("我家狗真是气死我了", tokenizer)
    assert valence("气死我了", tokenizer) < alone
    assert valence("我家狗和你们都气死我了", tokenizer) < alone


def test_the_same_words_count_less_in_a_long_speech(tokenizer: Tokenizer) -> None:
    assert valence("失望", tokenizer) < valence("失望" + "我在上海这边上班每天早上坐地铁" * 5, tokenizer) < 0


def test_a_courtesy_said_often_counts_once(tokenizer: Tokenizer) -> None:
    assert valence("谢谢谢谢,好的好的,谢谢", tokenizer) == valence("谢谢", tokenizer)


def test_only_the_customer_has_valences_and_comments_are_left_out(tokenizer: Tokenizer) -> None:
    passages = [
        said("您好", tokenizer, 0, Speaker.AGENT),
        said("请按一", tokenizer, 1, Speaker.SYSTEM),
        said("太好了", tokenizer, 2),
        said("垃圾", tokenizer, COMMENT),
    ]
    agent, system, customer = valences_of(passages, LEXICON)
    assert (agent, system) == (None, None)
    assert customer == valence("太好了", tokenizer)


def test_an_apology_in_return_tells_that_it_was_meant_badly(tokenizer: Tokenizer) -> None:
    calm = [said("嗯", tokenizer, i) for i in range(3)]

    def worst(reply: str) -> float | None:
        return valences_of([*calm, said("失望", tokenizer, 3), said(reply, tokenizer, 4, Speaker.AGENT)], LEXICON)[3]

    apologised, answered = worst("非常抱歉"), worst("已经登记")
    assert apologised is not None
    assert answered is not None
    assert apologised < answered == valence("失望", tokenizer)


def test_displeasure_counts_less_while_the_caller_tells_what_brought_him(tokenizer: Tokenizer) -> None:
    first, *_, last = valences_of([said("失望", tokenizer, i) for i in range(6)], LEXICON)
    assert first is not None
    assert last is not None
    assert last < first < 0


@given(TEXTS)
def test_every_text_has_a_valence_within_bounds_and_the_same_twice(tokenizer: Tokenizer, text: str) -> None:
    passage = said(text, tokenizer)
    assert -1.0 <= valence_of(passage, LEXICON) <= 1.0
    assert valence_of(passage, LEXICON) == valence_of(passage, LEXICON)
