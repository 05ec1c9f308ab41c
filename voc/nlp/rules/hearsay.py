"""What is somebody else's: reported by others, or happened to them."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.scene import LOOK_BACK, Range, before, clause_before, joined_before

# Over how many commas a report goes on: 听邻居讲,这个软件,老闪退.
CLAUSES = 2
_FAMILY = r"老公|老婆|丈夫|妻子|媳妇|爱人|对象|我[家的]?[表堂]?[爸妈爹娘哥姐弟妹]|爸妈|父母|家里?人|儿子|女儿|闺女|孩子"
_ACQUAINTANCES = r"朋友们?|同事们?|邻居|同学|室友|舍友|工友|亲戚|闺蜜|哥们儿?|熟人|街坊|老乡|网友"
_PEOPLE = (
    r"别人|人家|有人|有的人|[很好]多人|好些人|大家|他们|她们|网上|群里|评论区?|抖音|微博|新闻|媒体|论坛"
    rf"|{_ACQUAINTANCES}|{_FAMILY}"
)
_SAY = r"(?:说(?![话法明好服辞不])|讲(?!话)|反映|吐槽|抱怨|提到|告诉我|跟我[说讲])"
_HEARSAY = re.compile(
    rf"听说|据说|听(?:别人|人家|人|{_ACQUAINTANCES})[说讲]"
    rf"|(?<![给跟和对向同位])(?P<who>{_PEOPLE})(?:里|上|们|跟我|和我|都|也|还|老|总|一直|经常|常|曾|以前|之前|早就|就)*{_SAY}"
)
# Behind a turn, or of himself, the speaker tells what he met: 听说好用结果老闪退, 朋友说好用我用就闪退.
_OWN = re.compile(
    r"结果|但是?|可是|然而|谁知|没想到|不料|(?<![跟和告诉])(?:我|俺|咱)(?![家的]?[表堂]?[爸妈爹娘哥姐弟妹]|们?(?:同事|朋友|邻居|同学|室友|亲戚|闺蜜))|自己的?"
)
_SAYS_AT_END = re.compile(
    rf"(?:{_SAY}|听说|据说)(?:过|了|道|的?是|的)?(?:[这那][个种家]?(?:软件|app|网点|银行|卡|东西|版本|系统|地方)?)?$"
)
_GOES_ON = re.compile(r"[,、:\"“”' ]*")
# Somebody else at the head of the clause, what he has, and how it is with it. Family is left out: one calls for them.
_LEAD = (
    r"(?:而且|但是?|可是?|因为|然后|后来|就是|像|比如|还|连|只有|说是|嗯|啊|呃|哦|哎|昨天|前天|今天|上次|上个?月|那天|刚才|最近"
    r"|有|些|[一两三几那]|个|好|多|不少|身边|周围|旁边|隔壁|单位|公司|我们?|咱们?|俺|的|老){0,6}"
)
_STATE = (
    r"(?:[他她们家也都老总是又还就被有会用着装上完了过登给说一乱多去]|自己|重复|好?几个|那[边儿里]|一直|经常|天天|下载|打开|登录|上次|上个?月|之前|以前"
    r"|昨天|前天|[遇碰]到){0,8}"
)
_THINGS = r"(?:手机|电脑|账户|账号|银行卡|信用卡|卡)"
_ELSES = re.compile(
    rf"{_LEAD}(?:(?:{_ACQUAINTANCES}){_STATE}(?:的|那[台部张个]|{_THINGS})?|(?:别人|人家)的?{_THINGS})"
    r"(?:(?<=[的台部张个机脑户号卡])(?!钱)(?:(?!结果|但|可是|推荐|介绍|转给|我|俺|咱|自己).){0,10})?"
)
_THEY = ("他们", "她们", "人家")
_BANK = re.compile(
    r"客服|网点|柜台|柜面|银行|支行|热线|人工|工作人员|经理|行长|大堂|窗口|柜员|坐席|座席|95588|电话|你们|营业厅"
)


def is_quoted(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether some words are told of others, or after them; what the bank's people say is the bank's own."""
    told = before(passage, clause, span[0])
    found = _HEARSAY.search(told)
    if found is not None:
        return _OWN.search(told, found.end()) is None and not _said_by_bank(passage, clause, found)
    return _ELSES.fullmatch(told) is not None or _report_goes_on(passage, clause, told)


def _report_goes_on(passage: Passage, clause: Range, told: str) -> bool:
    """Whether a clause just before ends in a verb of saying, and the speaker does not turn to himself after it."""
    for _ in range(CLAUSES):
        earlier = _goes_on_from(passage, clause)
        if _OWN.search(told) or earlier is None:
            return False
        told = before(passage, earlier, earlier[1])
        found = _HEARSAY.search(told)
        if found is not None and _SAYS_AT_END.search(told, found.start()):
            return not _said_by_bank(passage, earlier, found)
        clause = earlier
    return False


def _goes_on_from(passage: Passage, clause: Range) -> Range | None:
    """The clause before one, where only a comma, a colon or a quotation mark parts them."""
    earlier = clause_before(passage, clause)
    return earlier if earlier is not None and _GOES_ON.fullmatch(passage.text, earlier[1], clause[0]) else None


def _said_by_bank(passage: Passage, clause: Range, found: re.Match[str]) -> bool:
    """他们 may be the bank itself: 打电话问，他们说…."""
    if found["who"] not in _THEY:
        return False
    earlier = joined_before(passage, clause)
    told = found.string[: found.start()] + ("" if earlier is None else passage.text[slice(*earlier)][-LOOK_BACK:])
    return _BANK.search(told) is not None
