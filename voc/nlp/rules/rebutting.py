"""Others' complaints that are rebutted (说打不开的，看看自己手机) or met with advice (打不开的重启一下就行)."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.scene import LOOK_BACK, Range, joined_after

# Who complain, at the head of a clause, without saying who they are: 那些说…的, 各位…的. 我说 and 客服说 are somebody.
_THOSE_WHO_SAY = re.compile(
    r"(?:(?:那些?|有些|某些|所有|凡是|各位|楼[上下]|下面|前面|评论里?|天天|整天|老|总|一直|在|还在|都|个别|的|人)*)"
    r"(?:说|喊|抱怨|吐槽|反映|反馈|嫌)(?:老是?|总是?|经常|一直|会|卡顿?|闪退|打不开|慢)*"
)
_THOSE_WHO = re.compile(r"(?:各位|大家|那些|如果|要是|凡是|遇到|有|出现|的|朋友们?)*")
_THE_ONES = r"(?:的?(?:朋友|亲们?|同学|人|用户|小伙伴|各位|宝宝|友友)们?|的)"
_REBUTS = re.compile(
    rf"{_THE_ONES}[,，]?(?:那?都是?|那?是不是|那是|肯定是?|多半是?|估计是?|应该是?|可能是?|怕是|基本是?|大部分是?|麻烦|请|我想问|建议|真的)*"
    r"(?:你们?|您)?(?:先|可以|都|是不是|是)*(?:看看|想想|检查|查查|反思|去)?(?:一下)?(?:你们?|您)?(?:自己|自身|手机|网络?(?!点|银|站)|内存|配置|水军|黑子|不会用|没更新|没升级|版本太?[低旧])"
)
# 打不开的都是手机的问题
_BLAMES = re.compile(
    r"的(?:那?都|肯定|多半|估计|基本|应该|大部分|绝对)是?(?:你们?|您)?(?:自己的?)?(?:手机|网络?(?!点|银|站)|内存|配置|水军|黑子|操作|不会|原因|问题)(?!.{0,8}[?？吗])"
)
# 闪退的更新一下吧 may be said to the bank.
_DO = r"(?:重启|重装|重新(?:安装|下载|登录|装|下)|卸载|清[理除]|试试|打开权限|换个?(?:手机|网络?(?!点|银|站)|浏览器))"
_ADVISES = re.compile(
    rf"{_THE_ONES}[,，]?(?:你们?|您|可以|请|先|就|不妨|建议|去|试试|尝试|自己|把|手机|软件|app)*{_DO}"
    r"[^,，不没又还]{0,6}?(?:一下|下|试试|看看|再|吧|就(?:行|好|可以|能|没事|解决)|即可)"
    rf"|{_THE_ONES}(?:更新|升级)(?:一下|到最新版?)?就(?:行|好|可以|能|没事|解决)"
)
_ADVISES_SHORT = re.compile(rf"{_THE_ONES}[,，]?(?:可以|请|建议|不妨|试试|尝试)+{_DO}")
# 打不开的重启一下又打不开, 重启也没用: tried in vain; 都是你们的问题 blames the bank.
_TO_THE_BANK = re.compile(r"你们(?:的?(?:系统|软件|问题|银行|app|服务))|明明|我")
_IN_VAIN = re.compile(r"[也又还]|没用|没有用|不行|没法|你们|我")


# What stands behind those who have it.
_BEGINS = ("的", "朋友", "用户", "人")


def is_rebutted(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether some words are those of others whom the customer contradicts or advises."""
    text = passage.text
    later = joined_after(passage, clause)
    end = min((clause if later is None else later)[1], span[1] + LOOK_BACK)
    if not text.startswith(_BEGINS, span[1], end):
        return False
    said = text[max(clause[0], span[0] - LOOK_BACK) : span[0]]
    if _THOSE_WHO_SAY.fullmatch(said) and _REBUTS.match(text, span[1], end):
        return _TO_THE_BANK.search(text, span[1], end) is None
    if _THOSE_WHO.fullmatch(said) is None:
        return False
    if _BLAMES.match(text, span[1]):
        return True
    advised = _ADVISES.match(text, span[1], end) or _ADVISES_SHORT.match(text, span[1], end)
    return advised is not None and _IN_VAIN.search(text, span[1], end) is None
