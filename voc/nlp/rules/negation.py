"""Words that are denied: a negation before or behind them, unless it is itself negated, asked back or feigned."""

import re
from collections.abc import Sequence

from voc.nlp.passage import Passage
from voc.nlp.rules.asserting import LOOK_AHEAD, asserts
from voc.nlp.rules.declining import declined, given_up, is_complaining
from voc.nlp.rules.negators import MAY_DENY, MET, NEGATION, SPARES, TROUBLE_AT_END, TROUBLES
from voc.nlp.rules.otherwise import was_all_the_same
from voc.nlp.rules.scene import LOOK_BACK, Range, joined_after, joined_before

# 没见过态度这么差的, 不是打不开就是闪退: a denial in form alone.
_MET_WITH, _LIKE_THIS = re.compile(r"[见遇碰]"), re.compile(r"这么|如此|这样|这种")
_SO = re.compile(r"这么|那么|如此|这样|这种|更|像你")
_EITHER = re.compile(r"不是(?!有)")
_OR = re.compile(r"(?<![我俺咱们他她这那])[就便](?:是|(?!是))(?![好行算可想问咨来反了觉要希建有]|说[一说下])")
# 没有了卡顿 and 零卡顿 deny a trouble, 短信没有了 ends what was said of something else.
_GONE, _TROUBLE = re.compile(r"没有?了$|^[零0]"), re.compile(rf"{TROUBLES}|[一-龥]{{0,4}}?(?:费|利息)")
# A denial behind what it denies. 短信没有 is none: without more, only a trouble can be denied so.
_ADVERBS = (
    r"(?:[也都再从我就可更是]|倒是?|从来|一直|一次|一回|基本|几乎|完全|根本|压根|已经|现在|这里|这边|真的?|还真){0,5}"
)
_NONE_OF_IT = re.compile(
    rf"(?:什么的|[的之]?(?:情况|现象|问题|毛病|事))?{_ADVERBS}"
    r"(?:没有?(?:了|过|出现|发生|遇到|再).{0,6}|[不未]曾(?:有|出现|发生)?过?|没有|不存在|不会有?)的?$"
)
_NEVER_MET = re.compile(
    rf"(?:(?:这|那)?(?:种|样|类)?(?:什么的|之类的?)?[的之]?(?:情况|现象|问题|毛病|事儿?|状况)|{_ADVERBS}倒是?){_ADVERBS}"
    rf"(?:没有?(?:再|怎么|咋)?(?:{MET}|见)?(?:过|了)?(?:什么|几次|一次)?|不存在|不会有?|不至于|不多)的?$"
    rf"|{_ADVERBS}[谈说算]不上|{_ADVERBS}(?:没有?|未曾?)(?:再|怎么|咋)*(?:{MET}过|[遇碰撞][到见上着过])(?:几次|一次)?的?$"
)


# What is not received was not done where it is done to one (没收到扣费), and is missed where it is due (没收到短信).
_RECEIVED = "收到"
_DONE_TO_ONE = re.compile(rf"(?:{TROUBLES}|[扣收罚][费款钱]|催收|投诉)了?(?=[,，。.!！~;；]|$)")
# 余额不够扣费 lacks the money for it, 不够麻烦的 scoffs; 没有显示扣费原因 denies the reason.
_FALLS_SHORT, _PAID = "不够", re.compile(r"[扣还交付缴支取用买转]")
_LOOKED_UP = re.compile(r"(?:查询?到|显示|看[到见]|发现)[有过了]*$")
_PARTICULAR = re.compile(r"的?(?:原因|记录|明细|金额|时间|理由|说明|信息|短信|通知|提醒|详情|标准|依据|项目|入口|按钮)")
# 手续费全免, unless it was only promised: 说好手续费全免.
_FEE_AT_END = re.compile(r"(?:费用?|利息)$")
_WAIVED = re.compile(
    r"(?:[都也已]|全部|一律|统统|已经|现在|直接|给我){0,3}全?(?:免(?:了|除了?|收|掉了?)?|取消了|不收了?)的?"
)
_SAID_SO = re.compile(r"说|讲|承诺|答应|号称|宣传|不是|应该|能|可以|希望|建议|要求|凭什么|为什么|怎么")
# 年费没有, 手续费为0. 利息没有 misses it.
_CHARGED = re.compile(r"(?:手续|年|管理|工本|服务|转账|提现|月)费用?$")
_IS_NONE = re.compile(r"(?:[也都]|全部|现在|一直){0,2}(?:没有|[为是](?:0|零)元?)的?")
# 免手续费, 首年免年费, unless somebody only said or asks it, or it came otherwise.
_FREED = re.compile(r"(?:减免|免(?:收取?|除|去|掉)?)了?(?:全部|所有)?$")
_NOT_FREED = re.compile(
    rf"{_SAID_SO.pattern}|[不没未难才假骗想请求要帮给]|申请|告诉|告知|何时|什么时候|如何|如果|满[^,]{{0,6}}$|[刷消达][^,]{{0,6}}$"
)
_FREE_AT_END = re.compile(r"[了啦的]?(?=[,，。.!！~;；]|$|真|很|太好|非常|挺|不错)")
_YET = re.compile(r"结果|但|可是|却|又|居然|竟|还是|骗|呢|为什么|怎么|凭什么")
# 不愿意去网点 complains of having to; 没有投诉渠道 misses a way, 别让我投诉 threatens.
_RELUCTANT = re.compile(r"不(?:愿意?|乐意)$")
_ERRAND = re.compile(
    r"(?:专门|专程|特意|亲自)?(?:再)?[去跑来到][^,]{0,4}(?:网点|柜[台面]|[银支分]行|营业[厅部]|大厅|窗口|门店)"
)
_WAY, _DRIVEN = re.compile(r"的?(?:渠道|电话|热线|入口|途径|方式|地方|门路)"), re.compile(r"^别[让逼叫等](?:我们?|俺)")
# 卡顿?不存在的
_NO_SUCH_THING = re.compile(
    r"[?？] *(?:根本|压根|完全|那是)?(?:不存在|没有|没有过|没这回事|没遇[到见]过)的?(?=[,，。.!！~;；]|$)"
)


