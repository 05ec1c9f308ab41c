"""What one asks another to do: 能帮我注销吗 of a customer, 您先重启吧 of an agent. It is no question of what is so."""

import re

from voc.nlp.rules.scene import Range

# How much of what stands around a hit is read.
LOOK_AROUND = 30
# What a bank does when it is asked, from the first word of the hit on; 换 and 收费 are not asked of it.
_ACT = (
    r"(?:给我|帮我|替我)?(?:马上|立刻|直接|申请|办理?)?"
    r"(?:投诉|举报|转接?(?:到?人工|客服|经理|专员)|人工|退[款钱费货票卡回还]|退给我|注销|销[户卡]|解[绑冻封锁除约]|挂失|补[卡办]|取消|撤[销回]|关[闭掉停]|开通"
    r"|打印|重启|修改|更[改换]|赔[偿付]?|补偿|减免|免[掉除]|提额|回[电拨]|登记|删除)"
)
_AN_ACT = re.compile(_ACT)
# 能给我…吗, 可以帮我…吗. 怎么能…吗 and 不能…吗 reproach.
_MAY_I = re.compile(
    r"(?<![不怎还才就么都只])(?:能够?|可以|可否|能否|方便|麻烦)(?:请|麻烦)?(?:你们?|您)?(?:现在|直接|马上|先|尽快|这边)?"
    r"(?:(?:给|帮|替|为)(?:我们?|俺|咱)?)?(?:把?[^,不没]{0,4})?$"
)
_I_WANT = re.compile(r"(?:我|俺|咱)们?(?:就|也|现在|只|真的|还是)?(?:想要?|要|需要|申请)(?:求)?(?:现在|马上|直接)?$")
_ASKED = re.compile(r"[^,了过]{0,6}(?:吗|嘛|么|不)[?？~ ]*$")
_ALL_RIGHT = re.compile(r"[^,了过]{0,3}(?:可以|行|好|能|成)(?:吗|嘛|么|不行?|不可以|不好)[?？~ ]*$")
# What an agent asks of the customer: 您先重启吧, 您方便去网点吗. 您去过网点吗 asks what was.
_BARE = re.compile(r"(?:一下|看看|试试)?[吗吧][?？~ ]*$")
_BIDS = re.compile(
    r"(?:(?:去|(?<![遇碰收看听找得达拿])到|跑|回|前往|先|还是|要不|不如|最好|麻烦|劳烦|建议|(?<!申)请(?!问)|换一?[个下]?|方便)[^,]{0,6}|再[^,]{0,3}"
    r"|(?:可以|能)[^,]{0,3}(?:提供|报|发|试|把|重新|自己|说|告诉)[^,]{0,4})$"
)
_WAS = re.compile(r"[过了]|已经?|是不?是|的是|[您你]是|刚才?|之前|有没有|[还也]是?$|现在|老是?|一直")


def is_act(text: str, span: Range) -> bool:
    """Whether some words begin with what a bank does when it is asked: 退款, 注销."""
    return _AN_ACT.match(text, *span) is not None


def is_request(text: str, clause: Range, span: Range) -> bool:
    """Whether a customer asks the bank to do something: it says what he wants, as 能不能… does."""
    if not is_act(text, span):
        return False
    said = text[max(clause[0], span[0] - LOOK_AROUND) : span[0]]
    rest = text[span[1] : min(clause[1], span[1] + LOOK_AROUND)]
    if _MAY_I.search(said) and _ASKED.match(rest):
        return True
    return _I_WANT.search(said) is not None and _ALL_RIGHT.match(rest) is not None


def is_bidden(text: str, clause: Range, span: Range) -> bool:
    """Whether an agent tells or asks the customer to do something, which only sounds as if he asked back."""
    said = text[max(clause[0], span[0] - LOOK_AROUND) : span[0]]
    rest = text[span[1] : min(clause[1], span[1] + LOOK_AROUND)]
    if _BARE.match(rest) is None or _WAS.search(said):
        return False
    return _BIDS.search(said) is not None or is_act(text, span)
