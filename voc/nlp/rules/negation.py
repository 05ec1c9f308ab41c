"""Words that are denied: a negation before or behind them, unless it is itself negated, asked back or feigned."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.scene import LOOK_BACK, Range, joined_after, joined_before

# How far behind a hit what makes the negation an assertion can stand (才怪, 吗).
LOOK_AHEAD = 10
_TROUBLES = (
    r"闪退|卡顿|卡死|卡机|死机|黑屏|白屏|崩溃|报错|延迟|延时|掉线|断线|广告|乱码|故障|bug|错误|超时|繁琐"
    r"|推诿|推脱|推卸|拖延|敷衍|糊弄|忽悠|怠慢|冷漠|不耐烦|误导|强推|捆绑|推销|骚扰|乱收费|乱扣费"
)
_MET = r"(?:遇[到见上着]|碰[到见上着]|撞[到见上着]|发生|出现|遭遇|经历)"
_NOTICED = r"(?:发现|看[到见]|瞧见|觉得|感觉到?|感到|察觉到?)"
_OFTEN = r"(?:老是?|总是?|经常|常常?|频繁|频频|一直|时常|动不动就?|随便|随意|突然|莫名其妙|莫名|无缘无故|偷偷|擅自|乱)"
# Between a negation and what it negates: 没有再出现过什么…, 没发现老是…, 没有像别人那样….
_BETWEEN = (
    rf"(?:再|太|怎么|咋|什么|任何人?|有多|多么|过|被|要|{_MET}|(?:{_NOTICED}|见到?)(?:[他她它]们?|谁|有人|哪[个位家].{{0,3}}?)?|{_OFTEN}|存在|产生|有|一次|那么|这么|特别"
    r"|像(?!现在|今天|这|你).{1,8}?(?:那样|那么|似的))"
)
_AND = r"(?:以及|还有|或者?|和|跟|与|及|也|、)"
_NEGATION = re.compile(
    r"(?:没有?|(?<![要差])不会?|不再|从不|从没|从未|未曾?|(?<![特分个区类差识辨告])别|并非|(?<!是)不是|不算|无需|无须|不用|不必|从来[不没]"
    r"|(?<!有)无|不能[说算]|[谈说算称]不上|不至于|很少|极少|鲜少)"
    rf"{_BETWEEN}{{0,4}}(?:(?:{_TROUBLES}){_AND}?{_BETWEEN}{{0,2}}){{0,4}}$"
)
# A negation that is itself negated asserts: 不是没有…, 没有一天不…, 哪个版本不…, 什么时候能不….
_DENIED = re.compile(
    r"(?:不是|并非|不能|不可能|不会|不得|不可|无法|无不|难免|无时(?:无刻)?|无一[天次回个]?"
    r"|从?没有?(?:哪|一|几|谁|人|什么)?(?:[天次回个家款位处步项笔][^不没]{0,4})?|(?:哪[天次回个家款种]|谁家)[^没不都也]{0,4}|谁"
    r"|(?:什么|啥)时候(?:才?能|才|可以)?|才能|(?:怎么?样?|如何)(?:才能?|能)?(?:做到|保证)?)$"
)
# So does one that is asked back or was promised: 难道不…, 怎么能不…, 说好不…, 能不…吗, 不是…吗, 没发现…吗.
_FEIGNED = re.compile(
    r"(?:难道|难不成|莫非|岂|何尝|(?:怎么?|哪里?|咋|谁)(?:可能|能|会|敢)|哪有|还能|说好|号称|不是说|口口声声)[^没不]{0,8}$"
)
_ABLE, _ASKS = re.compile(r"能$"), re.compile(r"[吗嘛?]|(?<![怎什这那多特他])么")
_REMINDS = re.compile(rf"不是$|[没不]有?{_NOTICED}.{{0,4}}$")
# 不…才怪, 不…都难: the opposite would be a wonder.
_WONDER = re.compile(
    r".{0,6}?(?:才怪|才奇怪|才有鬼|才见鬼|才不正常|就怪了|就奇怪|就见鬼|就有鬼|都难|就不错|就谢天谢地|就烧高香|就阿弥陀佛|是?不可能|就不叫|那才)"
)
# 没见过态度这么差的, 不是打不开就是闪退: a denial in form alone.
_MET_WITH, _LIKE_THIS = re.compile(r"[见遇碰]"), re.compile(r"这么|如此|这样|这种")
_SO = re.compile(r"这么|那么|如此|这样|这种|更|像你")
_EITHER = re.compile(r"不是(?!有)")
_OR = re.compile(r"(?<![我俺咱们他她这那])[就便](?:是|(?!是))(?![好行算可想问咨来反了觉要希建有]|说[一说下])")
# A denial behind what it denies. 短信没有 is none: without more, only a trouble can be denied so.
_TROUBLE_AT_END = re.compile(rf"(?:{_TROUBLES})$")
_ADVERBS = (
    r"(?:[也都再从我就可更是]|倒是?|从来|一直|一次|一回|基本|几乎|完全|根本|压根|已经|现在|这里|这边|真的?|还真){0,5}"
)
_NONE_OF_IT = re.compile(
    rf"(?:什么的|[的之]?(?:情况|现象|问题|毛病|事))?{_ADVERBS}"
    r"(?:没有?(?:了|过|出现|发生|遇到|再).{0,6}|没有|不存在|不会有?)的?$"
)
_NEVER_MET = re.compile(
    rf"(?:(?:这|那)?(?:种|样|类)?(?:什么的|之类的?)?[的之]?(?:情况|现象|问题|毛病|事儿?|状况)|{_ADVERBS}倒是?){_ADVERBS}"
    rf"(?:没有?(?:再|怎么|咋)?(?:{_MET}|见)?(?:过|了)?(?:什么|几次|一次)?|不存在|不会有?|不至于|不多)的?$"
    rf"|{_ADVERBS}[谈说算]不上|{_ADVERBS}(?:没有?|未曾?)(?:再|怎么|咋)*(?:{_MET}过|[遇碰撞][到见上着])(?:几次|一次)?的?$"
)


def is_denied(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether what stands before or behind some words denies them."""
    listed = joined_before(passage, clause) if passage.text.endswith("、", 0, clause[0]) else None
    low = max((listed or clause)[0], span[0] - LOOK_BACK)
    return denies(passage, clause, (low, span[0]), span) or _denied_behind(passage.text, clause, span)


