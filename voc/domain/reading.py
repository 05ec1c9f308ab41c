"""Reading: the form of a text in which everything is looked up, with a way back to the text as given.

A reading is NFKC, traditional characters read as simplified ones, Latin letters in lower case, without characters that
cannot be seen. Offsets of the reading map to code points of the given text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Not in the character table: forms that mainland banking writes otherwise, and common variants.
_VARIANTS = {"帳": "账", "帐": "账", "戶": "户", "妳": "你", "衹": "只", "擡": "抬"}
_VARIANTS |= {"嘅": "的", "喺": "在", "唔": "不", "冇": "没"}
# Soft hyphens, zero-width blanks and marks of direction. Not what joins two emoji, which are one picture.
_UNSEEN = frozenset("\u00ad\u180e\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064")
_UNSEEN |= frozenset("\u2066\u2067\u2068\u2069\ufeff")
# Characters that are read otherwise in some words only, and as what: 著 is 着 but in 著名 or 显著.
READ_ELSEWHERE = {"甚": "什", "著": "着", "祇": "只", "覆": "复", "瞭": "了", "藉": "借", "彷": "仿"}
_RARE = re.compile(f"[{''.join(READ_ELSEWHERE)}]")
_ELSEWHERE = re.compile(
    r"甚(?=么)|(?<![神地])祇(?=[\u4e00-\u9fff])"
    r"|(?<![名巨专原拙译显昭卓土遗知])著(?![名作述称])(?:(?<=[\u4e00-\u9fff]著)|(?=[\u4e00-\u9fff]))"
)
# Of these OpenCC lists the words: 回覆 is 回复, 覆盖 is 覆盖.
_LISTED = frozenset("覆瞭藉彷")


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is what is read of `given`; character `i` of it comes from code points `starts[i]` to `ends[i]`.

    `starts` and `ends` are None where both texts have the same characters one by one, and where nothing is read.
    """

    given: str
    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the given text behind characters `start` to `end` (not empty) of the reading."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def read(given: str) -> Reading:
    """Read a text.

    >>> read("ＡＰＰ轉帳失敗…").text
    'app转账失败...'
    >>> reading = read("㈱轉帳")
    >>> reading.text, reading.span(3, 5)
    ('(株)转账', (1, 3))
    """
    # What cannot be seen cannot be printed: most texts are told at once to have none of it.
    if any(map(unicodedata.combining, given)) or not (given.isprintable() or _UNSEEN.isdisjoint(given)):
        return _read_marked(given)
    table = _character_table()
    text = given.translate(table)
    # No character is read as none, so that texts of the same length have the same characters one by one.
    if len(text) == len(given):
        return Reading(given, _in_words(text))
    return _joined(given, ((i, i + 1, table[ord(character)]) for i, character in enumerate(given)))


def _read_marked(given: str) -> Reading:
    """A text in which some character stands on another, or cannot be seen."""
    table = _character_table()
    if _UNSEEN.isdisjoint(given) and unicodedata.is_normalized("NFKC", given):
        return Reading(given, _in_words(given.translate(table)))
    return _joined(
        given,
        (
            (start, end, unicodedata.normalize("NFKC", _seen(given[start:end])).translate(table))
            for start, end in _clusters(given)
        ),
    )


def _seen(text: str) -> str:
    return text if _UNSEEN.isdisjoint(text) else "".join(c for c in text if c not in _UNSEEN)


def _in_words(text: str) -> str:
    """Characters of a reading that are read otherwise in the words they stand in, one for one."""
    if _RARE.search(text) is None:
        return text
    pattern, words = _words()
    return _ELSEWHERE.sub(lambda one: READ_ELSEWHERE[one[0]], pattern.sub(lambda one: words[one[0]], text))


def _joined(given: str, pieces: Iterable[tuple[int, int, str]]) -> Reading:
    """A reading from pieces of it, each with the code points that it comes from."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, text in pieces:
        texts.append(text)
        starts += [start] * len(text)
        ends += [end] * len(text)
    return Reading(given, _in_words("".join(texts)), tuple(starts) or None, tuple(ends) or None)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A base character with the marks that combine with it, what NFKC may compose, and what cannot be seen about it."""
    start, seen = 0, False
    for i, character in enumerate(text):
        unseen = character in _UNSEEN
        if seen and not unseen and not unicodedata.combining(character):
            yield start, i
            start = i
        seen = seen or not unseen
    yield start, len(text)


class _CharacterTable(dict[int, str]):
    """How each character is read by itself; put down when it is first seen."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code))
        self[code] = text = plain if len(plain) == 1 and ord(plain) == code else plain.translate(self)
        return text


@cache
def simplified_characters() -> Mapping[int, str]:
    """Traditional to simplified, one character for one: the first choice of OpenCC's table, the commonest."""
    return {ord(traditional): simplified for traditional, simplified in _dictionary("TSCharacters.txt")}


def _dictionary(name: str) -> list[tuple[str, str]]:
    """The rows of a dictionary of OpenCC, each with its first choice."""
    rows = files("opencc").joinpath("dictionary", name).read_text(encoding="utf8").splitlines()
    pairs = (row.split("\t") for row in rows if row)
    return [(traditional, choices.split(" ")[0]) for traditional, choices in pairs]


@cache
def _words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """OpenCC's words with a character that it leaves as it is elsewhere, in the form of the character table.

    Words that are read by their characters are among them, as they hold shorter ones that are not; 说明覆盖 holds none.
    """
    table = _character_table()
    pairs = {word.translate(table): read.translate(table) for word, read in _dictionary("TSPhrases.txt")}
    words = {word: read for word, read in pairs.items() if not _LISTED.isdisjoint(word) and len(word) == len(read)}
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!盖)"), words


@cache
def _character_table() -> _CharacterTable:
    """NFKC; traditional to simplified; letters to lower case."""
    table = dict(simplified_characters())
    table |= {ord(a): b for a, b in _VARIANTS.items()}
    return _CharacterTable(table | {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)})
