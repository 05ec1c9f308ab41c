"""Phrases and regular expressions ready to be searched for in a passage."""

import re
from dataclasses import dataclass
from functools import cached_property

from voc.domain.expressions import Alternative, Phrase, Regex, Word
from voc.nlp.passage import Passage
from voc.nlp.rules.linear import compiled, readable, sure_literal
from voc.nlp.rules.scene import clause_of
from voc.nlp.rules.sounds import sound_class

# How common a word is taken to be, by its length: one character in 30 texts, two in 1,000, …
RARER = 30.0
# Phrases of so many groups backtrack at most once a gap; those of more could do it gap times gap times …, which is
# little for one group more in a short clause.
MOST_BACKTRACKED = 2
SHORT_CLAUSE = 40


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
    def _pattern(self) -> str:
        parts = [_group(_words(group)) for group in self.phrase.groups]
        gaps = (f".{{0,{gap}}}?" for gap in self.phrase.gaps)
        return parts[0] + "".join(gap + part for gap, part in zip(gaps, parts[1:], strict=True))

    @cached_property
    def _backtracking(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    def _backtracks(self, length: int) -> bool:
        """Whether Python's engine, faster on short texts, needs few steps; else RE2 is asked, which always does."""
        groups = len(self.phrase.groups)
        return groups <= MOST_BACKTRACKED or (groups == MOST_BACKTRACKED + 1 and length <= SHORT_CLAUSE)

    def places(self, passage: Passage) -> tuple[tuple[int, int], ...]:
        """Within what it hits: clauses."""
        return passage.clauses

    def spans(self, passage: Passage, clause: tuple[int, int]) -> list[tuple[int, int]]:
        """Hits in a clause, from left to right, none overlapping."""
        start, end = clause
        if self._backtracks(end - start):
            return [hit.span() for hit in self._backtracking.finditer(passage.text, start, end)]
        # Cut out first: RE2 encodes the whole of what it is given, however little of it is to be searched.
        hits = (hit.span() for hit in compiled(self._pattern).finditer(readable(passage.text[start:end])))
        return [(start + first, start + last) for first, last in hits]

    def gaps(self, text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
        """Where the characters between the groups of a hit stand; none where a phrase has one group."""
        groups = len(self.phrase.groups)
        if groups == 1:
            return []
        hit = text[slice(*span)]
        short = self._backtracks(len(hit))
        found = self._backtracking.match(hit) if short else compiled(self._pattern).match(readable(hit))
        if found is None:
            return []
        return [(span[0] + found.end(group), span[0] + found.start(group + 1)) for group in range(1, groups)]


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

    def places(self, passage: Passage) -> tuple[tuple[int, int], ...]:
        """Within what it hits: the whole."""
        return ((0, len(passage.text)),)

    def spans(self, passage: Passage, _: tuple[int, int]) -> list[tuple[int, int]]:
        """Hits in a passage, but for those in whose clauses the excluding expression is found."""
        hits = (hit.span() for hit in compiled(self.regex.pattern).finditer(readable(passage.text)))
        return [(start, end) for start, end in hits if start < end and not self._excluded(passage, start, end)]

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


def _group(words: tuple[Word, ...]) -> str:
    longest_first = sorted(words, key=lambda word: len(word.text), reverse=True)
    return "(" + "|".join(map(_written, longest_first)) + ")"


def _written(word: Word) -> str:
    return "".join(map(sound_class, word.text)) if word.by_sound else re.escape(word.text)
