"""Names that somebody says are names: 我叫…, 我是…, 户名：…, 我姓…, or the bare answer to a question."""

import re
from collections.abc import Iterator
from functools import cache

from voc.nlp.masking.given_names import (
    IN_PARTS,
    SPELLED,
    any_name,
    explained_name,
    given_length,
    hinted_name,
    is_end,
    name_start,
    surname_at,
    transcribed_name,
)
from voc.nlp.masking.surnames import surnames

_FILLER = r"(?:[ ,，、:：\"“「『‘]|那个|这个|嗯|呃|额|啊|诶|哎|就是|是|叫|呢){0,4}"
_CALLED = re.compile(rf"叫(?:做|作|的是)?{_FILLER}")
# Who may be called something; before 叫 in any other place a person is rather called to come.
_CALLABLE = re.compile(
    r"(?:我|俺|咱|他|她|您|你|人|户|个|位|爸|妈|父亲|母亲|爱人|老公|老婆|丈夫|妻子|先生|太太|儿子|女儿|孩子|哥|姐|弟|妹|奶奶|爷爷|外公|外婆|朋友|"
    r"同事|对象|名|字|户主|机主|姓.{1,2}[,，]?)(?:的名字|名字)?(?:就|是|呢|也)?\Z"
)
_CALL_ME = re.compile(r"叫我([小老阿][\u4e00-\u9fff])(?=就|即|吧|好|也|都|[,，。.！! \n]|\Z)")
_HOLDERS = (
    "(?<!用)户名|户主|开户人|开户名|持卡人|收款人|付款人|收件人|收货人|联系人|申请人|投保人|被保险人|被保人|受益人|主贷人|借款人|贷款人|机主|法人代表|法定代表人|法人|"
    "经办人|存款人|担保人|客户姓名|真实姓名|姓名|全名|名字|署名|落款"
)
# Each word of `_holder` has one of them; most texts have none.
_HOLDER_CHARACTER = re.compile("[人户主名款问客理专柜席工]")
_COPULA = "[:：]|是|为|叫|写的是?|填的是?|显示的?是?|登记的?是?"
_BEING = re.compile(r"(?:我|您|你|这里|这边|本人|机主|户主|法人|对方|他|她|请问)(?:就|也|不)?\Z")
# “不是姓王” and “写成姓王” name nobody; “您是不是姓王” does.
_SURNAME = re.compile(
    r"(?<![百同尊老名不])(?<!(?<!免)贵)(?<!(?<!是)不是)(?<![写打念叫当记]成)姓(?:那个|嗯|呃|是|[,，])?"
)
_GIVEN_TOO = re.compile("[,，]?(?:单?名(?:叫|字叫)?一?个?|(?:名字)?叫)")
_LEAD = re.compile(r"(?:[ ,，。、:：]|嗯|呃|额|啊|哦|[你您]好|好的?|那个|我|就|是|叫|姓|名字|姓名|本人|的){0,6}")
_BESIDE_NUMBER = r"[,，、:： ]{0,2}(?:\*{7}|身份证|身分证|手机|电话|卡号|证件|尾号|[0-9幺]{3})"


def find_introduced(folded: str) -> Iterator[tuple[int, int]]:
    """Names after words that announce them."""
    if "叫" in folded:
        yield from _called(folded)
    if "姓" in folded:
        yield from _surnames_told(folded)
    if "·" in folded:
        yield from (match.span() for match in IN_PARTS.finditer(folded))
    if _HOLDER_CHARACTER.search(folded):
        yield from _held(folded)
    if "是" in folded:
        yield from _beings(folded)
    if "我" in folded:
        yield from _own_names(folded)
    yield from _beside_numbers(folded)


def find_answered(folded: str) -> Iterator[tuple[int, int]]:
    """The name with which a bare answer begins: 康，康少霆，…; 戴旭，呃，五五八六; 巴赫季亚尔，…"""
    lead = _LEAD.match(folded)
    at = lead.end() if lead else 0
    found = any_name(folded, at)
    if found is None:
        surname = surname_at(folded, at)
        if surname and folded[at + len(surname) : at + len(surname) + 1] in ("", ",", "，", "。", "."):
            yield at, at + len(surname)
        return
    if is_end(folded, found[1]):
        yield found
        again = SPELLED.match(folded, found[1] + 1)
        if again:
            yield again.span()


