"""Whom the customer of a call says that it is not about: the bank (不怪你们), or only the agent (我不是说你).

Who scolds a merchant or a swindler and clears the bank is content with it; who clears the one he talks to mostly blames
somebody or something else of the bank. What either counts for is learned from labelled calls.
"""

import re
from collections.abc import Iterable

_BLAMES = r"(?:不|没有?)(?:是)?(?:要|想)?(?:怪|赖|怨|埋怨|责怪)"
_WITH = r"(?:跟|和|同|与)"
_NOTHING_TO_DO = r"(?:也|又|都|真的?|可)?(?:(?:没有?|无)(?:啥|什么|多大|任何|半点)?(?:关系|相干|关|干系)|不相干|不搭界)"
# Behind a turn the bank is blamed after all: 这不怪你们,但是你们那个软件…
_TURNS = r"(?![^,。]{0,4}[,。 ]*(?:但|可是|可你|不过|就是你们|只是))"
_THE_BANK = re.compile(
    rf"{_BLAMES}(?:到)?(?:[你您咱]们|银行|贵行){_TURNS}"
    rf"|{_WITH}(?:[你您咱]们|银行|贵行)(?:银行|这边|家|那边)?{_NOTHING_TO_DO}{_TURNS}"
    rf"|(?<!说)(?<!难道)(?<!是)不是(?:[你您咱]们|银行|贵行)(?:银行|这边)?的?(?:问题|错|责任|事|毛病){_TURNS}"
    rf"|不关(?:[你您咱]们|银行|贵行)(?:银行)?的?事{_TURNS}"
    r"|还是(?:[你您咱]们|咱|贵行)(?:这边?|这儿|这里|银行|行|家)?的?(?:电话|人|客服|服务)?(?:好(?![几意像])|靠谱|负责|实在|省心|强)"
)
_THE_AGENT = re.compile(
    rf"{_BLAMES}(?:到)?[你您](?!们)(?:个人|本人)?"
    rf"|{_WITH}[你您](?!们)(?:个人|本人)?{_NOTHING_TO_DO}"
    r"|不是(?:在|要)?(?:说|冲着?|针对|对|骂|怪)[你您](?!们)"
    r"|不是[你您](?!们)(?:个人|本人)?的?(?:问题|错|责任|事|毛病)|不关[你您](?!们)的?事"
    r"|(?:知道|晓得|明白)(?:这|那|也|都)?不是[你您](?!们)(?:定|弄|搞|管|说了算)|(?:不|没)(?:想|要)?(?:为难|难为)[你您](?!们)"
)


def clears_bank(texts: Iterable[str]) -> bool:
    """Whether somebody says in one of some readings that it is not the bank's doing.

    >>> clears_bank(["这不怪你们,是那个骗子"]), clears_bank(["不怪你们,但你们的软件太难用"])
    (True, False)
    """
    return any(_THE_BANK.search(text) for text in texts)


def clears_agent(texts: Iterable[str]) -> bool:
    """Whether somebody says in one of some readings that he does not mean whom he talks to.

    >>> clears_agent(["我不是说你啊,是你们那个系统"]), clears_agent(["不怪你们"])
    (True, False)
    """
    return any(_THE_AGENT.search(text) for text in texts)
