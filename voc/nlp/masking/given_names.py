"""Where a name that begins at a known place ends."""

import re
from functools import cache

from voc.nlp.masking.surnames import Surnames, surnames

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_TITLES = (
    "先生|女士|女仕|小姐姐|小姐|太太|夫人|老师|师傅|师父|经理|大爷|大妈|大娘|大哥|大姐|"
    "大叔|大伯|大嫂|大婶|阿姨|阿婆|阿公|阿伯|叔叔|伯伯|伯母|奶奶|爷爷|婆婆|主任|行长|"
    "医生|大夫|教授|律师|警官|警察|同学|同志|老板娘|老板|队长|局长|处长|科长|校长|院长|"
    "厂长|村长|书记|会计|专员|主管|总监|总经理|董事长|店长|组长|班长|护士|助理|法官|"
    "老先生|老太太|师姐|师兄|哥哥|姐姐"
)
TITLE = re.compile("|".join(sorted(_TITLES.split("|"), key=len, reverse=True)))
SHORT_TITLES = "哥姐叔伯婶嫂姨总工"

# Characters that no given name holds: where one stands, the name is over.
_NEVER = frozenset(
    "的了吗呢吧啊呀哦嗯呃额嘛哈我你您他她它们这那哪是在要没不就都把被给让跟和去说打问办查取存还也有请叫做手身电卡号账帐码什么怎"
    "谁住姓女对因为但从到很挺着过个"
)
# Characters that could stand in a name but after which a shorter one may end.
_AFTER = _NEVER | frozenset(
    "今昨前后本来用年开先银行上下里地出户证想刚幺零一二三四五六七八九两可能应已经曾然再又将于以等点转帮麻现家儿男工机性职"
)
# “王 小 明”: recognisers part a name that was dictated slowly.
_APART = re.compile(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3}(?![\u4e00-\u9fff])")
_ALONE = re.compile(r"[\u4e00-\u9fff]{1,2}(?=[,，。.！!？?、 \n]|\Z)")
_NICKNAMES = "小老阿"
# A surname by the parts of its character; it says how the name is written, not who it is.
_SPELLING = re.compile(
    "弓长张|双木林|言午许|古月胡|干勾于|三横王|禾呈程|水工江|文刀刘|立早章|耳东陈|口天吴|木子李|草头黄|走肖赵|十八子李|"
    "卯金刀刘|双口吕|人可何|木易杨|三点水"
)
# How somebody goes on who has said who he is; 的 only before a relation (我是高志远的女儿).
_EXPLAINED = re.compile(
    r"[啊呀哈呢]?(?:[,，。.！!？?\n]|\Z)|吗|本人|的(?:[女儿孩]子|女儿|爱人|[老爸妈]|父|母|妻|丈夫|家属|家里|代|朋友|同事|亲|哥|姐|弟|妹)"
)
_REASON = re.compile(
    "[啊呀哈呢]?[,，](?:我[是的家爸妈老在们打有]|他|她|是|就是|[昨前今]天|刚|上[午次周回]|下午|早上|之前|代|替|帮|户主|机主|卡|开户|法人|"
    "身份证|手机|电话)"
)
# Third characters that rather end a word than a name: 高中生, 文学家, 马上来.
_WORD_ENDS = frozenset("生家学子州城镇路河湖法地科社行节季级师官兵来先开进选连一三八九十万千")
# Common surnames that are verbs or quantities: 我是付清，….
_VERBS = frozenset("付谈余程项段司")
# Compound surnames that are directions, distances or offices too.
_PLACES = frozenset(("东方", "百里", "西门", "东门", "南门", "上官", "司空", "第五"))
# Syllables with which Uyghur, Kazakh, Tibetan and Mongolian names are written.
_SYLLABLE = (
    "[阿巴赫季亚尔买提江古丽艾力克木吐逊热合曼努卜杜拉依不音肉孜沙迪库班玉素甫扎西卓玛才让多吉次仁央金格桑达瓦尼旦增罗布洛平措"
    "来娜别夏帕哈麦斯塔伊明铁苏图娅其乌日根乃比加山帖穆萨莱赛拜希朝鲁托娃高呼宝嘎查]"
)
IN_PARTS = re.compile(rf"{_SYLLABLE}{{2,6}}(?:·{_SYLLABLE}{{1,6}}){{1,3}}")
_TRANSCRIBED = re.compile(rf"{_SYLLABLE}{{3,7}}(?:·[\u4e00-\u9fff]{{1,6}})?(?![\u4e00-\u9fff])")
_LATIN = re.compile(r"[A-Z][A-Za-z]{1,20}(?:[ ·,.\-]{1,2}[A-Z][A-Za-z]{0,20}){0,4}(?![A-Za-z0-9])")
SPELLED = re.compile(r"[A-Z](?: [A-Z]){3,20}(?![A-Za-z0-9])")


@cache
def name_start() -> str:
    """A character class (a regular expression) of everything a surname or a nickname may begin with."""
    table = surnames()
    return "[" + "".join(sorted(table.single | {name[0] for name in table.compound} | set(_NICKNAMES))) + "]"


def surname_at(folded: str, at: int) -> str:
    """The surname that begins at `at`, compound ones first; empty when there is none.

    >>> surname_at("我姓欧阳", 2), surname_at("我姓张", 2), surname_at("我姓弓长张", 2)
    ('欧阳', '张', '')
    """
    table = surnames()
    if _SPELLING.match(folded, at):
        return ""
    if folded[at : at + 2] in table.compound:
        return folded[at : at + 2]
    return folded[at : at + 1] if folded[at : at + 1] in table.single else ""