def _called(folded: str) -> Iterator[tuple[int, int]]:
    for cue in _CALLED.finditer(folded):
        if _CALLABLE.search(folded[max(0, cue.start() - 8) : cue.start()]):
            found = any_name(folded, cue.end())
            if found:
                yield found
    for nickname in _CALL_ME.finditer(folded):
        yield nickname.span(1)


def _held(folded: str) -> Iterator[tuple[int, int]]:
    """户名：…; 本人王建国; 客户经理小牛."""
    for cue in _holder().finditer(folded):
        found = any_name(folded, cue.end()) if cue["told"] else hinted_name(folded, cue.end())
        if found:
            yield found


def _beings(folded: str) -> Iterator[tuple[int, int]]:
    """我是李建国; 您是…吗."""
    for cue in _being().finditer(folded):
        if _BEING.search(folded[max(0, cue.start() - 3) : cue.start()]):
            at = cue.end()
            found = hinted_name(folded, at) or explained_name(folded, at) or transcribed_name(folded, at)
            if found:
                yield found


def _own_names(folded: str) -> Iterator[tuple[int, int]]:
    """我李建军，…"""
    for own in _own().finditer(folded):
        found = hinted_name(folded, own.start(1))
        if found == own.span(1):
            yield found


def _surnames_told(folded: str) -> Iterator[tuple[int, int]]:
    """我姓钮; 一位姓倪的经理; 免贵姓王名建国; 姓丛，…，丛海燕."""
    table = surnames()
    for cue in _SURNAME.finditer(folded):
        surname = surname_at(folded, cue.end())
        end = cue.end() + len(surname)
        if not surname or (surname in table.ambiguous and not is_end(folded, end)):
            continue
        yield cue.end(), end
        named = _GIVEN_TOO.match(folded, end)
        length = given_length(folded, named.end(), allowed=table.given) if named else 0
        if named and length:
            yield named.end(), named.end() + length
        else:
            yield from _told_in_full(folded, surname, end)


def _told_in_full(folded: str, surname: str, end: int) -> Iterator[tuple[int, int]]:
    """The whole name, soon after its surname was told and between pauses."""
    for again in re.finditer(
        rf"(?<=[,，。、 ]){surname}(?=[\u4e00-\u9fff]{{1,2}}(?:[,，。、 ]|\Z))", folded[end : end + 30]
    ):
        found = hinted_name(folded, end + again.start())
        if found:
            yield found


def _beside_numbers(folded: str) -> Iterator[tuple[int, int]]:
    """栾志勇，身份证…; a name right after a number that is covered already."""
    before, after = _beside_number()
    starts = [bare.end("lead") for bare in before.finditer(folded)]
    if "*******" in folded:
        starts += (cue.end() for cue in after.finditer(folded))
    for start in starts:
        found = hinted_name(folded, start)
        if found and (found[1] - found[0] >= 3 or "***" in folded[found[1] : found[1] + 5]):
            yield found


@cache
def _holder() -> re.Pattern[str]:
    start = rf"(?={name_start()[:-1]}A-Z])"
    return re.compile(
        rf"(?:{_HOLDERS})(?:(?P<told>(?:{_COPULA}){{1,3}}{_FILLER})|[ ,，、]?){start}"
        rf"|(?:客户|用户)(?:[:：]) ?{start}"
        rf"|(?:本人|请问|客服|客户经理|理财经理|专员|顾问|柜员|坐席|座席|主管|工程师) ?{start}"
    )


@cache
def _being() -> re.Pattern[str]:
    return re.compile(rf"是{_FILLER}(?={name_start()})")


@cache
def _own() -> re.Pattern[str]:
    """“我李建军，”: a name of three characters between 我 and a pause."""
    return re.compile(rf"我[,，]?({name_start()}[\u4e00-\u9fff]{{2}})(?=[,，。\n]|\Z)")


@cache
def _beside_number() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name at the start and then a number or what it is; what stands between a covered number and a name."""
    bare = rf"(?m:^)(?P<lead>{_LEAD.pattern}){name_start()}[\u4e00-\u9fff]{{1,3}}{_BESIDE_NUMBER}"
    return re.compile(bare), re.compile(rf"\*{{7}}[,，、 ]{{0,2}}(?={name_start()})")
