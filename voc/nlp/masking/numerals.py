"""Digits as they are written and spoken, in runs whose groups may stand apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPOKEN = {
    "0": "零〇洞",
    "1": "一幺壹",
    "2": "二两贰",
    "3": "三叁仨",
    "4": "四肆",
    "5": "五伍",
    "6": "六陆",
    "7": "七柒拐",
    "8": "八捌",
    "9": "九玖勾",
}
_VALUES = {c: digit for digit, characters in _SPOKEN.items() for c in digit + characters}
DIGIT = "[" + "".join(_VALUES) + "]"
_FILLERS = (
    "嗯|呃|额|啊|哦|噢|哎|诶|欸|唉|呢|吧|对|是|再|那个|这个|然后|接着|就是|还有|"
    "后面|空格|横杠|中杠|短杠|杠|减号|减|破折号"
)
# What may stand between two groups of one number. Nothing in it begins with a digit, so a run has one reading only.
GAP = r"(?:[ \t\-_~·.,，。、…;；()]|" + _FILLERS + "){0,5}"
_LONGEST_RUN = 300  # in digits; longer ones are read in pieces
# “三个零” says a digit several times; “三个零钱罐” and “三个一百” do not.
_REPEATED = rf"(?:(?<=[2-9两二三四五六七八九])个{DIGIT}(?![十百千万亿个块元月年天点钱]))"
_RUN = re.compile(rf"{DIGIT}{_REPEATED}?(?:{GAP}{DIGIT}{_REPEATED}?){{4,{_LONGEST_RUN}}}")
_TOKEN = re.compile(rf"({DIGIT}){_REPEATED}|{DIGIT}")
# “零零幺一直没收到”: the last 一 belongs to the next word.
_NEXT_WORD = re.compile("一[直个张下样般旦共起些次种块天遍会位笔条定边切年月时]")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together, with where they stand; `gap` is what separates them from the group before."""

    digits: str
    start: int
    end: int
    gap: str


def digits_of(text: str) -> str:
    """Arabic digits for the digits of a text, written or spoken; the rest falls away.

    >>> digits_of("幺三八，然后00，两个七")
    '1380077'
    """
    return "".join(_value(match) for match in _TOKEN.finditer(text))


def digit_runs(text: str, least: int = 6) -> Iterator[tuple[Group, ...]]:
    """Every run of at least `least` tokens, cut into groups where something stands between the digits.

    A change between written and spoken digits cuts too, and digits that all stand alone are one group.
    """
    for run in _RUN.finditer(text):
        groups = _grouped(text, run)
        if sum(len(group.digits) for group in groups) >= least:
            yield groups


def _grouped(text: str, run: re.Match[str]) -> tuple[Group, ...]:
    groups: list[Group] = []
    spelled = False  # whether the last group is made of digits that stand alone
    for group in _together(text, run):
        last = groups[-1] if groups else None
        alone = len(group.digits) == 1
        if last and alone and spelled and (len(last.digits) == 1 or _same_gap(text, last, group)):
            groups[-1] = Group(last.digits + group.digits, last.start, group.end, last.gap)
        else:
            groups.append(group)
            spelled = alone
    return tuple(groups)


def _together(text: str, run: re.Match[str]) -> Iterator[Group]:
    """Digits that touch each other, in one script."""
    last: Group | None = None
    for token in _TOKEN.finditer(text, run.start(), run.end()):
        start, end, value = token.start(), token.end(), _value(token)
        if last and last.end == start and not _cut(text, start):
            last = Group(last.digits + value, last.start, end, last.gap)
            continue
        if last:
            yield last
        last = Group(value, start, end, text[last.end : start] if last else "")
    if last:
        yield last


def _cut(text: str, at: int) -> bool:
    return text[at - 1].isascii() is not text[at].isascii() or _NEXT_WORD.match(text, at) is not None


def _same_gap(text: str, last: Group, group: Group) -> bool:
    return text[last.end - 1 - len(group.gap) : last.end - 1] == group.gap


def _value(token: re.Match[str]) -> str:
    spoken = token.group()
    if token.group(1):
        return _VALUES[spoken[-1]] * int(_VALUES[spoken[0]])
    return _VALUES[spoken]
