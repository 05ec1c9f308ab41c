"""What makes a negation assert: it is itself negated, asked back, feigned, or wished."""

import re

from voc.nlp.rules.negators import NOTICED, OTHER_BANKS, OTHERS
from voc.nlp.rules.scene import LOOK_BACK, Range

# How far behind a hit what makes the negation an assertion can stand (才怪, 吗).
LOOK_AHEAD = 10
# A negation that is itself negated asserts: 不是没有…, 没有一天不…, 哪个版本不…, 什么时候能不…, 不像别的银行不….
_DENIED = re.compile(
    r"(?:(?<![要若果如使])不是|并非|不能|不可能|不会|不得|不可|无法|没有?试过|(?<!好)不容易|无不|难免|难以|很难|没法|没办法|没能|未能|没有?办法|无时(?:无刻)?|无一[天次回个]?"
    r"|从?没有?(?:哪|一|几|谁|人|什么)?(?:[天次回个家款位处步项笔台张部条种][^不没]{0,4})?|(?:哪[天次回个家款种里儿]|谁家|不(?:相)?信)[^没不都也]{0,4}|谁"
    rf"|(?:[很极鲜]少|鲜|(?<![至最多不太没])少(?=有)|难得)(?:有[^没不]{{0,3}}|会|能|一[次回])?"
    rf"|(?:什么|啥)时候(?:才?能|才|可以)?|才能|(?:怎么?样?|如何)(?:才能?|能)?(?:做到|保证)?|不(?:像|同于){OTHERS}[^没不]{{0,4}})$"
)
# So does one that is asked back or was promised: 难道不…, 怎么能不…, 说好不…, 谁说不…, 别光说不…, 能不…吗, 不是…吗.
_FEIGNED = re.compile(
    r"(?:难道|难不成|莫非|岂|何尝|(?:别|你们?|真)以为|(?:欺负|吃准|认准|算准|仗着)(?:我们?|俺|咱)|(?:怎么?|哪里?|咋|谁)(?:可能|能|会|敢)|哪有|还能|说好|号称|不是说|口口声声"
    r"|什么叫做?|(?:谁|哪个|哪位|敢)[说讲]|(?<!我)(?<!我们)(?<!我行)(?<!能)(?<!可以)(?<!会)(?:承诺|答应|许诺|(?:[向跟]我们?|给我们?)保证|保证[过了])|[说讲]什么|(?:别|光|净|只|就知道|就会|整天|天天|什么叫)(?:光|再|老|总|只|净|整天|就)?(?:嘴上|口头上?|嘴里)?[说讲喊])[^没不]{0,8}$"
)
# 希望别再…, 最好不要…, 别老…: who wishes it away has it.
_WISHES = re.compile(
    r"(?:希望|但愿|盼[着望]?|求求?你们|恳请|恳求|拜托|真想|最好(?!大家)|可不可以|能不能|可否|能否|何时|要求)[^没不,]{0,10}$"
)
_NO_MORE_OF_IT = re.compile(r"(?:别|不要)(?:再|老是?|总是?|天天|一直|动不动就?|经常)|不要太$")
_IF = re.compile(r"(?:如果|要是|若是?|假如|倘若)[^没不,]{0,12}$")
WOULD_BE_FINE = re.compile(
    r".{0,6}?[就那](?:能|会|更|太|很|真|可以|给|是)?(?:好|完美|满分|五星|5星|行了|可以了|方便|满意|舒服)|.{0,6}?(?:多好|该多好|更好)"
)
# 别的银行没有这个问题: this one has.
_THIS, _ELSEWHERE = (
    re.compile(r"[这那][个种项些样]|这么"),
    re.compile(rf"{OTHERS}|(?<!一直)(?<!从来)(?<!现在)(?<!我)都$|就$|以前|之前|旧版|上个版本|换了"),
)
# 人家都不收费: this one does. 转别的银行不收费 and 别的银行也不收费 say nothing of it.
_OTHERS_DO_NOT = re.compile(
    rf"(?:[而但连人看]|你看看?|可是?|因为|为[什啥]么?|怎么|凭什么|明明|同样|现在|但是|就|我用的?)*{OTHER_BANKS}[^没不也一我俺咱你您,]{{0,6}}"
)
# 微信都不收手续费
_OTHER_SERVICE = re.compile(
    r"(?:[而但连看可]|人家|可是|因为|为什么|凭什么|明明|现在|但是|就)*(?:微信|支付宝)(?:转账|提现)?(?:都|就|从来|根本)?"
)
# 没有广告就完美了 has them.
BUT_FOR_IT = re.compile(r"(?:的话)?[,，]?就(?:更|真|太|非常|很|会|是)*(?:完美|满分|五星|5星|更好|好了|好啦)")
# 要不是闪退, 如果不是闪退: it is so, or it is supposed.
_IF_NOT = re.compile(r"(?:(?<![只主需还])要|如果|若|假如|假若|假使|倘若)$")
_ABLE, _ASKS = re.compile(r"(?:能|可以)$"), re.compile(r"[吗嘛?]|(?<![怎什这那多特他])么")
# 没人修复吗 is no question either.
_REMINDS = re.compile(rf"不是|[没不]有?{NOTICED}.{{0,4}}$|(?:没有?|无)人")
# 不…才怪, 不…都难: the opposite would be a wonder.
_WONDER = re.compile(
    r"(?:都|就|也|还|真|可|实在|是|根本){0,2}不行|.{0,6}?(?:才怪|才奇怪|才有鬼|才见鬼|才不正常|就怪了|就奇怪|就见鬼|就有鬼|都难|就不错|就谢天谢地|就烧高香|就阿弥陀佛|是?不可能|就不叫|那才|[都就]不(?:行|舒服|甘心|罢休|死心)|[都就]难受|不行吗|不可以吗|不好吗|会死吗)"
)
# 不更新不让用, 不投诉没人管: what has to be done. Neither 不更新也打不开 nor 不好用不能用 tells it.
_HAS_TO = re.compile(r"不(?:去|来|跑|先)?")
_OR_ELSE = re.compile(
    r"(?<![用楚便意定畅好快懂白道])[^,也为各]{0,3}?,?(?:你们|他们)?(?:就|都|根本)?"
    r"(?:不(?:知道|晓得|懂得?)(?:着?急|怕|重视|改|处理|解决)|(?:没人|不(?:会|肯|愿意?)?)(?:重视|上心|当回事|管|理|处理|解决|给(?:办|解决|我|用|进)|让)"
    r"|(?:不能|没办?法|无法|不可以)(?:正常)?[用登进办转打]|[用打登进办]不(?:了|开|上|去|进))"
)
# 从来没有这么卡顿过: now it is.
_NEVER_SO, _BEFORE_NOW = re.compile(r"(?:从来?|[没未]|难得|[少鲜]有).*(?:这么|如此)$"), re.compile(r".{0,2}过")
# 没冻结为什么用不了 doubts that it is not so, unless it is the speaker who denies it: 我没欠费为什么用不了.
_DOUBTED = re.compile(
    r"[,，]?(?:那么?)?(?:为什么|为啥|为何|怎么(?![办样做收算])|咋(?![办样]))[^,，。]{0,6}?"
    r"(?:不[了上出到开进去行能让成来]|没[了有]|少了)"
)
_I_DENY = re.compile(r"(?:我|俺|咱)(?:们|的?[卡号]|也|又|都|明明|根本|并|从来|可)*$")


