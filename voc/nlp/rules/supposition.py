"""Words about what may come: 如果…, 担心…, 以为…. What happens whenever something else does is told, not supposed."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.asserting import BUT_FOR_IT, WOULD_BE_FINE
from voc.nlp.rules.otherwise import is_so
from voc.nlp.rules.scene import LOOK_BACK, Range, before, joined_after, joined_before

# How far behind a hit the end of a supposition (…的话) can stand.
LOOK_AHEAD = 10
_IF = (
    r"如果|倘使|假定|设若|(?<![假倘般])若(?![干无非何])|(?<![主只需重不])要是|倘若|假如|假若|假使|假设|一旦(?!.*[就都])"
)
# 比如我逾期三天, but neither 比如闪退, which lists, nor 比如上次…, which tells.
_EXAMPLE = r"(?:比如|比方|譬如|打个?比方|举个?例子?|举例(?:来说)?)说?"
_ONE = (
    r"(?:一个|有个?)?(?:我们?|俺|咱们?|您|你|客户|别人|人)"
    r"(?![^,]*(?:上[次回个]|昨|前天|刚|之前|以前|每次|老是?|总是?|经常|天天|明明|已经|就|都|也|又))"
)
_FEARED = rf"(?<!以防)万一|除非|{_EXAMPLE}{_ONE}|(?<!没有)哪天(?![都也不])"
_CONDITION = re.compile(_IF)
_SUPPOSITION = re.compile(rf"{_IF}|{_FEARED}")
_EXAMPLE_AT_END, _OF_ONE = re.compile(rf"{_EXAMPLE}$"), re.compile(_ONE)
# 可怕, 哪怕 and 恐怕 fear nothing.
_CAME = r"什么来什么|[^,]{0,6}(?:果然|偏偏|结果|没想到|的(?:事|情况)[^,]{0,6}发生了|(?:还是|终于)(?:发生|来|出现)了)"
_FEARS = rf"(?:担心(?!也)|担忧|唯恐|(?<![可哪恐])怕(?![是了]))(?!{_CAME})"
# 自以为是 supposes nothing, 你们以为我… is a reproach; 以为只有我… knows, as does what follows a turn: 以为好了却又….
_I_THOUGHT = r"(?<![自不别你])(?<!你们)以为"
_TURNS = r"却|结果|但|谁知|没想到|还是|仍|依然|照样|修复|修好|解决"
_THINKS = rf"{_I_THOUGHT}(?![只就光仅单])(?!.*(?:{_TURNS}))(?=.{{0,14}}$)"
_MAY_BE = (
    r"(?:会不会(?![做写办说用管搞]|开发|设计|服务)|是否会|会否|可能会|(?:也许|或许|兴许|没准)(?:会|要|得|被)|说不定|没准儿?(?!又[要得会被])|保不齐|保不准|指不定|[搞弄]不好(?:又|会|就|要|还会)|估计会|估计又?要|应该会|迟早|到时候?(?:又|再|还|会|别)).{0,6}$"
    r"|(?:可别|千万别)(?:又|再|总|老)*$"
)
# 不会是被盗刷了吧
_SURELY_NOT, _SUSPECTED = (
    re.compile(r"(?:不会|该不会|别不?)是(?:[我俺]的?)?(?:卡|账户|钱)?(?:被|给人|让人)?$"),
    re.compile(r"[^,]{0,2}吧[?？~ ]*$"),
)
_BEFALLS = re.compile(r"(?:被|卡被)?(?:人)?(?:盗|冻结|逾期|诈骗|骗了|锁|封|限额|停用|吞|挂失|泄露)")
_LEST = r"以防万一(?:卡|账户|被|会|又){0,3}$"
_SUPPOSED = re.compile(rf"{_LEST}|{_FEARED}|{_FEARS}|{_THINKS}|{_MAY_BE}")
_ALL_THE_SAME = ("还是", "果然", "真的", "就真")
_FEARS_THAT = re.compile(rf"(?<!不)(?<!不用)(?<!不必)(?:{_FEARS}|{_I_THOUGHT})的?(?:就?是|会)?$")
_SUPPOSED_AFTER = re.compile(r"(?<![说讲问回听我你他她])的话(?![费术题音筒务语剧])")
# A condition tells what always happens behind its 就, unless it speaks of another time or the speaker threatens.
_THEN = re.compile(r"(?:就|便|立马|立刻|马上)(?:会|又|老|总是?|直接|自动|给我|把我|让我|要|得|被|一直|开始|全)*.{0,6}$")
_ANOTHER_TIME = re.compile(r"再(?=[不这那给敢有来发出犯收扣]|$)|以后|下[次回]|将来|今后|明天|到时|哪天|改天")
_THREATENS = re.compile(r"投诉|举报|曝光|起诉|卸载|卸了|销户|注销|换[别其]|拉黑|差评|退[卡货]|报警")
# 要是再闪退我就卸载: that it comes again is no supposition, where it is what makes the customer leave.
_AGAIN = re.compile(
    r"(?:再|还|又|老是?|总是?|继续|依然|依旧|仍)(?:是|这么|这样|那么|给我?|乱|敢|让我|出现|发生|有|来|动不动|频繁|要我|叫我|去|跑){0,3}$"
)
_LEAVES = re.compile(
    rf"[^没不怎]{{0,12}}?(?:{_THREATENS.pattern}|换(?:银行|一家|卡|行)|不用了|不存了|再也不|走人|转走|取走|销卡|告你|12378|银保监)"
)
# 只要不扣费就行 asks for no more.
_AS_LONG_AS, _WILL_DO = (
    re.compile(r"只要(?:你们?)?(?:不|别|没)(?:再|乱|被|要|会|给我){0,2}$"),
    re.compile(r".{0,3}?就(?:行|可以|够|没事|没问题)了?$"),
)
# 要是不收费就好了 wishes away what is.
_WISHED_AWAY = re.compile(r"(?:不|没有?|别|少|免)[^,]{0,4}$")
# 要是每个电话都这个口气 points at one that was heard, 要是去银行办还叫手机银行干嘛 at what is asked of him.
_LIKE_THIS = re.compile(r"(?:每|都|老|总|天天|一直)[^,]{0,6}这[么样个种]")
_WHAT_FOR = re.compile(
    r"[^,]{0,4},?(?:那|我)?(?:还(?:叫|要|用|算)|要)[^,]{0,8}(?:干嘛|干什么|干啥|做什么|何用|有什么用|有啥用)"
)
# 如果再不给我解决我就投诉: what is not done yet is no supposition.
_NOT_DONE_YET = re.compile(r"(?:再|还是?|仍然?|一直|继续|依然)(?:不|没有?)")
_AT_LAST = re.compile(
    r"(?:我们?|俺|咱们?)(?:可|也|真|只好|只能|就|要|会|马上|立马|肯定|一定|直接)*(?:[去到打找向](?!哪)[^,怎]{0,8})?$"
)
# A supposition reaches over a comma to what is asked or feared there, not to what is told.
_WONDERS = re.compile(
    r"怎么办|咋办|咋整|怎么处理|怎么弄|该怎么|怎么解决|如何|该?找谁|该?去哪|[吗呢]$|会不会|[就可]?(?:麻烦|糟|惨|完)了$"
)
_I_SHALL = re.compile(r"(?:那)?(?:我们?|俺|咱们?)(?:可|也|真|只好|只能)?(?:就|立马|马上|肯定|一定)")


def is_supposed(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether some words stand in a supposition, a fear or a guess."""
    text = passage.text
    said = before(passage, clause, span[0])
    so = is_so(passage, clause, span)
    if so is False or _is_suspected(text, clause, span, said):
        return True
    if _has_come_true(text, span, said) or _threatens_at_last(passage, clause, span, said):
        return False
    if _SUPPOSED.search(said):
        return True
    if so:
        return False
    if _in_condition(text, clause, span, said):
        return True
    if _AS_LONG_AS.search(said) and _WILL_DO.match(text, span[1], min(clause[1], span[1] + LOOK_AHEAD)):
        return True
    if _SUPPOSED_AFTER.search(text, span[1], min(clause[1], span[1] + LOOK_AHEAD)):
        missed = _WISHED_AWAY.search(said) and BUT_FOR_IT.match(text, span[1])
        return not (missed or (_AGAIN.search(said) and _leaves(text, clause, span)))
    return _supposed_over_comma(passage, clause, span)


