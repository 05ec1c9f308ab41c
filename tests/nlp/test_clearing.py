import pytest

from voc.domain.reading import read
from voc.nlp.clearing import clears_agent, clears_bank


def texts(*lines: str) -> list[str]:
    return [read(line).text for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "这不怪你们",
        "我没怪你们银行，是那个平台",
        "这事儿跟你们没关系",
        "跟银行也没什么关系",
        "又不是你们的错",
        "不关你们的事",
        "还是你们电话好打",
        "还是你们银行靠谱",
        "不是你们银行的问题",
    ],
)
def test_the_bank_is_cleared(line: str) -> None:
    assert clears_bank(texts("你好", line))
    assert not clears_agent(texts(line))


@pytest.mark.parametrize(
    "line",
    [
        "我不是说你啊",
        "不怪你，怪你们那个系统",
        "跟您没关系",
        "我不是冲着你",
        "我也知道不是你定的",
        "我不为难你",
        "不是你的问题，是规定",
    ],
)
def test_only_the_agent_is_cleared(line: str) -> None:
    assert clears_agent(texts(line, "再见"))
    assert not clears_bank(texts(line))


@pytest.mark.parametrize(
    "line",
    [
        "不怪你们，但是你们这个软件也太难用了",
        "怎么能说不是你们的问题呢，就是你们系统",
        "我跟你们没说过这个",
        "我跟你没说清楚",
        "还是你们好几天前说的那个",
        "你们怪我干什么",
        "好的，谢谢",
    ],
)
def test_nobody_is_cleared(line: str) -> None:
    assert not clears_agent(texts(line))
    assert not clears_bank(texts(line))