def denies(passage: Passage, clause: Range, where: Range, span: Range) -> bool:
    """Whether some characters end in a negation that denies what follows them.

    `span` is all that was said there: 态度也不差 is denied by what stands inside it.
    """
    found = _NEGATION.search(passage.text[slice(*where)])
    if found is None:
        return False
    start = where[0] + found.start()
    text, low = passage.text, max(min(where[0], clause[0]), start - LOOK_BACK)
    return not (
        _DENIED.search(text[max(where[0], low) : start])
        or _FEIGNED.search(text[low:start])
        or _asked_back(text, clause, (start, where[1]), span[1])
        or _denied_in_form(passage, clause, (start, where[1]), span)
    )


def _asked_back(text: str, clause: Range, negation: Range, end: int) -> bool:
    after = text[end : min(clause[1] + 1, end + LOOK_AHEAD)]
    if _WONDER.match(after):
        return True
    asked = _ABLE.search(text, clause[0], negation[0]) or _REMINDS.match(text[slice(*negation)])
    return asked is not None and _ASKS.search(after) is not None


def _denied_in_form(passage: Passage, clause: Range, negation: Range, span: Range) -> bool:
    before = passage.text[slice(*negation)]
    if _MET_WITH.search(before):
        so = _SO.search(passage.text, span[0], min(clause[1], span[1] + LOOK_AHEAD)) or _LIKE_THIS.search(before)
        return so is not None
    later = joined_after(passage, clause)
    end = (clause if later is None else later)[1]
    return (
        _EITHER.match(before) is not None
        and _OR.search(passage.text, span[1], min(end, span[1] + LOOK_BACK)) is not None
    )


def _denied_behind(text: str, clause: Range, span: Range) -> bool:
    end = min(clause[1], span[1] + LOOK_BACK)
    if _TROUBLE_AT_END.search(text, span[0], span[1]) and _NONE_OF_IT.fullmatch(text, span[1], end):
        return True
    # 这么差的态度没遇到过 denies nothing.
    return (
        _NEVER_MET.fullmatch(text, span[1], end) is not None
        and _SO.search(text, max(clause[0], span[0] - LOOK_BACK), span[1]) is None
    )