def _is_suspected(text: str, clause: Range, span: Range, said: str) -> bool:
    suspected = _SURELY_NOT.search(said) and _BEFALLS.match(text, *span)
    return (
        suspected is not None and _SUSPECTED.match(text, span[1], min(clause[1] + 1, span[1] + LOOK_AHEAD)) is not None
    )


def _has_come_true(text: str, span: Range, said: str) -> bool:
    """Whether what was feared came all the same: 怕逾期还是逾期了."""
    return said.endswith(_ALL_THE_SAME) and text[slice(*span)] in said


def _threatens_at_last(passage: Passage, clause: Range, span: Range, said: str) -> bool:
    """Whether the customer will complain as something is still not done, over one comma at most."""
    if _THREATENS.match(passage.text, span[0]) is None or _AT_LAST.search(said) is None:
        return False
    earlier = joined_before(passage, clause)
    told = said if earlier is None else before(passage, earlier, earlier[1]) + said
    found = _CONDITION.search(told)
    return found is not None and _NOT_DONE_YET.search(told, found.end()) is not None


def _in_condition(text: str, clause: Range, span: Range, said: str) -> bool:
    found = _CONDITION.search(said)
    if found is None:
        return False
    between = said[found.end() :]
    told = _THEN.search(between) is not None and not _ANOTHER_TIME.search(between)
    if _AGAIN.search(said, found.start()) and _leaves(text, clause, span):
        return False
    if _WISHED_AWAY.search(between) and WOULD_BE_FINE.match(text[span[1] : span[1] + LOOK_AHEAD]):
        return False
    if _LIKE_THIS.search(between + text[span[0] : span[1]]) or _WHAT_FOR.match(text, span[1], span[1] + LOOK_BACK):
        return False
    threatened = _THREATENS.match(text, span[0])
    return not told or threatened is not None or _wonders(text, (span[1], clause[1]))