def is_denied(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether what stands before or behind some words denies them."""
    listed = joined_before(passage, clause) if passage.text.endswith("、", 0, clause[0]) else None
    low = max((listed or clause)[0], span[0] - LOOK_BACK)
    text = passage.text
    return (
        denies(passage, clause, (low, span[0]), span)
        or _denied_behind(text, clause, span)
        or given_up(text, clause, span)
        or _is_free(text, clause, span)
    )


def _is_free(text: str, clause: Range, span: Range) -> bool:
    """Whether a charge is said not to be taken: 免手续费, but neither 说好免手续费 nor 免手续费,结果扣了."""
    said = text[max(clause[0], span[0] - LOOK_BACK) : span[0]]
    found = _FREED.search(said)
    if found is None or _CHARGED.search(text, *span) is None or _FREE_AT_END.match(text, span[1]) is None:
        return False
    return not (_NOT_FREED.search(said, 0, found.start()) or _YET.search(text, span[1], span[1] + LOOK_AHEAD))


def denies(passage: Passage, clause: Range, where: Range, span: Range) -> bool:
    """Whether some characters end in a negation that denies what follows them.

    `span` are the words that they lead to: in 态度也不差 the last ones of the phrase.
    """
    said = passage.text[slice(*where)]
    found = NEGATION.search(said) if MAY_DENY.search(said) else None
    negation = declined(passage, clause, where, span) if found is None else (where[0] + found.start(), where[1])
    if negation is None or _denies_another(passage.text, negation, span):
        return False
    return not (
        asserts(passage.text, clause, where, negation, span)
        or _denied_in_form(passage, clause, negation, span)
        or was_all_the_same(passage, clause, negation)
    )


def _denies_another(text: str, negation: Range, span: Range) -> bool:
    """Whether not the words themselves are denied but what is said of them, or what they ask for."""
    said = text[slice(*negation)]
    if _GONE.search(said):
        return _TROUBLE.match(text, negation[1]) is None
    if said.startswith(_FALLS_SHORT):
        return said != _FALLS_SHORT or text.startswith("的", span[1]) or _PAID.match(text, negation[1]) is not None
    if _RECEIVED in said:
        return _DONE_TO_ONE.match(text, span[0]) is None
    if _RELUCTANT.search(said):
        return _ERRAND.match(text, span[0]) is not None
    if is_complaining(text, span) and (_DRIVEN.search(said) or (said[0] in "没无" and _WAY.match(text, span[1]))):
        return True
    return _LOOKED_UP.search(said) is not None and _PARTICULAR.match(text, span[1]) is not None


def denies_within(passage: Passage, clause: Range, gaps: Sequence[Range], span: Range) -> bool:
    """Whether what stands between the groups of a phrase denies it; `span` are the words of its last group.

    Before its last group any negation does; before the others only what spares one a thing (什么都不用去网点), as
    what somebody lacks may be the trouble itself (没有令牌不让支付).
    """
    if not gaps:
        return False
    earlier = (SPARES.search(passage.text[slice(*gap)]) for gap in gaps[:-1])
    return denies(passage, clause, gaps[-1], span) or any(found is not None for found in earlier)


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
    if TROUBLE_AT_END.search(text, span[0], span[1]) and _NONE_OF_IT.fullmatch(text, span[1], end):
        return True
    if _FEE_AT_END.search(text, *span) and _WAIVED.fullmatch(text, span[1], end):
        return _SAID_SO.search(text, max(clause[0], span[0] - LOOK_BACK), span[0]) is None
    if _CHARGED.search(text, *span) and _IS_NONE.fullmatch(text, span[1], end):
        return _SAID_SO.search(text, max(clause[0], span[0] - LOOK_BACK), span[0]) is None
    if TROUBLE_AT_END.search(text, *span) and _NO_SUCH_THING.match(text, span[1]):
        return True
    # 这么差的态度没遇到过 denies nothing.
    return (
        _NEVER_MET.fullmatch(text, span[1], end) is not None
        and _SO.search(text, max(clause[0], span[0] - LOOK_BACK), span[1]) is None
    )
