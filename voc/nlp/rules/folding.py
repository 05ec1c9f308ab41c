"""Regular expressions in the form of readings: texts are matched in it, and no other form could ever match."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from voc.domain.reading import READ_ELSEWHERE, read

# Of longer ranges (`[一-龥]`) the simplified characters are a part anyway.
LONGEST_RANGE = 256
_CODE = re.compile(r"\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))")
_GROUP = re.compile(r"\(\?(?:P?<\w+>|[a-zA-Z-]*[:)])?")
_ESCAPE = re.compile(r"\\(?:[pP](?:\{[^}]*\}|.)|[^xQ])", re.DOTALL)
_QUOTATION = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
_CLASS_NAME = re.compile(r"\[:\^?\w+:\]")
_CAPITALS = re.compile(r"\[:\^?upper:\]|\\[pP]\{?\^?Lu\}?")
_MARKS_IN_CLASS = frozenset("]\\^-[")


def folded(pattern: str) -> str:
    r"""A pattern that RE2 takes, with its characters as they are read.

    Characters of which a reading makes several become a group. What is folded stays as it is when it is folded again.
    ValueError, with the reason and what to write, for a part that readings have no counterpart of.

    >>> folded("ＡＴＭ|轉[帳A-F]+"), folded(r"App\.|\D…+"), folded("回覆")
    ('atm|转[账a-f]+', 'app\\.|\\D(?:\\.\\.\\.)+', '回[覆复]')
    """
    capitals = _CAPITALS.search(pattern)
    if capitals is not None:
        raise ValueError(f"{capitals[0]} 不会命中，字母都按小写读", "写 [a-z] 或 [[:lower:]]")
    return "".join(_pieces(unicodedata.normalize("NFC", pattern)))


def _pieces(pattern: str) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        if (kept := _GROUP.match(pattern, at) or _ESCAPE.match(pattern, at)) is not None:
            yield kept[0]
            at = kept.end()
        elif (quoted := _QUOTATION.match(pattern, at)) is not None:
            yield from (_written(one, re.escape(one)) for one in quoted[1])
            at = quoted.end()
        elif pattern[at] == "[":
            piece, at = _class(pattern, at)
            yield piece
        else:
            sign = _sign(pattern, at)
            yield _written(sign.character, sign.written)
            at = sign.end


def _written(character: str, written: str) -> str:
    """A character in the form of its reading; one that is read otherwise in some words, in both."""
    if character in READ_ELSEWHERE:
        return f"[{character}{READ_ELSEWHERE[character]}]"
    text = _seen(character)
    if text == character:
        return written
    # One that is read as another or several, which stand for themselves.
    return re.escape(text) if len(text) == 1 else f"(?:{re.escape(text)})"


def _seen(character: str) -> str:
    """What a character is read as; ValueError for one that is not read, as it would be looked for in vain."""
    text = read(character).text
    if not text:
        raise ValueError(f"里面有看不见的字 U+{ord(character):04X}", "请删去")
    return text


@dataclass(frozen=True, slots=True)
class _Sign:
    """One character, as it is written and where that ends."""

    character: str
    written: str
    end: int


def _sign(pattern: str, at: int) -> _Sign:
    code = _CODE.match(pattern, at)
    if code is not None:
        return _Sign(chr(int(code[1] or code[2], 16)), code[0], code.end())
    length = 2 if pattern[at] == "\\" else 1
    written = pattern[at : at + length]
    return _Sign(written[-1], written, at + length)


def _class(pattern: str, at: int) -> tuple[str, int]:
    """A class of characters that begins at a place, and where it ends."""
    opening = "[^" if pattern.startswith("[^", at) else "["
    at += len(opening)
    first, items = at, dict[str, None]()
    while pattern[at] != "]" or at == first:
        kept = _CLASS_NAME.match(pattern, at) or (_ESCAPE.match(pattern, at) if pattern[at + 1].isalnum() else None)
        if kept is not None:
            items[kept[0]] = None
            at = kept.end()
            continue
        low = _sign(pattern, at)
        ranged = pattern[low.end] == "-" and pattern[low.end + 1] != "]"
        high = _sign(pattern, low.end + 1) if ranged else low
        items |= dict.fromkeys(_items(low, high, pattern[at : high.end]))
        if low is high and low.character in READ_ELSEWHERE:
            items[READ_ELSEWHERE[low.character]] = None
        at = high.end
    return opening + "".join(items) + "]", at + 1


def _items(low: _Sign, high: _Sign, written: str) -> Iterator[str]:
    """What stands in a class for the characters from one to another."""
    codes = range(ord(low.character), ord(high.character) + 1)
    if len(codes) > LONGEST_RANGE:
        yield written
        return
    texts = [_seen(low.character)] if len(codes) == 1 else [read(chr(code)).text for code in codes]
    if all(text == chr(code) for code, text in zip(codes, texts, strict=True)):
        yield written
        return
    if len(texts) == 1 and len(texts[0]) > 1:
        hint = f"在方括号外写 (?:{re.escape(texts[0])}|[…])"
        raise ValueError(f"方括号里的“{low.character}”读作“{texts[0]}”，不是一个字", hint)
    # Those that are read as several are in no text.
    yield from _runs([text for text in texts if len(text) == 1])


def _runs(characters: list[str]) -> Iterator[str]:
    """Characters, of which those that follow each other are joined to ranges."""
    start = 0
    for at in range(1, len(characters) + 1):
        if at < len(characters) and ord(characters[at]) == ord(characters[at - 1]) + 1:
            continue
        first, last = (_in_class(characters[n]) for n in (start, at - 1))
        yield first if at - start == 1 else f"{first}-{last}"
        start = at


def _in_class(character: str) -> str:
    return f"\\{character}" if character in _MARKS_IN_CLASS else character
