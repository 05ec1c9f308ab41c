"""Surnames, the characters of given names, and the common words that look like either."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Surnames:
    """`ambiguous` surnames are everyday characters too; `single` is both.

    `ends` and `begins` are words with a surname's character at their end or beginning.
    """

    common: frozenset[str]
    ambiguous: frozenset[str]
    single: frozenset[str]
    compound: frozenset[str]
    given: frozenset[str]
    ends: frozenset[str]
    begins: frozenset[str]

    def ends_word(self, text: str, end: int) -> bool:
        """Whether the code points up to `end` end with a common word: 现金, 由于, 对方."""
        return any(text[max(0, end - length) : end] in self.ends for length in (2, 3))

    def begins_word(self, text: str, start: int) -> bool:
        """Whether a common word begins at `start`: 马上, 高中, 江苏."""
        return any(text[start : start + length] in self.begins for length in (2, 3))


@cache
def surnames() -> Surnames:
    """The tables that come with the program."""
    names, words = _sections("surnames.txt"), _sections("surname_words.txt")
    given = "".join(_lines("given_name_characters.txt"))
    return Surnames(
        common=names["common"],
        ambiguous=names["ambiguous"],
        single=names["common"] | names["ambiguous"],
        compound=names["compound"],
        given=frozenset(given),
        ends=words["ends"],
        begins=words["begins"],
    )


def _sections(name: str) -> Mapping[str, frozenset[str]]:
    sections: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in _lines(name):
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), set())
        else:
            words.update(line.split())
    return {section: frozenset(found) for section, found in sections.items()}


def _lines(name: str) -> list[str]:
    text = files("voc").joinpath("resources", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
