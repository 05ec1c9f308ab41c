"""Reading: the form of a text in which everything is looked up, with a way back to the text as given.

A reading is NFKC, traditional characters read as simplified ones, Latin letters in lower case. Offsets of the reading
map to code points of the given text.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Not in the character table: forms that mainland banking writes otherwise, and common variants.
_VARIANTS = {"帳": "账", "帐": "账", "戶": "户", "妳": "你", "嘅": "的", "喺": "在", "唔": "不", "冇": "没"}


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is what is read of `given`; character `i` of it comes from code points `starts[i]` to `ends[i]`.

    `starts` and `ends` are None where both texts have the same characters one by one.
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
    if any(map(unicodedata.combining, given)):
        return _read_marked(given)
    table = _character_table()
    text = given.translate(table)
    # No character is read as none, so that texts of the same length have the same characters one by one.
    if len(text) == len(given):
        return Reading(given, text)
    return _joined(given, ((i, i + 1, table[ord(character)]) for i, character in enumerate(given)))


def _read_marked(given: str) -> Reading:
    """A text in which some character stands on another."""
    table = _character_table()
    if unicodedata.is_normalized("NFKC", given):
        return Reading(given, given.translate(table))
    return _joined(
        given,
        (
            (start, end, unicodedata.normalize("NFKC", given[start:end]).translate(table))
            for start, end in _clusters(given)
        ),
    )


def _joined(given: str, pieces: Iterable[tuple[int, int, str]]) -> Reading:
    """A reading from pieces of it, each with the code points that it comes from."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, text in pieces:
        texts.append(text)
        starts += [start] * len(text)
        ends += [end] * len(text)
    return Reading(given, "".join(texts), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A base character with the marks that combine with it: what NFKC may compose. The text is not empty."""
    start = 0
    for i in range(1, len(text)):
        if not unicodedata.combining(text[i]):
            yield start, i
            start = i
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
    rows = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf8").splitlines()
    pairs = (row.split("\t") for row in rows if row)
    return {ord(traditional): choices.split(" ")[0] for traditional, choices in pairs}


@cache
def _character_table() -> _CharacterTable:
    """NFKC; traditional to simplified; letters to lower case."""
    table = dict(simplified_characters())
    table |= {ord(a): b for a, b in _VARIANTS.items()}
    return _CharacterTable(table | {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)})
