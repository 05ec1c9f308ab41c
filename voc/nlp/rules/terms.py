"""Tokens → words, phrases and regular expressions."""

from collections.abc import Collection, Sequence

from lark import Token

from voc.domain.expressions import Alternative, ListName, Phrase, Regex, Word
from voc.domain.expressions.words import MOST_GAP, MOST_GROUPS
from voc.domain.reading import read
from voc.errors import ExpressionError
from voc.nlp.rules.folding import folded
from voc.nlp.rules.hints import RESERVED
from voc.nlp.rules.linear import may_be_empty, why_unusable
from voc.nlp.rules.nearest import asking
from voc.nlp.rules.sounds import sounds_known, too_many_hearings

DEFAULT_GAP = 10
# No count, distance or time is written with more; what is has an end for whoever computes with it.
MOST_DIGITS = 9
_LINEAR = "正则按线性时间匹配，不支持前瞻、回看与反向引用"
# What RE2 says, which is English, and what to tell instead: what is wrong, and how to mend it.
_REGEX_FAULTS = {
    "missing ]": ("方括号没有配对", "要找方括号本身写 \\["),
    "missing )": ("圆括号没有配对", "要找圆括号本身写 \\("),
    "unexpected )": ("圆括号没有配对", "要找圆括号本身写 \\)"),
    "invalid repetition size": ("重复的次数不对", "最多 1000 次，套在一起的相乘；{几,几} 里小的在前"),
    "no argument for repetition": ("* + ? {…} 前面没有要重复的内容", "要找它们本身，前面加 \\"),
    "bad repetition operator": ("* + ? 不能连着写", "只留一个"),
    "invalid character class range: [:": ("没有这一类字", "如 [[:digit:]]、[[:alpha:]]"),
    "invalid character class range: \\": ("没有这一类字", "如 \\d 数字、\\p{Han} 汉字"),
    "invalid character class range": ("方括号里的范围反了", "范围从小到大，如 [0-9]"),
    "trailing \\": ("最后的 \\ 后面没有字", "要找 \\ 本身写 \\\\"),
    "invalid escape sequence": ("\\ 后面的字没有这种写法", f"要找一个字本身，不加 \\；{_LINEAR}"),
    "invalid named capture group": ("括号的名称写得不对", "正则不用名称，直接写 (…)"),
    "pattern too large": ("正则太大", "少写一些重复，或分成几个"),
}
_OTHER_FAULT = ("有不支持的写法", _LINEAR)


def fail(token: Token, reason: str, hint: str, *, at: int = 0) -> ExpressionError:
    """An error at the place of a token, or `at` so many characters of it."""
    return ExpressionError(reason, line=token.line or 1, column=(token.column or 1) + at, hint=hint)


def whole(token: Token, digits: str) -> int:
    """The whole number that digits of a token write."""
    if len(digits) > MOST_DIGITS:
        raise _too_large(token)
    return int(digits)


def decimal(token: Token, digits: str) -> float:
    """The number that digits of a token write, with or without a point."""
    number = float(digits)
    if abs(number) >= 10**MOST_DIGITS:
        raise _too_large(token)
    return number


def _too_large(token: Token) -> ExpressionError:
    return fail(token, "数太大", f"最多 {MOST_DIGITS} 位")


def bare_word(children: Sequence[Token]) -> Word:
    token = children[0]
    if str(token) in RESERVED:
        raise fail(token, f"{token} 是运算符，缺少它后面的内容", f'要找这个词本身时加引号："{token}"')
    return _read(token, str(token))


def quoted_word(children: Sequence[Token]) -> Word:
    return _read(children[0], unquoted(children[0]))


def word_by_sound(children: Sequence[Token]) -> Word:
    token = children[1]
    text = read(unquoted(token) if token.type == "QUOTED" else str(token)).text
    if not sounds_known(text):
        raise fail(token, "按读音找的词只能由汉字组成", "去掉 ~，或只写汉字，最多 8 个")
    if too_many_hearings(text):
        raise fail(token, "按读音找的词里多音字太多", "去掉 ~，或只写读音要紧的两三个字")
    return Word(text, by_sound=True)


def _read(token: Token, text: str) -> Word:
    text = read(text).text.strip()
    if not text:
        raise fail(token, "词是空的", "至少要有一个字")
    return Word(text)


def unquoted(text: str) -> str:
    """What stands between quotes."""
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def list_name(children: Sequence[Token], lists: Collection[str] | None) -> ListName:
    token = children[0]
    name = str(token)[1:]
    if lists is not None and name not in lists:
        known = "、".join(sorted(lists)) or "（没有）"
        raise fail(token, f"没有名为 {name} 的词表", f"{asking(name, lists)}已有的词表：{known}")
    return ListName(name)


def group(children: Sequence[Alternative | Token]) -> tuple[Alternative, ...]:
    return tuple(child for child in children if not isinstance(child, Token))


def phrase(children: Sequence[tuple[Alternative, ...] | Token]) -> Phrase:
    gaps = [child for child in children if isinstance(child, Token)]
    groups = [child for child in children if not isinstance(child, Token)]
    if len(groups) > MOST_GROUPS:
        raise fail(gaps[MOST_GROUPS - 1], f"词组超过 {MOST_GROUPS} 组", "分成几个词组，用 AND 或 NEAR/词数 接起来")
    return Phrase(tuple(groups), tuple(_gap(token) for token in gaps))


def _gap(token: Token) -> int:
    gap = whole(token, token[2:]) if len(token) > 2 else DEFAULT_GAP
    if gap > MOST_GAP:
        raise fail(token, f"词组之间最多隔 {MOST_GAP} 个字", "更远的用 NEAR/词数 或 AND")
    return gap


def regex(children: Sequence[Token | None]) -> Regex:
    pattern, excluding = (None if token is None else _pattern(token) for token in children)
    assert pattern is not None
    return Regex(pattern, excluding)


def _pattern(token: Token) -> str:
    pattern = _unescaped(str(token)[1:-1])
    reason = why_unusable(pattern)
    if reason is not None:
        said, hint = _told(reason)
        raise fail(token, f"正则不能用：{said}", hint)
    if may_be_empty(pattern):
        raise fail(token, "正则能匹配空串，处处都算", "把 * 改成 +，或写上必有的字")
    try:
        return folded(pattern)
    except ValueError as error:
        reason, hint = error.args
        raise fail(token, f"正则不能用：{reason}", hint) from None


def _told(reason: str) -> tuple[str, str]:
    """What is wrong with a pattern that RE2 does not take, and what to do about it, by the reason that RE2 gives."""
    return next((told for start, told in _REGEX_FAULTS.items() if reason.startswith(start)), _OTHER_FAULT)


def _unescaped(pattern: str) -> str:
    """`\\/` to `/`, other escapes as they stand."""
    out, at = [], 0
    while at < len(pattern):
        step = 2 if pattern[at] == "\\" else 1
        piece = pattern[at : at + step]
        out.append("/" if piece == "\\/" else piece)
        at += step
    return "".join(out)
