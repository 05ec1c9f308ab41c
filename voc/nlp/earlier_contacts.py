"""Whether somebody says that he called the bank before, told it the same or went there: by what was done, how often.

Calls that others made to him are told apart.

打 calls, but it also prints, opens and folds, and one does many things for the third time. The list of cues
(`phrases.toml`) knows only words that need no such care.
"""

import re

_ABOUT = r"(?:不下|少说|至少|起码|将近|差不多|快|有)?"
_MANY = rf"{_ABOUT}(?:[两二三四五六七八九十几数多n\d]|好[几多些]|无数|不知道?多少){{1,6}}"
_NTH = r"第(?:[二三四五六七八九十几n]+|\d{1,2})"
_TIMES = r"(?:次|回|遍|趟|通|个)"
_BANK = r"(?:你们|您们|贵行|客服|人工|热线|银行|网点|支行|分行|柜台|柜面|营业[厅部]|大堂|95588)"
_PHONE = r"(?:电话|客服|热线|人工|95588|你们)"
_ADVERBS = r"(?:[我也都就又还来]|已经|跟你们|给你们|给客服|为这[个件]?事?){0,4}"
_TIME = (
    r"(?:昨[天晚]|前天|今天又|上[次回周]|上个?(?:礼拜|星期|月)|之前|以前|前几[天次回]|前两[天次回把]|前一?阵子?|刚|头一?回"
    r"|头先|寻日|(?:周|礼拜|星期)[一二三四五六日天]|[天月期]前|每[次回]|回回|隔三差五|再次)"
)
# 打 that calls: not 打印, 打开, 打折, 打了一份.
_CALL = (
    r"打(?![印开折车卡款钱字码扰算包磨架针击听断造动翻赏赢输烊票表单条]|[不得]开|不了|水漂|回原|给我|过?(?:招呼|交道)|的(?!电话|客服|热线|你们|95)"
    r"|[了过出]?.?[份张页本])"
)
_NEVER = r"(?<![没未])(?<!没有)(?<!一次)(?<!头一回)"
_CALLED = re.compile(
    rf"{_NTH}{_TIMES}[了来]?{_ADVERBS}(?:给|跟|找|问)?{_BANK}?(?:打(?:[来进给你]|过来|电话|客服|热线|了?$|了?[,。])|来电|致电)"
    rf"|{_NTH}[个通]电话(?:了|打|还|都|[,。!?]|$)|{_NTH}{_TIMES}[了来]?{_ADVERBS}(?:联系|(?:给|跟|找|问){_BANK})"
    rf"|(?<!给我)打[了过]{_MANY}{_TIMES}的?(?:{_BANK}的?)?{_PHONE}|打{_MANY}{_TIMES}(?:{_BANK}的?)?(?:客服|热线|人工|95588|你们)"
    rf"|(?:电话|{_BANK}){_ADVERBS}打[了过]{_MANY}{_TIMES}|又{_CALL}(?=[来进给你客电热9过]|$|[,。!?])"
    rf"|{_TIME}{_ADVERBS}{_CALL}|(?<![让叫喊请])我打{_BANK}|(?<![让叫喊请]我)打[了给]{_BANK}"
    rf"|打了?{_NTH}{_TIMES}|打[了过]{_MANY}趟|[找问]了?(?:过)?你们?(?:都|已经|也|可)*{_MANY}{_TIMES}"
    rf"|又(?:来|得|要|是)*(?:麻烦|打扰|找|问|来找|来问)(?:一下)?(?:你们|您)"
    rf"|{_NEVER}打(?:来|进)?过(?:{_BANK}|电话|来过|来问过)|{_NEVER}打(?:来|进)过|来过电话|已经来电|致电过|打一次.{{0,8}}说"
)
# Calls where nothing was printed.
_CALLED_OR_PRINTED = re.compile(
    rf"打[了过]{_MANY}[次回遍通]|又打了?(?:一|{_MANY})[次回遍]|{_NEVER}打过(?:一|{_MANY})?(?:[次回遍]|,|的|$)|{_NTH}[次回趟遍]{_CALL}"
)
_PRINTS = re.compile(
    r"打印|流水|回单|明细|凭[证条]|发票|合同|账单|对账|证明|征信|小票|表格|单子|收据|存折|复印|卡纸|油墨|打出来"
)
_WHO = r"(?:你们?|您们?|贵行|(?:那|有)?[个位](?:客服|同事|男|女|小伙|姑娘|大姐|先生|小姐|经理).{0,3})"
_TOLD = re.compile(
    rf"(?!刚){_TIME}{_ADVERBS}(?:反映|反馈|投诉|咨询|报修|问|催)(?:过|了|的)|{_NEVER}(?:之前|以前|早就)(?:问|说|讲|反映|投诉)过"
    rf"|(?!刚){_TIME}{_WHO}[^,。!?发]{{0,6}}(?:让我|叫我|跟我[说讲]|[说讲](?!得?来)|答应|告诉我)"
    rf"|{_WHO}(?!刚){_TIME}[^,。!?发]{{0,3}}(?:让我|叫我|跟我|[说讲]|答应|告诉)|"
    rf"(?:说|讲|问|听|解释|重复|反映|报)(?:了|到|过)?{_BANK}?{_NTH}[遍次回]"
    rf"|{_NTH}[遍次回]了?(?:跟|同|给|来)?(?:你们?|您|客服|人)?(?:问|说|讲|反映|投诉|解释|报|催)"
    rf"|(?:^|[,。!?…])(?:我|这|都|已经?|是|也)*{_NTH}遍了?(?=$|[,。!?])"
)
_WENT = re.compile(
    rf"(?<!让我)(?<!要我)(?:跑[了过]|白跑|都跑|来回跑|我[都也已经这]{{0,3}}来[了过]){_MANY}趟.{{0,8}}|跑{_MANY}趟了.{{0,8}}"
    rf"|{_NTH}趟(?:了|来|跑|去)*.{{0,8}}|{_BANK}.{{0,4}}[跑去][了过]{_MANY}[次回趟]|[跑去][了过]{_MANY}[次回趟].{{0,3}}{_BANK}"
    rf"|我[都也已经这]{{0,3}}来[了过]{_MANY}[次回]"
)
_ELSEWHERE = re.compile(
    r"派出所|公安|医院|超市|公司|单位|学校|社区|街道|居委|村委|公证|邮局|快递|法院|税务|房管|房产|车管|社保|移动|联通|电信|商场|打印|地铁|公交|老家|外地"
)
# Calls that the bank or somebody else made to the customer: 催收一天给我打五个电话, 你们天天打.
_OTHERS_CALL = (
    r"(?:(?:催收|推销|营销|诈骗|骗子|骚扰|陌生|中介|贷款)[^,。!?我]{0,8}打"
    r"|(?<![给跟找往])你们(?:又|都|老|总|也|还|天天|每天|一直|一天|今天|这个?月|这[周星]期?)*打(?=来|过来|了)"
    r"|给我们?(?:家|单位|手机)?打|打[了过来]{0,2}给?我(?:们|家|单位|手机|座机|电话)*)"
)
_ALWAYS = r"(?:天天|每天|一天|老(?![板师头公婆人家爸妈])|总|一直|又)"
_RECEIVED = re.compile(
    rf"{_ALWAYS}[^,。!?我]{{0,6}}{_OTHERS_CALL}|{_OTHERS_CALL}[^,。!?]{{0,4}}?(?:{_MANY}{_TIMES}|没完)"
)
# What he did himself, whoever else is named beside it: 我都给你们打了五次, 我前天打来问我那个密码.
_OWN_CALL = re.compile(
    rf"(?:给|跟|找|往){_BANK}[^,。!?]{{0,3}}打|打[了过给]{{0,2}}(?:{_MANY}{_TIMES}的?)?{_BANK}"
    r"|(?<![给跟让叫向])(?:我|俺|咱)们?[^,。!?你他她接]{0,6}打(?![不印开我]|给我)"
)
# Every pattern above asks for one of these; most utterances have none, and every utterance is asked.
_PERHAPS = re.compile(r"[打电第跑去来找问说讲反投催让叫答告麻扰]")


def contacted_before(text: str) -> bool:
    """Whether a reading says so.

    >>> [contacted_before(text) for text in ("打了三回电话", "回单又打了一回", "第三趟了", "第五遍装完")]
    [True, False, True, False]
    """
    if _PERHAPS.search(text) is None:
        return False
    if _CALLED.search(text) or _TOLD.search(text):
        return True
    if _CALLED_OR_PRINTED.search(text) and not _PRINTS.search(text):
        return True
    return any(_ELSEWHERE.search(text, max(0, went.start() - 8), went.end()) is None for went in _WENT.finditer(text))


def called_by_others(text: str) -> bool:
    """Whether a reading tells of calls that others made to the customer again and again.

    >>> [called_by_others(text) for text in ("你们催收一天给我打五个电话", "诈骗电话打了我三次", "我打了三次电话")]
    [True, True, False]
    """
    return "打" in text and _RECEIVED.search(text) is not None


def called_himself(text: str) -> bool:
    """Whether a reading names the customer as the one who called, or the bank as whom he called.

    >>> [called_himself(text) for text in ("我都打了五次了", "给你们打过", "这个月都打了五次了", "你们打过")]
    [True, True, False, False]
    """
    return "打" in text and _OWN_CALL.search(text) is not None
