"""One contact being searched: what was found so far, and within what a condition looks."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar, cast

from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard
from voc.nlp.passage import Passage
from voc.nlp.rules.guards import EVERY_GUARD, counts, counts_within
from voc.nlp.rules.leaves import Leaf, Words
from voc.nlp.rules.negation import denies_within
from voc.nlp.rules.prefilter import Chances, Place
from voc.nlp.rules.scene import Range, Scene, clause_of

T = TypeVar("T")


class Nature(StrEnum):
    """What is hit: words, an utterance or a clause as a whole, or the silence before an utterance."""

    WORDS = "words"
    WHOLE = "whole"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Characters `start` to `end` of the reading of passage number `passage`.

    Those of a silence are of the utterance that follows it: it has none itself.
    """

    passage: int
    start: int
    end: int
    nature: Nature = Nature.WORDS

    @property
    def begins(self) -> tuple[int, int]:
        """From which passage and character on it lasts; a silence stands in front of all characters."""
        return self.passage, -1 if self.nature is Nature.SILENCE else self.start

    @property
    def ends(self) -> tuple[int, int]:
        """Before which passage and character it is over."""
        return self.passage, 0 if self.nature is Nature.SILENCE else self.end

    def __contains__(self, other: "Hit") -> bool:
        """Whether another is a part of it; the words of an utterance are none of what holds for it as a whole."""
        if self.nature is not Nature.WORDS:
            return self == other
        return self.passage == other.passage and self.start <= other.start and other.end <= self.end


# What a condition gives: its hits where it holds (none for one that is about no words), None where it does not.
Hits = Sequence[Hit] | None


@dataclass(frozen=True, slots=True)
class Window:
    """Within what a condition looks: one speaker's words, hits whose words begin in some ranges, who guards them.

    `ranges` go by passage; None for all of every passage. `times` are those of some seconds or per cent of the call,
    of which it is a part.
    """

    speaker: Speaker | None = None
    guards: frozenset[Guard] = EVERY_GUARD
    ranges: Mapping[int, Range] | None = None
    times: tuple[Mapping[int, Range], ...] = ()

    def holds(self, passage: int, start: int) -> bool:
        if self.ranges is None:
            return True
        bounds = self.ranges.get(passage)
        return bounds is not None and bounds[0] <= start < bounds[1]

    def holds_before(self, passage: int) -> bool:
        """Whether what stands before a passage is there: where that begins at the time that is looked at.

        A clause is no time: what was before the utterance was before each of its clauses.
        """
        return all(passage in ranges and ranges[passage][0] == 0 for ranges in self.times)

    def narrowed(self, ranges: Mapping[int, Range]) -> "Window":
        """Within some ranges as well."""
        if self.ranges is None:
            return replace(self, ranges=ranges)
        # One clause among those of a long call must not cost the whole call.
        few, many = sorted((self.ranges, ranges), key=len)
        both = {
            number: (max(low, many[number][0]), min(high, many[number][1]))
            for number, (low, high) in few.items()
            if number in many
        }
        kept = {number: (low, high) for number, (low, high) in both.items() if low < high}
        return replace(self, ranges=kept)

    def timed(self, ranges: Mapping[int, Range]) -> "Window":
        """Within what is said in some part of the call as well."""
        return replace(self.narrowed(ranges), times=(*self.times, ranges))


def _within(chances: Sequence[Place], ranges: Mapping[int, Range] | None) -> Iterable[Place]:
    """Chances, which stand in the order of the text and do not overlap, that can begin within some ranges.

    A condition on one clause of a long text must not look at every other clause again: that would be quadratic.
    """
    if ranges is None or len(chances) <= len(ranges):
        return chances
    return (place for number in sorted(ranges) for place in _between(chances, number, ranges[number]))


