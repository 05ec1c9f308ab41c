"""Operators that are written wrongly, misplaced or misspelt: told at the place where they begin."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from voc.nlp.rules.hints import FORMS, FULL_WIDTH, JOINS, MEASURES, RESERVED, Fault, joined_operator
from voc.nlp.rules.nearest import nearest

# Operators that need a condition in front.
_BETWEEN = JOINS | {"NEAR", "AROUND", "EXCEPT"}
_ORDERED = "BEFORE、AFTER、AROUND 不能连着写，分成两个：a BEFORE b AND b BEFORE c"
_ALONE = {"BEFORE": _ORDERED, "AFTER": _ORDERED, "AROUND": _ORDERED}
_ALONE |= {
    "UNLESS": "UNLESS 只能写一个，几个例外写在括号里：a UNLESS (b OR c)",
    "NOT": "NOT 前面还要 AND 或 OR，如 a AND NOT b",
}
_BRACKETED = frozenset(FORMS) - _BETWEEN - set(MEASURES) - {"REPEAT"}
_NUMBERS = {"NEAR": r"/\d+", "AROUND": r"/\d+"}
_CHINESE = dict.fromkeys(("并且", "而且", "和", "且", "与"), "AND") | dict.fromkeys(("或", "或者"), "OR")
_CHINESE |= {"除非": "UNLESS"}
_SPEAKERS = "说话人直接写 CUSTOMER(…)、AGENT(…) 或 SYSTEM(…)"
_NOT_OURS = dict.fromkeys(("SPEAKER", "ROLE"), _SPEAKERS)
_NOT_OURS |= dict.fromkeys(("REGEX", "REGEXP", "MATCH"), "正则直接写在两个 / 之间，如 /转.*不出/")
# What is written without a break: an operator with all that belongs to it.
_CHUNK = re.compile(r"[\w/／%％+.:：-]+")
_LETTERS = re.compile(r"[A-Za-z]+")
# What stands between two sides of words at the end of a text.
_PLACED = re.compile(r"(?:NEAR|BEFORE|AFTER|AROUND)(?:/\d+)?\s+$")
_LISTED = re.compile(r"(?:\||\.\.\d*)\s*$")
_COMPARISONS = frozenset("<>=＜＞＝")
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A piece of an expression without blanks and brackets; `after` is the next mark behind it."""

    start: int
    text: str
    after: str

    @property
    def plain(self) -> str:
        """The same without full-width characters."""
        return unicodedata.normalize("NFKC", self.text)

    @property
    def name(self) -> str:
        """The Latin letters that it begins with."""
        letters = _LETTERS.match(self.plain)
        return "" if letters is None else letters[0]

    @property
    def rest(self) -> str:
        return self.plain[len(self.name) :]


def misspelt(text: str, position: int, wants: Callable[[str], bool]) -> tuple[int, Fault] | None:
    """What is wrong with the operator at or just before the place where reading stopped, and where it begins.

    `wants` tells whether a text that can be read so far breaks off where a condition should follow. None where the
    fault is no operator's.

    >>> misspelt("a NAER/3 b", 2, lambda _: False)
    (2, Fault(reason='没有“NAER”这个运算符', hint='是不是 NEAR？NEAR 后面要写隔几个词，如 网点 NEAR/5 远'))
    """
    chunks = [_Chunk(one.start(), one[0], text[one.end() :].lstrip()[:1]) for one in _CHUNK.finditer(text)]
    around = [one for one in chunks if one.start <= position < one.start + len(one.text)]
    before = [one for one in chunks if one.start < position and not text[one.start + len(one.text) : position].strip()]
    for chunk in (*before[-1:], *around):
        wanting = partial(wants, text[: chunk.start])
        fault = (
            _denied_side(chunk, text[: chunk.start], position)
            or _missing_before(chunk, wanting)
            or _incomplete(chunk, position)
            or _alone(chunk, position, wanting)
        )
        fault = fault or _joined(chunk) or _unknown(chunk)
        if fault is not None:
            return chunk.start, fault
    return None


