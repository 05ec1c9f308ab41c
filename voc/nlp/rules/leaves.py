"""Phrases and regular expressions ready to be searched for in a passage."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from voc.domain.expressions import Alternative, Phrase, Regex, Word
from voc.nlp.passage import Passage
from voc.nlp.rules.linear import compiled, readable, spans_within, sure_literal
from voc.nlp.rules.scene import Range, clause_of, word_end
from voc.nlp.rules.sounds import sound_class

# How common a word is taken to be, by its length: one character in 30 texts, two in 1,000, …
RARER = 30.0
# How many groups of words are kept ready: many phrases share their lists.
KEPT = 8192
# Where the words stand that made a hit, one for each group of a phrase.
Words = tuple[Range, ...]


@dataclass(frozen=True)
class PhraseLeaf:
    """A phrase whose lists are expanded."""

    phrase: Phrase

    @cached_property
    def keys(self) -> tuple[Word, ...]:
        """Words of which one stands in every hit: the group that is likely the rarest."""
        return min((_words(group) for group in self.phrase.groups), key=_commonness)

    @property
    def sure_words(self) -> tuple[str, ...] | None:
        """The same as plain text; None where one is found by its sound."""
        return None if any(word.by_sound for word in self.keys) else tuple(word.text for word in self.keys)

    @cached_property
    def _beginning(self) -> re.Pattern[str]:
        """Its first two groups, one of which most clauses lack: more would backtrack gap times gap times …"""
        groups = ("|".join(map(_written, _longest_first(group))) for group in self.phrase.groups[:2])
        between = "".join(f".{{0,{gap}}}?" for gap in self.phrase.gaps[:1])
        return re.compile(between.join(f"(?:{group})" for group in groups))

    def places(self, passage: Passage) -> tuple[Range, ...]:
        """Within what it hits: clauses."""
        return passage.clauses

    def searched(self, _: Passage, clause: Range, __: Range) -> Range:
        """What of a clause is searched where only some characters are looked at: all, so that it is searched once."""
        return clause

    def hits(self, passage: Passage, clause: Range) -> list[Words]:
        """What it may hit in a clause, one for each place where a hit can begin, in order; they may overlap.

        Each with its longest first word that the others can follow, these as near as they can. Groups are looked
        for from the last to the first, which takes no more steps however many there are.
        """
        if len(self.phrase.groups) == 1:
            return [(found.span(),) for found in self._beginning.finditer(passage.text, *clause)]
        if self._beginning.search(passage.text, *clause) is None:
            return []
        later: dict[int, Words] | None = None
        for group, gap in zip(reversed(self.phrase.groups), (0, *reversed(self.phrase.gaps)), strict=True):
            later = _led(_ends(group, passage.text, clause), gap, later)
            if not later:
                return []
        return list((later or {}).values())


@dataclass(frozen=True)
class RegexLeaf:
    """A regular expression that RE2 takes."""

    regex: Regex

    @cached_property
    def literal(self) -> str | None:
        """Characters that stand in every hit; None where none are sure."""
        return sure_literal(self.regex.pattern)

    @property
    def sure_words(self) -> tuple[str, ...] | None:
        """Words of which one stands in every hit; None where none are sure."""
        return None if self.literal is None else (self.literal,)

    def places(self, passage: Passage) -> tuple[Range, ...]:
        """Within what it hits: the whole."""
        return ((0, len(passage.text)),)

    def searched(self, passage: Passage, whole: Range, bounds: Range) -> Range:
        """What of a passage is searched where only some characters are looked at: these, up to the end of a word.

        It takes as much as it can: what begins before them, or ends behind them, must not hide what is among them.
        """
        return max(whole[0], bounds[0]), min(whole[1], word_end(passage, bounds[1]))

    def hits(self, passage: Passage, searched: Range) -> list[Words]:
        """What it hits among some characters, but for that in whose clauses the excluding expression is found."""
        hits = spans_within(self.regex.pattern, passage.text, *searched)
        return [((start, end),) for start, end in hits if start < end and not self._excluded(passage, start, end)]

    def _excluded(self, passage: Passage, start: int, end: int) -> bool:
        if self.regex.excluding is None:
            return False
        around = passage.text[clause_of(passage, start)[0] : clause_of(passage, end - 1)[1]]
        return compiled(self.regex.excluding).search(readable(around)) is not None


Leaf = PhraseLeaf | RegexLeaf


def _words(group: tuple[Alternative, ...]) -> tuple[Word, ...]:
    words = tuple(alternative for alternative in group if isinstance(alternative, Word))
    if len(words) < len(group):
        raise ValueError("named lists must be expanded first")
    return words


def _commonness(words: tuple[Word, ...]) -> float:
    return sum(float(RARER ** -len(word.text)) for word in words)


def _ends(group: tuple[Alternative, ...], text: str, clause: Range) -> dict[int, list[int]]:
    """Where words of a group end in a clause, the longest first, by where they begin, in order."""
    ends: dict[int, list[int]] = {}
    for length, pattern in _finders(group):
        for found in pattern.finditer(text, *clause):
            ends.setdefault(found.start(), []).append(found.start() + length)
    return dict(sorted(ends.items()))


def _led(ends: Mapping[int, Sequence[int]], gap: int, later: Mapping[int, Words] | None) -> dict[int, Words]:
    """Words that lead to others, no more than a gap behind them, with those; all where `later` is None."""
    if later is None:
        return {start: ((start, own[0]),) for start, own in ends.items()}
    starts, led = list(later), {}
    for start, own in ends.items():
        for end in own:
            at = bisect_left(starts, end)
            if at < len(starts) and starts[at] <= end + gap:
                led[start] = ((start, end), *later[starts[at]])
                break
    return led


def _longest_first(group: tuple[Alternative, ...]) -> list[Word]:
    return sorted(_words(group), key=lambda word: len(word.text), reverse=True)


@lru_cache(KEPT)
def _finders(group: tuple[Alternative, ...]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The words of a group by their length, the longest first: each is found wherever it begins."""
    written: dict[int, list[str]] = {}
    for word in _longest_first(group):
        written.setdefault(len(word.text), []).append(_written(word))
    return tuple((length, re.compile(f"(?={'|'.join(written[length])})")) for length in written)


def _written(word: Word) -> str:
    return "".join(map(sound_class, word.text)) if word.by_sound else re.escape(word.text)