def _between(chances: Sequence[Place], number: int, bounds: Range) -> Iterator[Place]:
    low, high = bounds
    # The last chance that begins at or before `low` may reach into the range.
    first = bisect_left(chances, (number, (low + 1, 0))) - 1
    for at in range(max(first, 0), len(chances)):
        passage, (start, _) = chances[at]
        if passage > number or (passage == number and start >= high):
            return
        if passage == number:
            yield chances[at]


@dataclass(slots=True)
class Run:
    """A scene with the leaves' chances in it, and the hits that were looked up already.

    `guarded` is set once a guard took words back; whoever wants to know since when may unset it.
    """

    scene: Scene
    leaves: Sequence[Leaf]
    chances: Chances
    guarded: bool = False
    _hits: dict[tuple[int, int, int, int], list[Words]] = field(default_factory=dict)
    _known: dict[Hashable, object] = field(default_factory=dict)
    _starts: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)

    def hits(self, leaf: int, window: Window) -> list[Hit]:
        """Hits of a leaf within a window that no guard takes back."""
        found = []
        for number, place in _within(self.chances.get(leaf, ()), window.ranges):
            passage = self.scene.passages[number]
            if window.speaker is not None and passage.speaker is not window.speaker:
                continue
            if window.ranges is not None and number not in window.ranges:
                continue
            at = 0
            for words in self._words(leaf, number, place, window):
                (start, first_end), (last, end) = words[0], words[-1]
                if start < at or not window.holds(number, start) or not window.holds(number, last):
                    continue
                # What does not count takes no more than its first word from what may be hit.
                at = first_end
                if _counts(passage, words, window.guards):
                    found.append(Hit(number, start, end))
                    at = end
                else:
                    self.guarded = True
        return found

    def _words(self, leaf: int, number: int, place: Range, window: Window) -> list[Words]:
        if window.ranges is not None:
            place = self.leaves[leaf].searched(self.scene.passages[number], place, window.ranges[number])
        key = (leaf, number, *place)
        words = self._hits.get(key)
        if words is None:
            words = self._hits[key] = self.leaves[leaf].hits(self.scene.passages[number], place)
        return words

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What is found once a contact, such as the ranges of a scope; a key belongs to one way of finding."""
        if key not in self._known:
            self._known[key] = find()
        return cast(T, self._known[key])

    def seen(self, window: Window) -> Iterator[int]:
        """Numbers of the passages in a window, in order."""
        numbers = range(len(self.scene.passages)) if window.ranges is None else sorted(window.ranges)
        for number in numbers:
            if window.speaker is None or self.speaker(number) is window.speaker:
                yield number

    def speaker(self, number: int) -> Speaker:
        return self.scene.passages[number].speaker

    def clause(self, hit: Hit) -> Range:
        return clause_of(self.scene.passages[hit.passage], hit.start)

    def whole(self, number: int, nature: Nature = Nature.WHOLE) -> Hit:
        return Hit(number, 0, len(self.scene.passages[number].text), nature)

    def words_between(self, number: int, start: int, end: int) -> int:
        """How many words (tokens with a letter or digit) lie wholly within some characters."""
        starts, ends = self._words_of(number)
        return max(0, bisect_right(ends, end) - bisect_left(starts, start))

    def _words_of(self, number: int) -> tuple[list[int], list[int]]:
        if number not in self._starts:
            words = [t for t in self.scene.passages[number].tokens if any(map(str.isalnum, t.text))]
            self._starts[number] = [t.start for t in words], [t.end for t in words]
        return self._starts[number]


def _counts(passage: Passage, words: Words, guards: frozenset[Guard]) -> bool:
    """Whether what some words hit counts when some guards look at it."""
    if not guards:
        return True
    span = (words[0][0], words[-1][1])
    clause = clause_of(passage, span[0])
    gaps = [(end, start) for (_, end), (start, _) in pairwise(words)]
    if Guard.NEGATED in guards and denies_within(passage, clause, gaps, words[-1]):
        return False
    return counts(passage, clause, span, guards, words) and counts_within(passage, clause, words, guards)
