"""Troubles that the customer says are over: 已经解决了, 以前…现在好了."""

import re

from voc.domain.conversation import Speaker
from voc.nlp.passage import Passage
from voc.nlp.rules.negators import TROUBLE_AT_END, TROUBLES
from voc.nlp.rules.scene import Range, clause_after, clause_of

# How far around a hit what tells that it is over can stand: bounded, so that long texts stay linear.
LOOK_AROUND = 60
# How many clauses behind that of a hit are read.
CLAUSES = 3
# How far before a hit 修复了之前的那个 can begin.
LONGEST_MENDING = 20
_FORMERLY = re.compile(
    r"以前|之前|从前|本来|早些时候|早前|刚才|刚刚|刚(?=[转付提汇存取])|上午|中午|第一次|头[一几][次回]|方才|头先|前面|原来|原先|先前|过去|曾经?|早先|起初|刚?(?:一|最)?开始|最初|当初|当时|那时候?|上[次回周]|上个?月|去年|前年"
    r"|前几[天个年次]|前一?阵子?|前段时间|前些[天日]|前两[天次]|昨天|前天|早上|[旧老]版本?|上(?:一个|个|一)?版本?"
)
_NOUN = r"(?:[的之]?(?:那个|这个)?(?:问题|情况|现象|毛病|事儿?|bug)|的(?:[钱款费卡号]|账户|账号|功能|密码|银行卡))"
_LATER = (
    r"(?:更新|升级|重装|重启|修复|优化|改版|改进|换|清|卸载|刷新)[^,]{0,6}?(?:之?后|以后|完|过|了)|现在|如今|目前|今[天早儿晚年]|这[次回]|这两天|最近"
    r"|早就|早已|早(?=还清|好了|解决)|后来|终于|总算|渐渐|慢慢|已经?|[这新]个?版本?|最新版本?|这会儿?|眼下|后面|下午|晚上|第[二三]次|[再又]试|过(?:了)?一?会"
)
_IS_BETTER = re.compile(
    rf"(?:{_LATER}).{{0,8}}?"
    r"(?:(?:一次|一下|秒|很快|直接)就?(?:进去|登上|登进去|成功|打开|好|过)了?|"
    r"好(?:太|很)?多了|好用多了|变?好了(?!几|一|两|没|半)|不会(?:再)?(?:出现|发生|有|这样)?了|没(?:有)?了|没(?:有)?再|再没|不再"
    r"|正常(?:多)?了|(?<!不)(?:成功|好使|灵光|通畅|通|行|管用)了|可以了|(?<!不)能(?:正常)?[用登进转打收付][上进出开]?[去来]?了|(?:解决|修复|修好|改好|改善|改进|消失|恢复(?:正常)?)了|有(?:所|了)?改善"
    r"|(?:流畅|稳定|顺畅?|方便|简单|(?<!就)快)(?:很?多)?了|没(?:事|问题|毛病)了"
    r"|(?:免费|取消|不收|全免|放开)了|(?:早就?)?(?:还|结|付|交|缴)清了|(?:解冻|解封|解除|解开)了)"
    # Without 了, only at the end and with nothing that denies it between: 现在流畅, but not 现在不太流畅.
    rf"|(?:{_LATER})(?:(?![不没未别难无算谈只才]).){{0,8}}?(?:流畅|稳定|顺畅|顺滑|好用"
    r"|(?:就|都|直接)(?:能|可以)(?:办|搞定|弄|操作|查|解决|完成|开通|转)(?:了|好|完|成)?)(?=[,，。.!！~;；]|$)"
)
# 闪退的问题已经解决了: behind the hit itself. 好了 alone says nothing (差好多了), nor does 就好了, which wishes.
_BY_NOW = rf"(?:{_LATER}|我的?|你们|客服|柜员|工作人员|经理|都|均|也|基本|彻底|完全|给我?|被|帮我|昨天|刚刚?|得到)"
_MENDED = (
    r"(?:解决|修复|修好|处理好|改好|治好|搞定|弄好|消失|恢复|改善"
    r"|根治|修掉|改掉|排除|解除|解冻|解封|解开|退(?:回来?|还|给我)|返还)"
)
_IS_SETTLED = re.compile(
    rf"{_NOUN}?[, ]*(?:{_BY_NOW}{{1,5}}(?:变?好|正常)多?[了啦]"
    rf"|(?:{_BY_NOW}|就){{0,5}}{_MENDED}(?:好|掉|完|正常|给我)?[了啦]"
    rf"|{_BY_NOW}{{0,3}}已经?(?:处理|解冻|解封|修)(?:好|完|完毕|完成)?(?=[,，。.!！~;；]|$)"
    rf"|(?:{_BY_NOW}){{0,2}}(?:已经?|得到了?|有所|有了)(?:{_BY_NOW}|妥善|及时|圆满|很好|顺利|彻底|全部|地|的){{0,3}}{_MENDED}(?!不)|(?:的?(?:问题|情况|现象))?(?:已经?|都)?(?:是(?:以前|过去|上个版本)的(?:老)?事|成为?(?:了)?(?:过去|历史)))"
)
# 修复了闪退: before it. 修复闪退 asks for it, and so does what stands behind 赶紧 or 等.
_SETTLES = re.compile(
    r"(?:修复|修好|解决|改进|改善|改掉|优化|消除|克服|治好|搞定|根治)(?:掉|好)?了(?:我|我们|大家)?(?:以前|之前|原来|原先|老版本|旧版本|上个?版本)?(?:的|那个|这个|各种|所有|全部|部分)?"
    r"(?:老是?|总是?|一直|经常|频繁)?$"
)
# 终于修复闪退了
_AT_LAST = re.compile(
    r"(?:终于|总算)(?:给|把)?(?:修复|修好|解决|改掉|消除|治好)(?:掉|好)?(?:这个|那个|之前的?|以前的?|老是?)?$"
)
_UNSETTLED = re.compile(
    r"(?:没有?|未|不|等|号称|声称|说|说是|说什么|假装|什么时候|何时|希望|请|如果|要是|谁|哪里)[^,]{0,6}$"
)
# 取消了收费, 停止收费了, which 停止收费 asks for. 取消了积分 and 取消了手续费优惠 take something else away.
_ENDED = re.compile(
    r"(?<![该能以要想让得请])(?<!马上)(?<!立刻)(?<!立即)(?<!即将)(?P<already>已经?|早就|终于|都)?"
    r"(?:取消|停止|停掉|废除|免除)(?P<done>了)?(?:所有|全部|这[个项]|那[个项])?的?$"
)
_CHARGE = re.compile(rf"(?:{TROUBLES}|(?<![免退])费用?|利息|扣款|扣钱)$")
# Neither was it where it comes back (已取消扣费,但是这个月又扣了), was only promised or is only so elsewhere.
_COMES_BACK = re.compile(r"又|还(?!在)|还在(?=[扣收赚要])|怎么|照样|结果|依然|仍|居然|竟")
_NOT_HERE = re.compile(r"明明|答应|为[什啥]|凭[什啥]|(?<![你您]们)(?<!贵)(?<!咱们)(?<!我们)银行|别家|人家|他行")
_BY_ITSELF = re.compile(r"(?P<done>了(?![吧吗没嘛]))?(?=[,，。.!！~;；]|$|真|很|太|好|不错|非常|挺)")
_URGES = re.compile(r"赶紧|赶快|尽快|抓紧|早日|快点|请|希望|能不能|什么时候|何时|等(?!等)|要是|如果|把[^,]{0,4}$")
_NOT_YET = re.compile(
    r"[吗嘛?]|[了啦](?:以?后|之后)?(?:我们?)?(?:再(?!没|也)|就|才)|没有?$|(?<!刚)才|还没|没能|希望|能不能|什么时候"
)
_STILL = re.compile(
    r"为什么|为啥|凭什么|怎么还|骗人|还是[^,好]{0,3}(?:不(?![错赖])|没(?!有?问题)|无法)|结果(?:还|又|照|并|根本|压根)?[没不]|(?<!就)没好|还(?:打电话|催|上征信|影响|显示|在[扣催收])"
    r"|又(?:来|这样|开始|犯|不行|出)|还是(?:会|这样|不行|老样子|偶尔|有|没|$)|还会|仍|依然|依旧|照样|偶尔|时不时"
)
_NOW = re.compile(rf"(?:{_LATER}).{{0,8}}$")
# 打不开,重装就好了
_MENDED_BY = re.compile(
    r"(?:重装|重启|重新(?:安装|下载|登录)|更新|升级|卸载重装|换个?[^,]{1,4})(?:了?一[下次遍]|了)?(?:就|马上就)"
    r"(?:好|可以|正常|行|没事|能[用登打]开?)了(?!几|一|两|半)"
)
# 扣费已经退了; 卡已经退了 gave it up.
_REFUNDED = re.compile(r"(?:的?[钱款])?(?:[也都]|后来|昨天|今天|刚刚?)?(?:已经?)(?:全部|都|给我|全额)*退(?:完|掉)?了")
# 闪退过一次,后来没再出现: once it was.
_ONCE = re.compile(r"过(?:[一两二三几]?[次回])?(?=[,，后现之])")
# 卡顿少多了; 网点少多了 complains.
_FEWER = re.compile(
    r"(?:的?(?:情况|现象|问题|次数))?(?:也|都|明显|现在|最近|确实|真的){0,3}(?:少(?:了)?很?多了?|减少了(?:很多|不少)?|少了(?:很多|不少|些|许多))(?=[,，。.!！~;；]|$)"
)
_NO_MORE = ("不", "没")
_CANNOT = re.compile(r"([\u4e00-\u9fff])不([出进上下过回起][来去]|[\u4e00-\u9fff])$")
# 以前要排队现在不用了; 以前老闪退现在不用了 has given it up.
_HAD_TO, _NEED_NOT_NOW = (
    re.compile(r"(?:要|得|需要|必须|只能)[^,]{0,3}$"),
    re.compile(r"不(?:用|必|需要?)(?:再)?[^,]{0,2}了"),
)
_NOT_DONE, _NOT_ABLE = "没不未才能", "没不未才能只勉"
_AGAIN = ("又", "还是", "还", "老", "照样")


