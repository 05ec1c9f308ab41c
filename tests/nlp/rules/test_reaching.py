import pytest

from tests.nlp.rules.scenes import hits, scene, told
from voc.nlp.rules.reaching import around_apology, around_recital


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 很抱歉，女士，闪退的问题已登记 / 闪退的问题，女士，非常抱歉 / 实在对不起，王先生，这个，闪退的事已登记
        收费: 按照规定，这个业务呢，要收费 / 按我行规定，跨行转账，每笔收费两元 / 监管要求收费
        冻结: 根据相关规定，账户超过半年不用，会冻结 / 您好，按照监管规定，客户信息不全的，账户会冻结
        冻结: 实在是对不起啊先生您这个卡被冻结的事情给您造成困扰了 / 依据监管要求，长期不动户会冻结
        冻结: 遵照央行要求，会冻结
        """
    ),
)
def test_an_apology_reaches_over_fillers_and_the_rules_to_the_end_of_their_sentence(words: str, text: str) -> None:
    assert hits(words, scene(f"座：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 很抱歉。闪退的问题已登记 / 很抱歉，我不清楚，闪退的问题已登记
        收费: 抱歉，我不知道，我问一下同事，这个要收费 / 按规定。要收费
        冻结: 不好意思，您稍等，我查一下，您的卡被冻结了 / 按规定要核实，我查一下，您的卡冻结了
        冻结: 根据规定，要本人来，但是，您的卡冻结了 / 抱歉我没听清。您的卡冻结了
        """
    ),
)
def test_neither_reaches_over_what_the_agent_says_beside(words: str, text: str) -> None:
    assert hits(words, scene(f"座：{text}")) is not None


def test_what_reaches_stands_over_commas_alone() -> None:
    passage = scene("座：抱歉，女士，您说。按照规定，这个，要收费").passages[0]
    said = [[passage.text[slice(*one)] for one in around_apology(passage, clause)] for clause in passage.clauses]
    assert said[2] == ["女士", "抱歉", "您说"]
    assert said[0] == ["抱歉", "女士", "您说"]
    last = [passage.text[slice(*one)] for one in around_recital(passage, passage.clauses[-1])]
    assert last == ["按照规定", "这个", "要收费"]
    assert around_recital(passage, passage.clauses[0]) == (passage.clauses[0],)
