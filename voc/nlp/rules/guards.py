"""What takes words back: negation, supposition, hearsay, and the bank's own apologies and recitals."""

import re
from collections.abc import Iterable

from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard
from voc.nlp.passage import Passage
from voc.nlp.rules.scene import joined_after, joined_before

# How far before a hit a negation, supposition or hearsay can stand: bounded, so that long texts stay linear.
LOOK_BACK = 60
# How far behind a hit the end of a supposition (…的话) can stand.
LOOK_AHEAD = 10
_TROUBLES = (
    r"闪退|卡顿|卡死|卡机|死机|黑屏|白屏|崩溃|报错|延迟|延时|掉线|断线|广告|乱码|故障|bug|错误|超时|繁琐"
    r"|推诿|推脱|推卸|拖延|敷衍|糊弄|忽悠|怠慢|冷漠|不耐烦|误导|强推|捆绑|推销|骚扰|乱收费|乱扣费"
)
# Between a negation and what it negates: 没有再出现过什么…, 没有闪退和卡顿.
_BETWEEN = (
    r"(?:再|太|怎么|什么|任何|过|被|要|出现|发生|遇[到见]|碰[到上见]|见到?|存在|产生|有|一次|感觉到?|觉得|感到"
    r"|那么|这么|特别)"
)
_AND = r"(?:以及|还有|或者?|和|跟|与|及|也|、)"
_NEGATION = re.compile(
    r"(?:没有?|(?<!要)不会?|不再|从不|从没|从未|未曾?|(?<![特分个区类差识辨告])别|并非|(?<!是)不是|不算|无需|无须|不用|不必|从来[不没]"
    r"|(?<!有)无|不能[说算]|[谈说算称]不上|不至于)"
    rf"{_BETWEEN}{{0,4}}(?:(?:{_TROUBLES}){_AND}?{_BETWEEN}{{0,2}}){{0,4}}$"
)
# A negation that is itself negated asserts: 不是没有闪退, 没有一天不闪退.
_DENIED = re.compile(
    r"(?:不是|并非|不能|不可能|不会|不得|不可|无法|无不|哪有|难免|从?没有?(?:哪|一|几)?[天次回个]?|哪[天次回])$"
)
# 没见过态度这么差的, 不是打不开就是闪退: a denial in form alone.
_UNHEARD_OF = re.compile(r"[见遇碰].{0,2}$")
_SO = re.compile(r"这么|那么|如此|这样|这种|更|像你")
_EITHER, _OR = re.compile(r"不是$"), re.compile(r"就是|便是")
# 闪退什么的也没有: a denial behind its trouble.
_TROUBLE_AT_END = re.compile(rf"(?:{_TROUBLES})$")
_NONE_OF_IT = re.compile(
    r"(?:什么的|[的之]?(?:情况|现象|问题|毛病|事))?(?:也|都|再也|从来|基本|几乎|完全|已经|现在)*"
    r"(?:没有?(?:了|过|出现|发生|遇到|再).{0,6}|没有|不存在|不会有?)的?$"
)
_SUPPOSING = (
    r"如果|(?<![主只需重不])要是|若是|若再|若有|倘若|假如|假若|假使|假设|万一|除非|比如说|比方说"
    r"|(?<!没有)哪天(?![都也不])|一旦(?!.*[就都])"
)
_SUPPOSED = re.compile(rf"{_SUPPOSING}|(?:会不会|是否会|会否|可能会).{{0,6}}$")
_SUPPOSED_AFTER = re.compile(r"(?<![说讲问回听我你他她])的话(?![费术题音筒务语剧])")
# A supposition reaches over a comma to what is asked or feared there, not to what is told.
_SUPPOSITION = re.compile(_SUPPOSING)
_WONDERS = re.compile(
    r"怎么办|咋办|咋整|怎么处理|怎么弄|该怎么|怎么解决|如何|该?找谁|该?去哪|[吗呢]$|会不会|[就可]?(?:麻烦|糟|惨|完)了$"
)
_PEOPLE = (
    r"别人|人家|有人|有的人|[很好]多人|好些人|大家|他们|她们|朋友们?|同事们?|邻居|同学|室友|亲戚|老公|老婆|丈夫|妻子|媳妇|爱人|对象"
    r"|我[家的]?[爸妈爹娘哥姐弟妹]|爸妈|父母|家里?人|儿子|女儿|闺女|孩子|闺蜜|网友|网上|群里|评论区?|抖音|微博|新闻|媒体|论坛"
)
_HEARSAY = re.compile(
    r"听说|据说|听(?:别人|人家|人|朋友|同事)[说讲]"
    rf"|(?P<who>{_PEOPLE})(?:里|上|们|跟我|和我|都|也|还|老|总|一直|经常|常|曾|以前|之前|早就|就)*"
    r"(?:说(?![话法明好服辞不])|讲(?!话)|反映|吐槽|抱怨|提到|告诉我)"
)
_THEY = ("他们", "她们", "人家")
_BANK = re.compile(
    r"客服|网点|柜台|柜面|银行|支行|热线|人工|工作人员|经理|行长|大堂|窗口|柜员|坐席|座席|95588|电话|你们|营业厅"
)
_BY_THE_BANK = {
    Guard.APOLOGY: re.compile(r"抱歉|对不起|不好意思|致歉|道歉|歉意|见谅|谅解|理解您|体谅|给您添|给您带来|让您久等"),
    Guard.RECITAL: re.compile(
        r"规定|按照?(?:我行|银行|总行|监管|人行|系统|政策|流程|合同|协议)|根据(?:我行|银行|监管|人行|政策|合同|协议)"
        r"|统一(?:要求|政策)|政策(?:是|要求)|温馨提示|提醒您|提示您|告知您"
    ),
}  # fmt: skip
EVERY_GUARD = frozenset(Guard)
Range = tuple[int, int]


