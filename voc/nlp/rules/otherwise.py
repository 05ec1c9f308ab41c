"""What was, and what would have been but for it: 要不是老闪退我也不会换银行, 要不是你们处理我就被骗了."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.scene import LOOK_BACK, Range, joined_after, joined_before

# 如果不是本行卡就收费 may be a mere condition; only what would have been otherwise tells.
_BUT_FOR = re.compile(
    r"(?P<sure>(?<![只主需还])要不是|若非|(?:如果|若|假如|假若|假使|倘若|要是)不是(?:因为|由于))"
    r"|(?:如果|若|假如|假若|假使|倘若|要是)不是"
)
_I = r"(?:我们?|俺们?|咱们?|老子|劳资)"
# Where that begins: 我也不会…, 我早…, 谁会…, 早就…, 打死….
_ELSE = re.compile(
    rf"{_I}(?:早(?!上|晨|晚|期)|[也才都还真]?(?:不(?:会|想|用|至于|可能|必)|懒得?|想|会)|根本|压根|绝对|肯定|一定|恐怕|可能"
    rf"|估计|怎么|哪|何必|至于|打死|永远)|{_I}就(?=[^,]{{1,8}}了)"
    r"|谁(?!都)|[鬼傻][^,]?才|早(?:就|已|都)|早(?=[^,上晚晨点期起的]{1,4}了)|打死"
    r"|(?:真(?:的|心)?|根本|压根|绝对|肯定|才)不|[也就]不(?:会|用|想|至于|可能)|怎么会|哪会|何必|绝对|否则|不然"
)
# Enough behind 要不是, which supposes nothing: 就被骗了, 钱就没了, but not 一登录就闪退.
_THEN = re.compile(r"(?<!一)(?<!一.)(?<!一..)就(?!是)|肯定|一定|恐怕|可能|估计|真要")
# What is denied or asked back there was done, what is wished is, and what is pointed at is there: 谁会用这垃圾软件.
_IS_SO = re.compile(r"[不没谁鬼傻懒想这那破]|怎么|哪|何|要么|要不|恨不得")


def is_so(passage: Passage, clause: Range, span: Range) -> bool | None:
    """Whether some words behind 要不是 are so, or else only would have been; None where they stand behind none.

    They are so before what would have been otherwise (要不是老闪退), and where they are denied there (我也不会来投诉).
    """
    own, head = clause, _head(passage, clause, span[0])
    if head is None and (earlier := joined_before(passage, clause)) is not None:
        own, head = earlier, _head(passage, earlier, earlier[1])
    if head is None:
        return None
    turn = _turn(passage, own, head)
    if own == clause and (turn is None or span[0] < turn):
        return True if turn is not None or head["sure"] else None
    if turn is None or not clause[0] <= turn <= span[0]:
        return None
    return _IS_SO.search(passage.text, turn, span[0]) is not None


def _head(passage: Passage, clause: Range, position: int) -> re.Match[str] | None:
    return _BUT_FOR.search(passage.text, max(clause[0], position - LOOK_BACK), position)


def _turn(passage: Passage, clause: Range, head: re.Match[str]) -> int | None:
    """Where behind 要不是, in its clause or in the next one, that begins which would have been otherwise."""
    after = joined_after(passage, clause)
    end = min((clause if after is None else after)[1], head.end() + 2 * LOOK_BACK)
    found = _ELSE.search(passage.text, head.end(), end)
    if found is None and head["sure"]:
        found = _THEN.search(passage.text, head.end(), end)
    return None if found is None else found.start()
