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
    r"|(?:真(?:的|心)?|根本|压根|绝对|肯定|才)不|[也就]不(?:会|用|想|至于|可能)|(?:(?<=,)|(?<=,.)|(?<=,..)|(?<=,...))不(?:会|至于|可能)|怎么(?:会|能|可能)|[哪岂](?:里)?(?:会|能|至于)|何必|绝对|否则|不然"
)
# Enough behind 要不是, which supposes nothing: 就被骗了, 钱就没了, but not 一登录就闪退.
_THEN = re.compile(
    r"(?<!一)(?<!一.)(?<!一..)就(?!是)|肯定|一定|恐怕|可能|估计|真要|(?<=,)(?:又[要得]|还不[得知]|差一?点)"
)
# What is denied or asked back there was done, what is wished is, and what is pointed at is there: 谁会用这垃圾软件.
_IS_SO = re.compile(r"(?<!还)[不没]|[谁鬼傻懒想这那破]|怎么|哪|何|要么|要不|恨不得")
# Asked back, at the end, behind what asks: 我会来排队? unlike 我就被骗了吧? and 我会逾期知道吗.
_WOULD_IT = re.compile(rf"{_I}?(?:[也还才]?(?:会|想|至于|用得着|犯得着)|怎么|[谁哪岂何])")
_ASKED_BACK = re.compile(r"(?<![吧吗么])[?？]|(?<!知道)[吗么](?:[?？]|$)")
_LAST = 3
# 我也不会…, 不至于…: of what would have been, unlike 要不是没收到短信.
_WOULD_NOT = re.compile(r"不[^,]{0,2}(?:会|至于|可能|想|用|必)")


def is_so(passage: Passage, clause: Range, span: Range) -> bool | None:
    """Whether some words behind 要不是 are so, or else only would have been; None where they stand behind none.

    They are so before what would have been otherwise (要不是老闪退), and where they are denied there (我也不会来投诉)
    or asked back (我会来投诉?).
    """
    known = _found(passage, clause, span[0])
    if known is None:
        return None
    own, head, turn = known
    if own == clause and (turn is None or span[0] < turn):
        return True if turn is not None or head["sure"] else None
    if turn is None or not clause[0] <= turn <= span[0]:
        return None
    text = passage.text
    asked = _WOULD_IT.match(text, turn) and _ASKED_BACK.search(text, max(span[1], clause[1] - _LAST), clause[1] + 1)
    return bool(asked) or _IS_SO.search(text, turn, span[0]) is not None


def was_all_the_same(passage: Passage, clause: Range, negation: Range) -> bool:
    """Whether what a negation says would not have been was: 要不是老闪退我也不会跑柜台, 我不会来,要不是老闪退."""
    if _WOULD_NOT.search(passage.text, *negation) is None:
        return False
    after = joined_after(passage, clause)
    behind = None if after is None else _BUT_FOR.match(passage.text, *after)
    if behind is not None and behind["sure"]:
        return True
    known = _found(passage, clause, negation[0])
    if known is None:
        return False
    _, head, turn = known
    return bool(head["sure"]) and turn is not None and clause[0] <= turn < negation[1]


def _found(passage: Passage, clause: Range, position: int) -> tuple[Range, re.Match[str], int | None] | None:
    """The last 要不是 before a position, its clause, which may be the one before, and where the other half begins."""
    own, head = clause, _head(passage, clause, position)
    if head is None and (earlier := joined_before(passage, clause)) is not None:
        own, head = earlier, _head(passage, earlier, earlier[1])
    return None if head is None else (own, head, _turn(passage, own, head))


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
