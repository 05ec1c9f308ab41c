"""Plain questions: who asks how or whether a fee is charged does not complain of it."""

import re

from voc.domain.conversation import Speaker
from voc.nlp.passage import Passage
from voc.nlp.rules.requesting import is_act, is_bidden, is_request
from voc.nlp.rules.scene import Range, clause_before, clause_of, joined_after, joined_before

# How much of what stands around a question is read.
LOOK_AROUND = 60
_ASKS = re.compile(
    r"请问|想问|问一下|问下|问您|想咨询|咨询一?下|想了解"
    r"|怎么(?:收|算|扣|交|办理|申请|提高|提升|调|开通|设置|查|缴|取消|计算|规定)|如何|多少(?:钱|合适|额度|时间|天)|是什么时候"
    r"|(?<!不)(?:是否|要不要|需不需要|用不用|可不可以|能否)"
    r"|(?:必须|需要|可以|能|要(?!求)|用|得|[收扣交].{0,6}费).{0,12}[吗嘛][?？。~～ ]*$"
)
_DISPLEASED = re.compile(
    r"凭什么|凭啥|要不是|双倍|重复|为什么|为啥|为何|干嘛|难道|居然|竟然|怎么(?:还|又|就|这么|那么|能|可以|回事|不)|(?:非|一定)[要得]|硬要|还(?:[得收让]|要(?!不要))|又[要得被收扣让]"
    r"|不是(?:说|免)|不就|就不能|就这|还能|还有(?:人|谁)|有(?:必要|意思|用|病|毛病)|你们(?:是|这(?![个边里儿]))|这(?:么|也|叫|样(?!子|会|的话|做|算)|算|是)|什么(?:破|玩意|东西|态度|银行|意思)|都什么"
    r"|老是|总是|每次|天天|一直|好几|[两三四五六七八九十几多]次|半天|太(?!平)|真|实在|越来越|根本|完全|只能|非得"
    r"|差评|差劲|垃圾|不合理|离谱|坑|麻烦(?![问你您帮查看给])|(?<!麻)烦|(?<![燃然煤])气|无语|投诉|失望|讨厌|恶心|霸王|黑|骗|抢|傻|烂|破|贵(?!行|金属|宾)|慢|不方便|不便|不行|不好|不能|不让|不给|没法|没办法|没人"
    r"|服了|醉了|呵呵|逗|搞笑|笑话|人性|良心|[!！]|[?？]{2}"
)
# Whether something is so is asked in three ways: 会扣费吗, 要不要扣费, 扣不扣费. 是不是扣费了 asks about what was.
_MAY = re.compile(
    r"(?:会|(?<!不)要|需要?|(?<![觉值记获取晓懂显])得|(?<!只)有|收|可能|必须|用|存在|请问|想问(?:一?下)?|问(?:一下|下)|想?(?:咨询|了解)(?:一?下)?)[^没不怎么又这那再还都]{0,2}$"
)
# 她问我要不要办卡 is told.
_OR_NOT = re.compile(
    r"(?<!管)(?<!论)(?<!问我)(?<![她他个老还又直服员]问)(?:会不会|会否|是否(?:会|要|有|需要|得|可能)|(?:^|问|咨询|了解|知道)[^没不]{0,4}是否|要不要|需不需要|用不用|是不是(?:会|要|有|需要|得|可能|必须)|有没有(?!人|谁|哪|办法|搞错|解决))"
    r"[^没不又]{0,4}$"
)
# 年费要不要交: what is asked about stands before.
_BEHIND = re.compile(
    r"(?:.{0,2}(?:要不要|是不是(?:要|会|得)|会不会|需不需要|用不用|是否)(?:要|会|再|被|给)?(?:收"
    r"|扣|交|缴|付|给|出|花|有).{0,4}|(?:到底|现在)?([收扣交缴付])不\1.{0,3})[?~ 呢啊呀]*$"
)
_WHATEVER = re.compile(r"无论|不论|不管|甭管")
_DENIAL = re.compile(r"[不没无别]")
_WHETHER = re.compile(
    r"(?!.{0,3}(?:了|知道|懂|明白|清楚|晓得)).{0,4}?(?:是吗|对吗|是吧|对吧|的?吗|(?<![什怎这那多])么)[?~ ]*$"
)
# 扣费吗, 收费不, 扣费了没有: asked with nothing before that tells it (又, 天天, 不是, 知道…).
_BARELY = re.compile(r"(?:(?:的|了)?[吗么]|了没有?|不)[?？~ ]*$")
# Not within a longer word: 提前还款收费吗, 老年卡收费吗, 别行收费吗.
_TELLS = re.compile(
    r"[没又竟被乱偷怎咋凭谁哪啥]|不(?!同|动产)|(?<![特类级区分])别(?![行的人家])|(?<![归偿])还(?![款贷清账钱本信]|[房车]贷)|再(?!见)"
    r"|(?<![养长古])老(?![年人客卡板婆公师家乡户])|(?<!汇)总(?![行部额共计])|(?<!成)就(?![业医诊])|(?<![首成])都(?!市)|(?<!人)才|只|(?<!阳)光(?!大)"
    r"|什么|知道|晓得|看见|经常|天天|一直|频繁|明明|无故|叫做?$|算?是$|这[是么]|那么|你们[^,，]{0,2}是"
)
# 短信是不是有延迟?夜里十一点才来: what came of it is told behind.
_CAME_LATE = re.compile(r"才[来到有收]|[还都]没[来到有收]")
_UNMARKED = re.compile(r"(?!.{0,6}[了才]).{0,6}[?~ 呢啊呀]*$")
# 是收费的吗 asks, 是弱智吗 does not: what may well be or not be.
_NEUTRAL = re.compile(
    r"(?:自动|另外|额外|要|需要)?(?:收费|付费|免费|收钱|要钱|扣钱|扣费|扣款|逾期|冻结|限额|挂失|实时|人工)的?$"
)
_OR_NOT_SO = ("不", "没", "还是不", "还是没")
# 能解决闪退吗 has it.
_TO_MEND = re.compile(
    r"(?:能|可以|会)[^,不没]{0,4}(?:解决|修复|修好|处理|改善|改进|优化)(?:一下|掉|好)?(?:这个|那个|老是?|总是?|的)?$"
)
# 卡是不是冻结了 asks no more than 卡冻结了吗.
_IS_IT_SO, _SO = re.compile(r"(?:是不是|有没有|是否)(?:已经?|被|给)*$"), re.compile(r"过?了[吗呢啊呀?？~ ]*$")
# 你们是不是扣费了 holds it against the bank.
_YOU_DID = re.compile(r"你们[^,，]{0,2}$")
_ENDS = re.compile(r"[的呢啊呀吗?~ ]*")
_IS_IT, _SO_IT_IS = re.compile(r"(?<!不)(?<!还)(?<!怎么)(?<!原来)(?<!结果)是$"), re.compile(r"的吗[?~ ]*")
_WHETHER_IT_IS = re.compile(r"(?:是不是|是否)$")
# 是免费还是收费, but neither 更新是更新了还是闪退 nor 坑是坑还是…, where 还是 means all the same.
_THIS_OR = re.compile(r"(?<![说就都不可但总老要])是(?P<one>[^,了过完好没不又结]{1,6}?)的?还是(?:要|会|得)?$")
_OR_THAT = re.compile(
    r"的?还是(?![希期]望|期待|老|很|挺|这|那|[要得]改|有|比较|可以|喜欢|一样|觉得|建议|给|应该|好|差)"
    r"[^,了过没又能慢]{1,6}?[呢啊呀?~ ]*$"
)
# 要带什么材料去网点, where nothing but this is asked.
_WHAT_TO_BRING = re.compile(
    r"(?:要|得|需要?|用|应该|必须)?(?:带|准备|提供|拿)(?:上|好)?(?:些)?(?:什么|哪些|啥)(?:材料|证件|东西|资料|手续|证明)?|(?:[要得该]|可以|能)去哪(?:一?[个家]|里的?)"
)

