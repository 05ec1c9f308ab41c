"""Words beside a number that say what it is, and what an earlier question asked for."""

import re
from dataclasses import dataclass

# How far back a cue may stand, in code points.
_REACH = 24
# Between a cue and its number: nothing that makes it a part of a number (尾号, 后四位) or ends the sentence.
_BETWEEN = r"[^尾后末前位。？！?!*0-9\n]{0,12}\Z"
_ID = r"身份证|身分证|身份号|身份号码|身分字号|证件号|证件|公民身份"
_CARD = r"卡号|银行卡|储蓄卡|借记卡|信用卡|贷记卡|工资卡|社保卡|账号|帐号|账户|帐户|卡片"
_PERMIT = r"护照|通行证|台胞证|回乡证|旅行证|居留证|居留许可|居住证|港澳证|往来证|入境证|入台证|签证"
_LINE = r"电话|座机|固话|总机|传真|市话|热线|市内号|联系方式|联系号码"
_MOBILE = r"手机|移动电话|手提电话|预留号|本机"
_SERIAL = (
    r"订单|单号|流水|工单|编号|交易号|序号|序列|凭证|回单|参考号|运单|快递|错误|代码|报错|故障码|版本|工号|户号|合同|保单|"
    r"发票|批次|IMEI|imei|串号|设备号|SN|sn|受理号|登记号|案件|凭条|积分|机具|终端|商户|条码|条形码|订单编号|业务号|受理编号|追踪号|物流|"
    r"回执|票据|支票|借据|档案号|联行号|税号|信用代码|票号|批号|案号|机构号|任务号"
)
_PATTERNS = {
    name: re.compile(f"(?:{words}){_BETWEEN}")
    for name, words in {"id": _ID, "card": _CARD, "permit": _PERMIT, "mobile": _MOBILE}.items()
}
_DIRECT_LINE = re.compile(rf"(?:{_LINE})(?:号码|号)?(?:[是为：:，, ]|就是|那个|这个|嗯|呃|打|我家|家里|的话){{0,4}}\Z")
_DIRECT_MOBILE = re.compile(rf"(?:{_MOBILE})(?:号码|号)?(?:[是为：:，, ]|就是|那个|这个|嗯|呃){{0,4}}\Z")
_DIRECT_SERIAL = re.compile(
    rf"(?:{_SERIAL})(?:号码|号|编码)?(?:[是为：:，,#\- ]|就是|那个|这个|嗯|呃|[A-Za-z]){{0,5}}\Z"
)
_PART = r"(?!码?[的是]?(?:尾|后|末|前)[号0-9一二三四五六七八九几]?)"
_ASKED = {
    "id": re.compile(f"(?:{_ID}){_PART}"),
    "card": re.compile(f"(?:卡号|银行卡号|账号){_PART}"),
    "permit": re.compile(f"(?:{_PERMIT}|证件号){_PART}"),
    "line": re.compile(
        rf"(?:电话|手机号?|座机|联系方式|号码){_PART}[^，。？！?!]{{0,4}}(?:多少|几|报|说|提供|留|念|吗|呢|\Z)"
    ),
    "name": re.compile(
        r"姓名|名字|贵姓|怎么称呼|如何称呼|怎样称呼|叫什么|哪位|户名|名叫|全名|您姓|尊姓|核身|核[实对].{0,4}身[份分]|身[份分]核[实对]"
    ),
}
_ASKING = re.compile("[号证照卡话机姓名称叫位核]|联系方式|居留")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the utterance before asked for, so that a bare answer can be read."""

    id: bool = False
    card: bool = False
    permit: bool = False
    line: bool = False
    name: bool = False


NOTHING_ASKED = Asked()


def asked_in(folded: str) -> Asked:
    """What a (folded) utterance asks for; NOTHING_ASKED itself where that is nothing.

    A part of a number (尾号, 后四位) is not asked for as a whole.

    >>> asked_in("麻烦报下身份证号，我来核对").id, asked_in("您身份证后四位").id
    (True, False)
    """
    if not _ASKING.search(folded):
        return NOTHING_ASKED
    found = {name: pattern.search(folded) is not None for name, pattern in _ASKED.items()}
    return Asked(**found) if any(found.values()) else NOTHING_ASKED


@dataclass(frozen=True, slots=True)
class Cues:
    """What the words before a number say of it. `direct_…`: the cue stands right before it."""

    id: bool
    card: bool
    permit: bool
    direct_line: bool
    direct_mobile: bool
    serial: bool


def cues_before(folded: str, at: int, asked: Asked = NOTHING_ASKED) -> Cues:
    """The cues in the code points before `at`; the nearest of several counts.

    >>> cues_before("身份证是", 4).id, cues_before("身份证尾号", 5).id
    (True, False)
    """
    before = folded[max(0, at - _REACH) : at]
    near = {name: match.start() for name, pattern in _PATTERNS.items() if (match := _last(pattern, before))}
    nearest = max(near, key=lambda name: near[name], default=None)
    silent = nearest is None
    return Cues(
        id=nearest == "id" or (silent and asked.id),
        card=nearest == "card" or (silent and asked.card),
        permit=nearest == "permit" or (silent and asked.permit),
        direct_line=_DIRECT_LINE.search(before) is not None or (silent and asked.line),
        direct_mobile=_DIRECT_MOBILE.search(before) is not None,
        serial=_DIRECT_SERIAL.search(before) is not None,
    )


def _last(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """The cue that stands nearest to the end."""
    found = None
    at = 0
    while match := pattern.search(before, at):
        found, at = match, match.start() + 1
    return found