def is_past(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether the customer tells some trouble as one that is over.

    Either it is said to be settled just behind, or it stands in the past and something better follows.
    """
    if passage.speaker is not Speaker.CUSTOMER:
        return False
    text, end = passage.text, _end_of(passage, clause, span)
    over = _over(text, clause, span, end)
    if over is None:
        return False
    own = clause_of(passage, over[1] - 1)
    said = text[max(own[0], over[0]) : own[1] + 1]
    again = (word + _tail(text, span) for word in _AGAIN)
    return not (
        _NOT_YET.search(said) or _STILL.search(text, over[0], end) or any(w in text[over[0] : end] for w in again)
    )


def _over(text: str, clause: Range, span: Range, end: int) -> Range | None:
    """Where it is said that a trouble is over."""
    if _is_settled_before(text, clause, span) or _is_ended(text, clause, span, end):
        return span[1], span[1]
    settled = _IS_SETTLED.match(text, span[1], end)
    if settled is not None and _URGES.search(text, max(clause[0], span[0] - LOOK_AROUND), span[0]):
        settled = None
    if settled is None and _CHARGE.search(text, *span):
        settled = _REFUNDED.match(text, span[1], end)
        if settled is not None and _COMES_BACK.search(text, settled.end(), end):
            settled = None
    if settled is None and TROUBLE_AT_END.search(text, *span):
        settled = _FEWER.match(text, span[1], end)
    if settled is None and (
        _FORMERLY.search(text, max(clause[0], span[0] - LOOK_AROUND), span[0]) or _ONCE.match(text, span[1], end)
    ):
        settled = _IS_BETTER.search(text, span[1], end) or _MENDED_BY.search(text, span[1], end)
        if settled is None:
            return _no_more(text, span, end)
    return None if settled is None else settled.span()


def _is_settled_before(text: str, clause: Range, span: Range) -> bool:
    said = text[max(clause[0], span[0] - LOOK_AROUND) : span[0]]
    low = max(0, len(said) - LONGEST_MENDING)
    found = _SETTLES.search(said, low) or (_AT_LAST.search(said, low) if text.startswith("了", span[1]) else None)
    return found is not None and _UNSETTLED.search(said, 0, found.start()) is None


def _is_ended(text: str, clause: Range, span: Range, end: int) -> bool:
    """Whether a charge or a trouble is said to be no more: 取消了收费, 停止收费了."""
    said = text[max(clause[0], span[0] - LOOK_AROUND) : span[0]]
    found, rest = _ENDED.search(said), _BY_ITSELF.match(text, span[1])
    if found is None or rest is None or _CHARGE.search(text, *span) is None:
        return False
    done, told = found["already"] or found["done"] or rest["done"], said[: found.start()]
    if done is None or _COMES_BACK.search(text, span[1], end):
        return False
    return not any(pattern.search(told) for pattern in (_UNSETTLED, _URGES, _NOT_HERE))


def _no_more(text: str, span: Range, end: int) -> Range | None:
    """Where a hit stands again, denied for now (以前闪退,现在不闪退了), or what could not be is done (收到了)."""
    able = _CANNOT.search(text, *span)
    done = -1 if able is None else text.find(f"{able[1]}{able[2]}了", span[1], end)
    if able is not None and done > span[1] and text[done - 1] not in _NOT_DONE:
        return done, done + len(able[1] + able[2]) + 1
    needless = _NEED_NOT_NOW.search(text, span[1], end)
    if needless is not None and _NOW.search(text, span[1], needless.start()) and _had_to(text, span):
        return needless.span()
    # 现在打得开 needs no 了, but a time.
    for words in () if able is None else (f"{able[1]}得{able[2]}", f"能{able[1]}{able[2]}"):
        can = text.find(words, span[1], end)
        if can > span[1] and text[can - 1] not in _NOT_ABLE and _NOW.search(text, span[1], can):
            return can, can + len(words)
    for words in [*(word + _tail(text, span) for word in _NO_MORE), f"不{text[span[0]]}了"]:
        start = text.find(words, span[1], end)
        if start >= 0 and _NOW.search(text, span[1], start):
            return start, start + len(words)
    return None


def _had_to(text: str, span: Range) -> bool:
    return _HAD_TO.search(text, max(0, span[0] - LOOK_AROUND), span[0]) is not None


def _tail(text: str, span: Range) -> str:
    return text[max(span[0], span[1] - 2) : span[1]]


def _end_of(passage: Passage, clause: Range, span: Range) -> int:
    for _ in range(CLAUSES):
        after = clause_after(passage, clause)
        if after is None:
            break
        clause = after
    return min(clause[1], span[1] + LOOK_AROUND)