def _leaves(text: str, clause: Range, span: Range) -> bool:
    """Whether the speaker says behind some words that he leaves or complains, over one comma at most."""
    end = clause[1] + 1 if text[clause[1] : clause[1] + 1] == "," else span[1]
    return any(_LEAVES.match(text, at, at + LOOK_BACK) for at in (span[1], end))


def _supposed_over_comma(passage: Passage, clause: Range, span: Range) -> bool:
    earlier = joined_before(passage, clause)
    if earlier is None:
        return False
    said = before(passage, earlier, earlier[1])
    if _FEARS_THAT.search(said):
        return True
    if _EXAMPLE_AT_END.search(said) and _OF_ONE.match(passage.text, clause[0], min(span[0], clause[0] + LOOK_BACK)):
        return True
    if not _SUPPOSITION.search(said):
        return False
    later = joined_after(passage, clause)
    asked = (clause,) if later is None else (clause, later)
    if any(_wonders(passage.text, one) for one in asked):
        return True
    return _ANOTHER_TIME.search(said) is not None and any(_I_SHALL.match(passage.text, one[0]) for one in asked)


def _wonders(text: str, where: Range) -> bool:
    return _WONDERS.search(text, where[0], min(where[1], where[0] + 2 * LOOK_BACK)) is not None
