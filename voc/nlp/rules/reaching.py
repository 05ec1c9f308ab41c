"""How far what the bank says in apology or by the book reaches in its sentence."""

import re
from collections.abc import Callable, Iterator

from voc.nlp.passage import Passage
from voc.nlp.rules.scene import LOOK_BACK, Range, joined_after, joined_before

# Over how many clauses it reaches at most: bounded, so that long texts stay linear.
CLAUSES = 4
# An apology goes on behind what only calls or fills: 很抱歉,女士,闪退的问题已登记.
_FILLS = re.compile(
    r"[\u4e00-\u9fff]{0,3}(?:先生|女士|小姐|老师|阿姨|大哥|大姐|老板)|(?:您|你)好?|是的|好的|那个|这个|这边|嗯+|啊|呃|这样|真的是?|非常|实在是?|确实是?"
)
# Who opens with the rules goes on with them to the end of the sentence: 根据相关规定,账户超过半年不用,会冻结.
_BY_THE_BOOK = re.compile(
    r"[^,]{0,4}?(?:按照?|根据|依据|依照|遵照|遵循|鉴于)[^,]{0,10}?(?:规定|要求|政策|制度|条例|办法|协议|合同|章程|流程|规则)"
    r"|为了?(?:您|你|保障|保护|确保|维护|防范|避免)[^,]{0,12}(?:安全|权益|风险|损失)"
)
# Unless he turns to the customer's own case: 按规定要核实,我查一下,您的卡冻结了.
_TURNS = re.compile(
    r"但|不过|可是|我(?:先|再|这边|来|就)?(?:帮|给|替|查|看|核|问|登记)|(?:帮|给|为)您|看到|显示|稍等|您(?:名下|这[张个边笔]|上次)"
)

_Step = Callable[[Passage, Range], Range | None]


def around_apology(passage: Passage, clause: Range) -> tuple[Range, ...]:
    """A clause and those that an apology would stand in: the next ones over a comma, but for what only fills."""
    before, after = (_over_fillers(passage, clause, step) for step in (joined_before, joined_after))
    return (*before, clause, *after)


def around_recital(passage: Passage, clause: Range) -> tuple[Range, ...]:
    """A clause and those before it that recite: the one over a comma, and an earlier one that opens with the rules."""
    earlier = tuple(_steps(passage, clause, joined_before))
    if not earlier:
        return (clause,)
    return (*_opening(passage, (clause, *earlier)), earlier[0], clause)


def _steps(passage: Passage, clause: Range, step: _Step) -> Iterator[Range]:
    at: Range | None = clause
    for _ in range(CLAUSES):
        at = None if at is None else step(passage, at)
        if at is None:
            return
        yield at


def _over_fillers(passage: Passage, clause: Range, step: _Step) -> Iterator[Range]:
    for one in _steps(passage, clause, step):
        yield one
        if _FILLS.fullmatch(passage.text, *one) is None:
            return


def _opening(passage: Passage, backwards: tuple[Range, ...]) -> Iterator[Range]:
    """The clause that opens with the rules, where nothing between it and the first given turns away."""
    for one in backwards:
        if _BY_THE_BOOK.match(passage.text, *one):
            yield one
            return
        if _TURNS.search(passage.text, one[0], min(one[1], one[0] + LOOK_BACK)):
            return
