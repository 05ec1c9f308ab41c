"""What is somebody else's: reported by others, or happened to them."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.negators import NEGATION, OTHER_PLACE
from voc.nlp.rules.people import ACQUAINTANCES, HOUSEHOLD, KIN, NAMED, NEIGHBOUR, OTHER_CUSTOMERS, PEOPLE, SHE, SURNAMES
from voc.nlp.rules.rebutting import is_rebutted
from voc.nlp.rules.scene import LOOK_BACK, Range, before, clause_before, joined_after, joined_before

# Over how many commas a report goes on: 听邻居讲,这个软件,老闪退.
CLAUSES = 2
_SAY = (
    r"(?:说(?![话法明好服辞不])|讲(?!话)|反映|吐槽|抱怨|提到|告诉我|跟我[说讲]"
    r"|报[道导](?!的)|爆料|(?<=[都在])(?:传(?![不真输上统给])|骂(?!我)))"
)
# A rumour says it without anybody: 传言说, 据报道.
_RUMOUR = (
    r"听说|据说|据称|据报道|据传|传言|传闻|传说(?!中)|谣传|风传|坊间"
    r"|小道消息|有传(?=[言闻说])|听(?:到)?(?:有人|别人|人家|人)?(?:[说讲]|议论|谈起)"
)
_HEARSAY = re.compile(
    rf"{_RUMOUR}|(?<!没)(?<!没有)(?:看[到见]|刷到|见过)(?:网上|群里|抖音上?|小红书上?|贴吧里?|论坛上?|朋友圈里?)?(?:别人|有人|[很好]多人|都说|网友|评论|新闻|帖子|文章|视频|报道)|听(?:我|我们)?(?:{ACQUAINTANCES}|{HOUSEHOLD})[说讲]"
    rf"|(?<![给跟和对向同])(?<!各位)(?<![给跟和对向同]我)(?P<who>{PEOPLE}|{NAMED})(?:里|上|们|跟我|和我|都|也|还|老|总|一直|经常|常|曾|以前|之前|早就|就|刚|昨天|今天|上次|在|那边|家|她|他|[看刷]到|看见){{0,4}}{_SAY}"
)
# 我有个朋友在你们这边办的卡他说…: what he said who was named before, with nobody of the bank between.
_NAMED_SAYS = re.compile(
    rf"(?<![给跟和对向同帮替])(?<!各位)(?:{ACQUAINTANCES}|{KIN})[^,客柜经窗员热]{{1,16}}(?<![给跟和对向同]){SHE}(?:就|也|还|都|老|总){{0,2}}{_SAY}"
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
    r"|昨天|前天|[遇碰]到|单位|公司|厂里?){0,8}"
)
_THINGS = r"(?:手机|电脑|账户|账号|银行卡|信用卡|卡)"
_ELSES = re.compile(
    rf"(?!{_LEAD}我们(?:的|单位|公司)?同事(?:们|全部?|也)?都(?!说|讲|在)){_LEAD}(?:(?:{ACQUAINTANCES}|{NEIGHBOUR}|{KIN}){_STATE}(?:的|那[台部张个]|{_THINGS})?|(?:别人|人家|[老小阿][{SURNAMES}]的)的?{_THINGS})"
    r"(?:(?<=[的台部张个机脑户号卡])(?!钱)(?:(?!结果|但|可是|推荐|介绍|转给|我|俺|咱|自己).){0,10})?"
)
# Another bank, and nothing of the customer's or of the bank's own: 另一家银行收费. 别的银行转来的收费 is its own.
_ANOTHER_BANK = re.compile(
    rf"{_LEAD}(?:(?:另外?一家|另一个|别的|其他|其它|别家|其他家|隔壁(?:那?家)?|别人家?)的?(?:银行|行(?![员长业不动为程])|app|软件|平台)|(?:有的|有些|某些)(?:银行|行(?![员长业不动为程]))|别人?家|{OTHER_PLACE}(?![^,]{{0,10}}(?:免|不收|不要|不用|没有|零)))(?:转账(?=[都全]))?(?![卡的])(?:(?![我俺咱你您卡转取汇存绑贷跨就]|这|还[款贷钱清账信]).){{0,8}}"
)
# 隔壁那家不要钱: what others do not take, this one does.
_FREE = re.compile(r"不[要收扣用]|免(?!得)|没有?(?:手续)?费|无需|零")
# 别的客户投诉, 网上有人投诉
_OTHER_PEOPLE = re.compile(
    rf"{_LEAD}{OTHER_CUSTOMERS}{_STATE}|{_LEAD}(?:网上|群里|评论区?里?|论坛上?|贴吧里?|抖音上?|快手上?|微博上?|小红书上?|知乎上?|朋友圈里?|新闻里?)(?:[也都就老总]|天天|一直|经常|已经|早就)*"
    r"(?:有的?人|[很好]多人|不少人|好些人|一堆人|大家|别人|人家)(?:[也都在老总要去被给]|天天|一直|经常|已经)*"
)
# 老公吐槽他那个行转账慢
_THEIR_BANK = re.compile(r"[他她]们?(?:家|那个?|自己)的?(?:银行|行(?!不))")
# A bank by its name may be the one that is called, unless this one is praised beside it: 招商银行老闪退,还是你们好.
_NAMED_BANK = re.compile(
    rf"{_LEAD}(?:[一-龥]{{2,4}}银行|[工建中农招交][商设国业通]?行|平安|广发|民生|兴业|光大|华夏|中信|支付宝|微信)(?![卡的])(?:(?![我俺咱你您卡转取汇存还绑贷跨就]|这).){{0,8}}"
)
_THIS_IS_BETTER = re.compile(
    r"(?:还是|不像|不如|都没|哪像|比不上)?(?:你们|咱们|贵行|你家)(?:家|这里?|这边|银行|的)?(?:软件|app)?(?:也|都|就|真的?|更|最|比较|非常|很|挺|从来|从|还是|要|会){0,3}"
    r"(?:好(?![意几])|强|免费|不(?=收|扣|卡|闪|限|乱|用)|没(?!人|用|有用)|方便|稳定|靠谱|省心|良心|流畅|快(?!点)|棒|给力)"
)
_THEY = ("他们", "她们", "人家")
_BANK = re.compile(
    r"客服|网点|柜台|柜面|银行|支行|热线|人工|工作人员|经理|行长|大堂|窗口|柜员|坐席|座席|95588|电话|你们|营业厅|员工|工号"
)
# 客服小李说, 你们领导说: the bank's own people, by what stands just before.
_OF_THE_BANK = re.compile(rf"(?:{_BANK.pattern})[^,]{{0,4}}$")
# 她说 of the agent is far commoner than of anybody else; alone, only what a colon leads in is another's.
_SHE_SAYS = re.compile(
    rf"{SHE}(?:跟我|也|还|就|都|老|总|一直){{0,2}}{_SAY}(?:过|了|的?是)?(?:{SHE}(?:家|那边|自己)?的?|老是?|经常|总是?|会|也|都|要|被|天天|每个?[月天次年]){{0,4}}$"
)
# 在你们这边办的卡 asks the bank nothing.
_AT_THE_BANK = re.compile(r"[在用]你们(?:这边|那边|这里|那里|这儿|那儿|银行|家)?")
_SOMEBODY = re.compile(rf"(?<![给跟和对向同])(?:{ACQUAINTANCES}|{NAMED})")
_ASKED_THE_BANK = re.compile(rf"{_BANK.pattern}|我[问说讲]|[问找打]了")


def is_quoted(passage: Passage, clause: Range, span: Range) -> bool:
    """Whether some words are told of others, or after them; what the bank's people say is the bank's own."""
    told = before(passage, clause, span[0])
    found = _HEARSAY.search(told)
    if found is not None:
        return _OWN.search(told, found.end()) is None and not _said_by_bank(passage, clause, found)
    named = _NAMED_SAYS.search(told) if any(she in told for she in "他她") else None
    if named is not None:
        return _OWN.search(told, named.end()) is None
    return (
        _ELSES.fullmatch(told) is not None
        or _OTHER_PEOPLE.fullmatch(told) is not None
        or _is_of_another_bank(passage, clause, span, told)
        or _report_goes_on(passage, clause, told)
        or _she_says(passage, clause, told)
        or is_rebutted(passage, clause, span)
    )


def _is_of_another_bank(passage: Passage, clause: Range, span: Range, told: str) -> bool:
    if _ANOTHER_BANK.fullmatch(told) or _THEIR_BANK.search(told):
        # What others have not (人家都不收费), this one has.
        return NEGATION.search(told) is None and _FREE.match(passage.text, *span) is None
    after = joined_after(passage, clause)
    return (
        after is not None
        and _NAMED_BANK.fullmatch(told) is not None
        and _THIS_IS_BETTER.match(passage.text, after[0], after[1]) is not None
    )


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


def _she_says(passage: Passage, clause: Range, told: str) -> bool:
    """Whether she who says it is somebody named before, or nobody who was: the bank's people speak for the bank."""
    earlier = None if told else _goes_on_from(passage, clause)
    led, start = (told, clause[0]) if earlier is None else (before(passage, earlier, earlier[1]), earlier[0])
    found = _SHE_SAYS.search(led) if any(she in led for she in "他她") else None
    if found is None:
        return False
    known = passage.text[max(0, start - LOOK_BACK) : start] + led[: found.start()]
    if _ASKED_THE_BANK.search(_AT_THE_BANK.sub("", known)):
        return False
    colon = earlier is not None and ":" in passage.text[earlier[1] : clause[0]]
    return colon or _SOMEBODY.search(known) is not None


def _said_by_bank(passage: Passage, clause: Range, found: re.Match[str]) -> bool:
    """They may be the bank itself: 打电话问，他们说…, 客服小李说…."""
    if found["who"] is None:
        return False
    if found["who"] not in _THEY:
        return _OF_THE_BANK.search(found.string, 0, found.start()) is not None
    earlier = joined_before(passage, clause)
    told = found.string[: found.start()] + ("" if earlier is None else passage.text[slice(*earlier)][-LOOK_BACK:])
    return _BANK.search(told) is not None