def counts(passage: Passage, clause: Range, span: Range, guards: Iterable[Guard]) -> bool:
    """Whether words at `span` count, when some guards look at them.

    `clause` is the clause that they begin in.
    """
    return not any(_TAKES_BACK[guard](passage, clause, span) for guard in guards)


def negated(before: str) -> bool:
    """Whether a text ends in a negation of what follows it, and not in a negation of one.

    >>> negated("没有再出现"), negated("没有闪退和"), negated("不是没有"), negated("没办法老")
    (True, True, False, False)
    """
    found = _NEGATION.search(before)
    return found is not None and _DENIED.search(before, 0, found.start()) is None


def _before(passage: Passage, clause: Range, span: Range) -> str:
    return passage.text[max(clause[0], span[0] - LOOK_BACK) : span[0]]


def _is_negated(passage: Passage, clause: Range, span: Range) -> bool:
    listed = joined_before(passage, clause) if passage.text.endswith("、", 0, clause[0]) else None
    before = _before(passage, listed or clause, span)
    if negated(before):
        return not _denied_in_form(passage, clause, span, before)
    text = passage.text
    return (
        _TROUBLE_AT_END.search(text, span[0], span[1]) is not None
        and _NONE_OF_IT.fullmatch(text, span[1], min(clause[1], span[1] + LOOK_BACK)) is not None
    )


def _denied_in_form(passage: Passage, clause: Range, span: Range, before: str) -> bool:
    if _UNHEARD_OF.search(before):
        return _SO.search(passage.text, span[0], min(clause[1], span[1] + LOOK_AHEAD)) is not None
    later = joined_after(passage, clause)
    end = (clause if later is None else later)[1]
    return (
        _EITHER.search(before) is not None
        and _OR.search(passage.text, span[1], min(end, span[1] + LOOK_BACK)) is not None
    )


def _is_supposed(passage: Passage, clause: Range, span: Range) -> bool:
    text = passage.text
    if _SUPPOSED.search(_before(passage, clause, span)):
        return True
    if _SUPPOSED_AFTER.search(text, span[1], min(clause[1], span[1] + LOOK_AHEAD)):
        return True
    return _supposed_over_comma(passage, clause)


def _supposed_over_comma(passage: Passage, clause: Range) -> bool:
    earlier = joined_before(passage, clause)
    if earlier is None or not _SUPPOSITION.search(passage.text, max(earlier[0], earlier[1] - LOOK_BACK), earlier[1]):
        return False
    later = joined_after(passage, clause)
    asked = (clause,) if later is None else (clause, later)
    return any(_WONDERS.search(passage.text, start, min(end, start + 2 * LOOK_BACK)) for start, end in asked)


def _is_quoted(passage: Passage, clause: Range, span: Range) -> bool:
    before = _before(passage, clause, span)
    found = _HEARSAY.search(before)
    if found is None:
        return False
    if found["who"] not in _THEY:
        return True
    # 他们 may be the bank itself: 打电话问，他们说…
    earlier = joined_before(passage, clause)
    told = before[: found.start()] + ("" if earlier is None else passage.text[slice(*earlier)][-LOOK_BACK:])
    return _BANK.search(told) is None


def _is_apology(passage: Passage, clause: Range, _: Range) -> bool:
    around = (joined_before(passage, clause), clause, joined_after(passage, clause))
    return any(_said_by_bank(Guard.APOLOGY, passage, one) for one in around if one is not None)


def _is_recital(passage: Passage, clause: Range, _: Range) -> bool:
    return _said_by_bank(Guard.RECITAL, passage, clause)


def _said_by_bank(guard: Guard, passage: Passage, clause: Range) -> bool:
    return passage.speaker is not Speaker.CUSTOMER and _BY_THE_BANK[guard].search(passage.text, *clause) is not None


_TAKES_BACK = {
    Guard.NEGATED: _is_negated,
    Guard.SUPPOSED: _is_supposed,
    Guard.QUOTED: _is_quoted,
    Guard.APOLOGY: _is_apology,
    Guard.RECITAL: _is_recital,
}
