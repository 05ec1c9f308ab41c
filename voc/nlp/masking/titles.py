"""Names before a title: 仇先生, 俞桂珍女士, 小牛经理, 阮总."""

import re
from collections.abc import Iterator

from voc.nlp.masking.given_names import SHORT_TITLES, TITLE, is_given
from voc.nlp.masking.surnames import Surnames, surnames

_NOT_TITLE = re.compile(
    "先生(?:成|效|产)|小姐妹|经理解|主任[务何意]|会计[算划入提科]|同学[习校会]|大哥大|专员工|组长期|主管理|行长期|董事会|教授权|老板块|老师傅"
)
_SHORT_TITLE = re.compile(f"[{SHORT_TITLES}]")
# A name stands free on its left after these.
_BEFORE = frozenset(
    "是叫找给跟让问对请的了为位名说姓吗好您我你他她们那这和与由被有帮喊称呼谢约等见啊嗯哎喂哦到烦个公婆爸妈"
    ",，。.！!？?、 ：:；;…—~“”\"'（）()呃唔*\n"
)
_AFTER_SHORT = frozenset("您你我他她说在吗啊呀呢的帮是好这那就也给让去不什怎今昨明,，。.！!？?、 ~～：:\n")
_CLAUSE_START = frozenset("好啊嗯哎喂诶呃,，。.！!？?、；;：:…—“” *\n")
# Surnames that are prepositions, adverbs or verbs before a title as well: “向经理反映”, “连老师都”.
_GRAMMATICAL = frozenset("向连应和全关管别查")
# Surnames that end everyday words but begin no clause before a title: “于经理态度好”, though “由于经理不在”.
_EVERYDAY = frozenset("于钱时任单解计元车房党官包")
# Only a name follows these; after 的, 有, 把 or 给 it may be a thing (我的钱先生了利息).
_AFTER_ANY = frozenset("是叫找跟问请名和与由谢约等见")
_NO_NAME = re.compile("车[队厂间]长|党[校组]长|党书记")
# Offices that somebody holds or takes (任校长三年) more often than he is addressed so.
_OFFICE = re.compile("[队校组院村店班科处局厂]长|书记|会计|主管")
_ADDRESSED = re.compile("麻烦|感谢|谢谢|抱歉|对不起|不好意思|稍等|稍候|让您|给您|为您|帮您|跟您|请您|请问|这里|这边")
_AFTER_TITLE = frozenset("说您你好吗是刚那这的在本,，。.！!？?、 :：\n*")


def find_titled(folded: str) -> Iterator[tuple[int, int]]:
    """Names, without the title, before each title."""
    for title in TITLE.finditer(folded):
        end = title.start() - (folded[title.start() - 1 : title.start()] == " ")
        if end > 0 and not _NOT_TITLE.match(folded, title.start()):
            span = _name_before(folded, end, title.end())
            if span:
                yield span
    for short in _SHORT_TITLE.finditer(folded):
        if _has_surname_before(folded, short.start()):
            yield short.start() - 1, short.start()


def _name_before(folded: str, end: int, after: int) -> tuple[int, int] | None:
    """The name that ends where a title begins."""
    table = surnames()
    for start in (end - 4, end - 3, end - 2):
        if start >= 0 and folded[start : start + 2] in table.compound and is_given(folded[start + 2 : end]):
            return start, end
    for start in (end - 3, end - 2):
        if start >= 0 and _is_full_name(table, folded, start, end):
            return start, end
    return (end - 1, end) if _is_surname(table, folded, end, after) else None


def _is_full_name(table: Surnames, folded: str, start: int, end: int) -> bool:
    """A surname with one or two given-name characters, free on its left."""
    surname, given = folded[start], folded[start + 1 : end]
    if surname not in table.single or not is_given(given) or (start and folded[start - 1] not in _BEFORE):
        return False
    if len(given) == 1 and (surname in _BEFORE or surname == given):
        return False
    return surname in table.common or not table.begins_word(folded, start)


def _is_surname(table: Surnames, folded: str, end: int, after: int) -> bool:
    """Whether the one character before a title is a surname there, not the end of a word."""
    surname, before = folded[end - 1], folded[end - 2] if end > 1 else ""
    if surname not in table.single or before == surname:
        return False
    if surname in _GRAMMATICAL or surname in _EVERYDAY:
        return _is_free(folded, end, after) and not table.ends_word(folded, end)
    return (surname in table.common and before in ("小", "老")) or not table.ends_word(folded, end)


def _is_free(folded: str, end: int, after: int) -> bool:
    """Whether an everyday word before a title is a surname there, by what stands on both sides."""
    if _NO_NAME.match(folded, end - 1):
        return False
    before = folded[end - 2] if end > 1 else ""
    everyday = folded[end - 1] in _EVERYDAY and not _OFFICE.match(folded, end)
    if everyday and (not before or before in _CLAUSE_START or before in _AFTER_ANY):
        return True
    if before and before not in _BEFORE:
        return False
    return after == len(folded) or folded[after] in _AFTER_TITLE or _ADDRESSED.match(folded, after) is not None


def _has_surname_before(folded: str, at: int) -> bool:
    """张哥, 李姐, 汪总: only a common surname that stands free on both sides."""
    if not at or folded[at - 1] not in surnames().common or folded[at - 1 : at + 1] == "帅哥":
        return False
    free = at == 1 or folded[at - 2] in _BEFORE or folded[at - 2] in "小老"
    return free and (at + 1 == len(folded) or folded[at + 1] in _AFTER_SHORT)