_ASKED_BACK = re.compile(
    r"(?:[的了过]|这?个?(?:情况|问题|现象)){0,2}(?:[吗吧]|(?:是|对)(?:吗|吧|不是?|么)|没有)[?？~ ]*$"
)
_OF_YOU, _WANTS = re.compile(r"请问|您|你"), re.compile(r"[要想][^,，]{0,2}$|[要想](?:咨询|反映|办理|申请)")


def plainly_asked(passage: Passage, start: int) -> bool:
    """Whether a place stands in a question beside which no displeasure stands."""
    clause = clause_of(passage, start)
    asked = passage.text[max(clause[0], start - LOOK_AROUND) : min(clause[1] + 1, start + LOOK_AROUND)]
    return _ASKS.search(asked) is not None and _DISPLEASED.search(passage.text, *_beside(passage, clause)) is None


def is_asked(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether a customer asks if something is so: 会扣费吗, 要不要扣费, 扣不扣费.

    Not where he complains beside it. An agent who asks back tells nothing either: 您那边打不开是吧.
    """
    if passage.speaker is Speaker.AGENT:
        return _echoes(passage.text, clause, span)
    if passage.speaker is not Speaker.CUSTOMER or not _asks_whether(passage.text, clause, span):
        return False
    low, high = _beside(passage, clause)
    # 为啥强制更新?冲业绩吗: scorn goes on over the mark.
    earlier = clause_before(passage, clause)
    if earlier is not None and passage.text[earlier[1]] in "?？":
        low = min(low, max(earlier[0], clause[0] - LOOK_AROUND))
    if _CAME_LATE.search(passage.text, high, span[1] + LOOK_AROUND):
        return False
    return not any(_DISPLEASED.search(passage.text, *where) for where in ((low, span[0]), (span[1], high)))


def _echoes(text: str, clause: Range, span: Range) -> bool:
    """Whether an agent asks back what the customer met.

    What the customer wants (您要投诉是吗) is told by it, and what he is to do (您先重启吧) is not asked.
    """
    if is_bidden(text, clause, span):
        return False
    said = text[max(clause[0], span[0] - LOOK_AROUND) : span[0]]
    rest = text[span[1] : min(clause[1], span[1] + LOOK_AROUND)]
    return _ASKED_BACK.match(rest) is not None and _OF_YOU.search(said) is not None and _WANTS.search(said) is None


def _beside(passage: Passage, clause: Range) -> Range:
    """A clause and what commas join to it."""
    after, before = joined_after(passage, clause), joined_before(passage, clause)
    low = clause[0] if before is None else max(before[0], clause[0] - LOOK_AROUND)
    return low, min(clause[1] if after is None else after[1], clause[1] + LOOK_AROUND) + 1


def _asks_whether(text: str, clause: Range, span: Range) -> bool:
    said = text[max(clause[0], span[0] - LOOK_AROUND) : span[0]]
    if _WHATEVER.search(said) or _TO_MEND.search(said) or is_request(text, clause, span):
        return False
    rest = text[span[1] : min(clause[1], span[1] + LOOK_AROUND)]
    if _WHETHER.match(rest) and _MAY.search(said) and "还是" not in said and not _DENIAL.search(text, *span):
        return True
    if _BEHIND.match(rest) or _is_this_or_that(text, span, said, rest) or _asks_what_to_bring(text, clause, span):
        return True
    if _barely_asks(said, text[slice(*span)], rest) and not _TELLS.search(text[slice(*span)]):
        return True
    return _UNMARKED.match(rest) is not None and (_or_not(said, text[span[0]]) or _OR_NOT.search(said) is not None)


def _barely_asks(said: str, hit: str, rest: str) -> bool:
    """Whether it is asked if something is so, or came so, with nothing before that tells it."""
    found = _IS_IT_SO.search(said)
    # 信息是不是给卖了 suspects; only what may well be is asked about so.
    if found is not None and _SO.match(rest) and _NEUTRAL.search(hit):
        return _TELLS.search(said[: found.start()]) is None and _YOU_DID.search(said, 0, found.start()) is None
    return _BARELY.match(rest) is not None and _TELLS.search(said) is None


def _or_not(said: str, first: str) -> bool:
    """Whether 不 stands between a character and the same again: 扣不扣费."""
    return len(said) > 1 and said[-1] in "不没" and said[-2] == first


def _is_this_or_that(text: str, span: Range, said: str, rest: str) -> bool:
    """Whether some words are one of two that are asked about: 是免费还是收费, 收费不收费, 是不是收费的."""
    hit = text[slice(*span)]
    again = next((len(or_not) + len(hit) for or_not in _OR_NOT_SO if rest.startswith(or_not + hit)), None)
    if again is not None and len(hit) > 1:
        return _ENDS.fullmatch(rest, again) is not None
    if _NEUTRAL.search(hit) is None:
        return False
    if _IS_IT.search(said) and _SO_IT_IS.fullmatch(rest):
        return True
    if _WHETHER_IT_IS.search(said) and "的" in hit[-1:] + rest[:1]:
        return _ENDS.fullmatch(rest) is not None
    found = _THIS_OR.search(said)
    if found is not None:
        return not said[: found.start()].endswith(found["one"]) and _UNMARKED.match(rest) is not None
    leads = said.endswith("是") and not said[:-1].endswith((hit, *"说就都不可但总老要"))
    return leads and _OR_THAT.fullmatch(rest) is not None


def _asks_what_to_bring(text: str, clause: Range, span: Range) -> bool:
    if is_act(text, span):
        return False
    low, high = max(clause[0], span[0] - LOOK_AROUND), min(clause[1], span[1] + LOOK_AROUND)
    return any(
        span[0] <= found.end() and found.start() < span[1] + 4 for found in _WHAT_TO_BRING.finditer(text, low, high)
    )