def _incomplete(chunk: _Chunk, position: int) -> Fault | None:
    """An operator without all that belongs to it, or in other letters than its own."""
    name, upper = chunk.name, chunk.name.upper()
    if upper not in RESERVED:
        return None
    if chunk.text != chunk.plain:
        return Fault(f"“{chunk.text}”里有全角字符", f"运算符用半角大写：{upper}")
    if (chunk.after in _COMPARISONS and upper not in MEASURES) or chunk.after in FULL_WIDTH:
        return None
    if name != upper:
        return Fault(f"“{name}”的位置不对", f"运算符要大写：{upper}")
    bare = not chunk.rest and chunk.start < position and chunk.after not in _COMPARISONS
    open_ended = name in _BRACKETED and chunk.start < position and chunk.after != "("
    inside = chunk.start < position < chunk.start + len(chunk.text)
    broken = inside if name in _BRACKETED else not re.fullmatch(_NUMBERS.get(name, r"(?:/\d+)?"), chunk.rest)
    return Fault(f"{name} 的写法不对", FORMS[name]) if name in FORMS and (bare or open_ended or broken) else None


def _missing_before(chunk: _Chunk, wanting: Callable[[], bool]) -> Fault | None:
    """An operator without a condition in front."""
    if chunk.name not in _BETWEEN or not wanting():
        return None
    return Fault(f"{chunk.name} 的位置不对", "它前面缺少条件，或多写了一个运算符")


def _denied_side(chunk: _Chunk, before: str, position: int) -> Fault | None:
    """NOT where only words may stand: what is told by the place of words, or listed, has to be there."""
    if chunk.text != "NOT" or chunk.start == position:
        return None
    if _PLACED.search(before):
        return Fault("NOT 的位置不对", "NEAR、先后两边要有词；用 AND NOT 或 UNLESS")
    listed = _LISTED.search(before)
    return Fault("NOT 的位置不对", f"{listed[0].strip()} 两边是词；用 OR NOT、AND NOT 或 UNLESS") if listed else None


def _alone(chunk: _Chunk, position: int, wanting: Callable[[], bool]) -> Fault | None:
    """An operator that may not follow what stands in front."""
    if chunk.text in _CHINESE and not wanting():
        return Fault(f"“{chunk.text}”不是运算符", f"“{chunk.text}”写 {_CHINESE[chunk.text]}")
    alone = chunk.start == position and chunk.name in _ALONE
    return Fault(f"{chunk.name} 的位置不对", _ALONE[chunk.name]) if alone else None


def _joined(chunk: _Chunk) -> Fault | None:
    """An operator that is written together with a word."""
    operator = joined_operator(chunk.text)
    if operator is None:
        return None
    return Fault(f"“{operator}”与词连着写", f"{operator} 与前后的词之间要有空格")


def _unknown(chunk: _Chunk) -> Fault | None:
    """What looks like an operator, and which one may be meant."""
    name = chunk.name
    if chunk.after in FULL_WIDTH:
        return None
    called = chunk.rest[:1] in ("/", ":") or (not chunk.rest and chunk.after in ("(", "/"))
    compared = not chunk.rest and chunk.after in _COMPARISONS
    if (len(name) < len(chunk.plain) and not called) or not 1 < len(name) <= _LONGEST or name in MEASURES:
        return None
    reason = f"没有“{name}”这个运算符"
    if called and name.upper() in _NOT_OURS:
        return Fault(reason, _NOT_OURS[name.upper()])
    if not (called or compared or name == name.upper()) or (name in RESERVED and not compared):
        return None
    near = nearest(name, MEASURES if compared else RESERVED - {name})
    if not near:
        return None
    # Letters that changed places are the commonest slip.
    meant = next((one for one in near if sorted(one) == sorted(name.upper())), near[0])
    return Fault(reason, f"是不是 {meant}？{FORMS.get(meant, '')}")