def asserts(text: str, clause: Range, where: Range, negation: Range, span: Range) -> bool:
    """Whether a negation of some words says that they hold.

    `where` is what was searched for it; `span` the words and all that was said with them.
    """
    low = max(min(where[0], clause[0]), negation[0] - LOOK_BACK)
    led, before = text[max(where[0], low) : negation[0]], text[low : negation[0]]
    after = text[span[1] : min(clause[1] + 1, span[1] + LOOK_AHEAD)]
    return (
        _DENIED.search(led) is not None
        or (text.startswith("不是", negation[0]) and _IF_NOT.search(before) is not None)
        or _FEIGNED.search(before) is not None
        or _WONDER.match(after) is not None
        or (
            _HAS_TO.fullmatch(text, *negation) is not None
            and _OR_ELSE.match(text, span[1], span[1] + LOOK_AHEAD) is not None
        )
        or (_NEVER_SO.match(text[slice(*negation)]) is not None and _so_before(text[slice(*negation)], after))
        or _doubted(text, negation, before, span)
        or _wished(text[slice(*negation)], before, after)
        or (_THIS.search(text, *negation) is not None and _only_elsewhere(before, after))
        or _OTHERS_DO_NOT.fullmatch(before) is not None
        or _OTHER_SERVICE.fullmatch(before) is not None
        or _asked_back(text[slice(*negation)], before, text[span[1] - 1 : span[1]] + after)
    )


def _only_elsewhere(before: str, after: str) -> bool:
    return _ELSEWHERE.search(before) is not None and "比" not in before and not after.startswith("了")


def _so_before(negation: str, after: str) -> bool:
    return negation.startswith(("从", "难", "少", "鲜")) or "过" in negation or _BEFORE_NOW.match(after) is not None


def _doubted(text: str, negation: Range, before: str, span: Range) -> bool:
    if text[negation[0]] not in "没未" or _I_DENY.search(before):
        return False
    return _DOUBTED.match(text, span[1], span[1] + 2 * LOOK_AHEAD) is not None


def _wished(negation: str, before: str, after: str) -> bool:
    if _WISHES.search(before) or _NO_MORE_OF_IT.match(negation):
        return True
    if BUT_FOR_IT.match(after):
        return True
    return _IF.search(before) is not None and WOULD_BE_FINE.match(after) is not None


def _asked_back(negation: str, before: str, after: str) -> bool:
    asked = _ABLE.search(before) or _REMINDS.match(negation)
    return asked is not None and _ASKS.search(after) is not None