def told_name(folded: str, at: int) -> tuple[int, int] | None:
    """The name at `at` where the words before say that one follows: any given name is believed.

    >>> told_name("我叫佟福来，今年", 2), told_name("我叫康，康少霆", 2), told_name("我叫马上来", 2)
    ((2, 5), (2, 7), None)
    """
    table = surnames()
    surname = surname_at(folded, at)
    if not surname:
        return _nickname(folded, at) or _nickname_alone(folded, at)
    apart = _APART.match(folded, at)
    if apart:
        return apart.span()
    after = at + len(surname)
    again = _after_pause(folded, after)
    if again is not None and folded.startswith(surname, again) and (name := told_name(folded, again)):
        return at, name[1]
    is_word = table.begins_word(folded, at)
    if is_word and surname in table.ambiguous:
        whole = _ALONE.match(folded, after)
        return (at, whole.end()) if whole and is_given(whole.group()) else None
    length = given_length(folded, after, allowed=table.given)
    if not length and not is_word and (surname not in table.ambiguous or _ALONE.match(folded, after)):
        length = given_length(folded, after, allowed=None) or _certain_length(table, folded, after)
    return (at, after + length) if length else None


def hinted_name(folded: str, at: int) -> tuple[int, int] | None:
    """The name at `at` where the words before only allow one: it must look like a name throughout.

    >>> hinted_name("我是李建国", 2), hinted_name("我是高中生", 2), hinted_name("我是关于", 2)
    ((2, 5), None, None)
    """
    table = surnames()
    surname = surname_at(folded, at)
    if not surname:
        return _nickname(folded, at)
    if len(surname) == 1 and table.begins_word(folded, at):
        return None
    allowed = None if len(surname) == 2 and surname not in _PLACES else table.given
    length = given_length(folded, at + len(surname), allowed=allowed)
    if not length or (length == 1 and surname in table.ambiguous and not _ALONE.match(folded, at + 1)):
        return None
    return at, at + len(surname) + length


def explained_name(folded: str, at: int) -> tuple[int, int] | None:
    """A name at `at` that begins like a word or has a rare given name, believed for how the text goes on.

    >>> explained_name("我是方志强，他的代办人", 2), explained_name("我是文学家，", 2), explained_name("我是方志的", 2)
    ((2, 5), None, None)
    """
    table, surname = surnames(), surname_at(folded, at)
    if len(surname) != 1:
        return None
    if table.begins_word(folded, at):
        whole = is_given(folded[at + 1 : at + 3]) and not _begins_long_word(table, folded, at)
        return (at, at + 3) if whole and _EXPLAINED.match(folded, at + 3) else None
    if surname not in table.common or surname in _VERBS:
        return None
    length = given_length(folded, at + 1, allowed=None)
    return (at, at + 1 + length) if length and _REASON.match(folded, at + 1 + length) else None


def _begins_long_word(table: Surnames, folded: str, at: int) -> bool:
    return folded[at + 2 : at + 3] in _WORD_ENDS or folded[at : at + 3] in table.begins


def any_name(folded: str, at: int) -> tuple[int, int] | None:
    """As `told_name`, and transcribed or Latin names too."""
    match = _TRANSCRIBED.match(folded, at)
    if match:
        return match.span()
    told = told_name(folded, at)
    match = (told is None and (SPELLED.match(folded, at) or _LATIN.match(folded, at))) or None
    return match.span() if match and len(match.group()) >= 3 else told


def transcribed_name(folded: str, at: int) -> tuple[int, int] | None:
    """A name of at least four syllables of transcription at `at`, which nothing but the syllables betrays."""
    match = _TRANSCRIBED.match(folded, at)
    return match.span() if match and len(match.group()) >= 4 else None


def given_length(folded: str, at: int, *, allowed: frozenset[str] | None) -> int:
    """How many characters, 2 or 1, the given name at `at` has; 0 where none ends as a name does."""
    if TITLE.match(folded, at):
        return 0
    for length in (2, 1):
        part = folded[at : at + length]
        if len(part) == length and all(_may_be_given(c, allowed) for c in part) and is_end(folded, at + length):
            return length
    return 0


def is_end(folded: str, at: int) -> bool:
    """Whether a name may end before `at`."""
    following = folded[at : at + 1]
    return not following or following in _AFTER or not HAN.match(following) or TITLE.match(folded, at) is not None


def is_given(part: str) -> bool:
    """Whether all characters are such as given names are made of; true for none."""
    return surnames().given.issuperset(part)


def _may_be_given(character: str, allowed: frozenset[str] | None) -> bool:
    if character in _NEVER or not HAN.match(character):
        return False
    return allowed is None or character in allowed


def _certain_length(table: Surnames, folded: str, at: int) -> int:
    """2 where two given-name characters stand although the text runs on (我叫孟凡强机主)."""
    part = folded[at : at + 2]
    return 2 if len(part) == 2 and table.given.issuperset(part) and _NEVER.isdisjoint(part) else 0


def _nickname_alone(folded: str, at: int) -> tuple[int, int] | None:
    """小芳, where nothing follows."""
    alone = _ALONE.match(folded, at)
    if alone and alone.end() == at + 2 and folded[at] in _NICKNAMES and is_given(folded[at + 1]):
        return alone.span()
    return None


def _after_pause(folded: str, at: int) -> int | None:
    end = at
    while end < at + 2 and folded[end : end + 1] in (",", "，", "、", " "):
        end += 1
    return end if end > at else None


def _nickname(folded: str, at: int) -> tuple[int, int] | None:
    """小田, 老周: a nickname of a common surname."""
    surname = folded[at + 1 : at + 2]
    if folded[at : at + 1] in _NICKNAMES and surname in surnames().common and is_end(folded, at + 2):
        return at, at + 2
    return None
