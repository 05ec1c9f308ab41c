"""What one says that he does not do: 我不想投诉, 投诉就算了, 没去网点."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.otherwise import is_so
from voc.nlp.rules.scene import LOOK_BACK, Range

# How far behind a hit what gives it up can stand.
LOOK_AHEAD = 12
_COMPLAINING = re.compile(r"投诉|举报|曝光|起诉|抱怨|差评|追究|告你|告状|找茬|闹事")
# 不想再投诉 has done it, 本来不想投诉 does it now. Who will not go where he must (不想去网点) complains of it.
_WILL_NOT = re.compile(
    r"(?<!本来)(?<!原本)(?<!原来)(?<!本)(?:不想|没有?想|不打算|没有?打算|不准备|不会|不愿意?|不乐意|无意|懒得|犯不着|(?<!敢)不敢|(?<!值)不值[得当]|没有?(?:心情|心思|空|时间|工夫|功夫|精力|力气|兴趣)|[请切]勿|不是(?:来|想|要|为了)|没有?要|不至于)"
    r"(?!再)(?:想?要|过|来|去|跟你们?|给你们?|打电话|为这个?|特地|特意){0,3}$"
)
_BUT_HAVE_TO = re.compile(r"[^,]{0,3}(?:但是?|可是?|不过|都)[^,]{0,4}(?:没办法|没法|逼|只[能好]|不得不|不行|不可)")
_GIVEN_UP = re.compile(r"(?:就|也就|那就)?(?:算了|不用了|不必了|免了|拉倒)吧?(?=[,，。.!！~;；]|$)")
_COMPLAINED = re.compile(r"[了过我]$|(?:去|要|想|再|想要|一直|每次)$")
# 取消投诉, 投诉撤了, unless others do it or want it: 让我撤销投诉, 客服擅自撤销投诉.
_WITHDRAWS = re.compile(r"(?:取消|撤[销回掉]?|放弃)(?:了|掉)?(?:我的?|这个|这次|本次|之前的?)?$")
_WITHDRAWN = re.compile(r"(?:已经?|都|也|我|就|刚刚?|给)*(?:撤[销回掉]?|取消)(?:掉)?[了啦]?(?=[,，。.!！~;；]|$)")
_BY_OTHERS = re.compile(
    r"[不没别未才难被让叫逼劝求骗催擅她他]|要求|要我|威胁|凭什么|为什么|怎么|给我|帮我|你们|客服|经理|如果|再|自动|人家|除非|休想"
)
# 没去网点, unless it was to be: 没去网点就不给办.
_NOT_GONE = re.compile(r"没有?(?:去|跑|前往|赶去)过?$")
_PLACE = re.compile(r"[^,]{0,3}?(?:网点|柜[台面]|[银支分]行|营业[厅部]|大厅|窗口|门店|取款机)")
_BUT_MUST = re.compile(r".{0,8}?(?:[就便都也](?:不|没|办|给|要|得)|不[给让能行可]|办不|还|怎么)")


def declined(passage: Passage, clause: Range, where: Range, span: Range) -> Range | None:
    """Where in some characters before a hit it is said that one does not complain, or did not run an errand."""
    text = passage.text
    if _COMPLAINING.match(text, *span):
        forced = is_so(passage, clause, span) or _BUT_HAVE_TO.match(text, span[1])
        found = None if forced else _WILL_NOT.search(text, *where)
    elif _PLACE.match(text, *span):
        found = None if _BUT_MUST.match(text, span[1]) else _NOT_GONE.search(text, *where)
    else:
        found = None
    return None if found is None else found.span()


def is_complaining(text: str, span: Range) -> bool:
    """Whether some words begin with a complaint to the bank or about it."""
    return _COMPLAINING.match(text, *span) is not None


def given_up(text: str, clause: Range, span: Range) -> bool:
    """Whether it is said behind a hit that one lets it be: 投诉就算了, but not 投诉了就算了."""
    if _COMPLAINING.fullmatch(text, *span) is None:
        return False
    said = text[max(clause[0], span[0] - LOOK_BACK) : span[0]]
    withdrawn = _WITHDRAWS.search(said) or _WITHDRAWN.match(text, span[1], span[1] + LOOK_AHEAD)
    if withdrawn is not None and _BY_OTHERS.search(said) is None:
        return True
    if _GIVEN_UP.match(text, span[1], span[1] + LOOK_AHEAD) is None:
        return False
    return _COMPLAINED.search(text, max(clause[0], span[0] - LOOK_BACK), span[0]) is None
