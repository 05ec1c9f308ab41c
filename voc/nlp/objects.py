"""Finding business objects in passages, and the one that a claim is about."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from voc.domain.business_object import BusinessObjectTable
from voc.domain.conversation import Speaker
from voc.domain.reading import read
from voc.nlp.passage import Passage
from voc.nlp.text import NO_WORD, automaton_of


@dataclass(frozen=True, slots=True)
class Mention:
    """An object spoken of at characters `start` to `end` of the reading of a passage, by words of `length` together.

    `named` tells whether these name it, or only what goes wrong with it (its signs).
    """

    name: str
    start: int
    end: int
    length: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that together name an object, or are a sign of it."""

    words: Set[str]
    name: str
    named: bool


@dataclass(frozen=True, slots=True)
class _WordSet:
    """Words (`second` and `others`) that name an object where they share a clause with the word they are found by."""

    rank: int
    second: str
    others: tuple[str, ...]
    length: int
    name: str
    named: bool

    def holds(self, clause: str) -> bool:
        return all(word in clause for word in self.others)


_rank = attrgetter("rank")


class Mentions(Mapping[int, tuple[Mention, ...]]):
    """Mentions by the number of their passage, where there are any; looked for when one is first asked for.

    Nobody asks for those of a contact without a claim, unless a rule is about objects.
    """

    def __init__(self, finder: "ObjectFinder", passages: Sequence[Passage]) -> None:
        self._finder, self._passages = finder, passages

    @cached_property
    def _found(self) -> Mapping[int, tuple[Mention, ...]]:
        found = {number: self._finder.mentions(passage) for number, passage in enumerate(self._passages)}
        return {number: own for number, own in found.items() if own}

    def __getitem__(self, number: int) -> tuple[Mention, ...]:
        return self._found[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return repr(self._found)


class ObjectFinder:
    """Aliases by one leftmost-longest pass, and objects whose words stand apart in one clause (`all_of`)."""

    def __init__(self, table: BusinessObjectTable) -> None:
        self.table = table
        aliases: dict[str, tuple[int, str, bool]] = {}
        sets: list[_Words] = []
        for known in table.by_name.values():
            for words, named in (((known.name, *known.aliases), True), (known.signs, False)):
                aliases |= {(text := read(word).text): (len(text), known.name, named) for word in words}
            for lists, named in ((known.all_of, True), (known.signs_of, False)):
                sets += [_Words(frozenset(read(word).text for word in words), known.name, named) for words in lists]
        self._aliases = automaton_of(aliases)
        # The objects' own names as they are read, letters and digits alone; aliases can be complaints (网银登不上).
        self.names = frozenset("".join(filter(str.isalnum, read(name).text)) for name in table.by_name)
        self._keys = automaton_of({key: (len(key), own) for key, own in _by_longest_word(sets).items()})

    def mentions(self, passage: Passage) -> tuple[Mention, ...]:
        """Every mention, in the order of the text."""
        found = {*self._named(passage.text), *self._apart(passage)}
        return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.name))) if found else ()

    def _named(self, text: str) -> list[Mention]:
        found = []
        for start, end, name, named in self._hits(text):
            if _whole_word(text, start, end):
                found.append(Mention(name, start, end, end - start, named))
            else:
                found += self._shorter(text, start, end)
        return found

    def _shorter(self, text: str, start: int, end: int) -> list[Mention]:
        """The longest alias within one that is no whole word (转账 in 转账apple, where 转账app is an alias)."""
        inner = [(last + 1 - n, last + 1, *own) for last, (n, *own) in self._aliases.iter(text, start, end)]
        whole = [(a, b, *own) for a, b, *own in inner if a >= start and _whole_word(text, a, b)]
        longest = sorted(whole, key=lambda w: (w[0] - w[1], w))[:1]
        return [Mention(name, a, b, b - a, named) for a, b, name, named in longest]

    def _hits(self, text: str) -> list[tuple[int, int, str, bool]]:
        if not len(self._aliases):
            return []
        return [
            (last + 1 - n, last + 1, name, named) for last, (n, name, named) in self._aliases.iter_long(text + NO_WORD)
        ]

    def _apart(self, passage: Passage) -> list[Mention]:
        """The clauses that hold all words of a set, in any order; of several sets the first in rank."""
        if not len(self._keys):
            return []
        found: dict[int, list[_WordSet]] = {}
        ends = [end for _, end in passage.clauses]
        at = 0
        for last, (length, sets) in self._keys.iter(passage.text):
            at = bisect_right(ends, last, at)
            if at < len(ends) and passage.clauses[at][0] <= last + 1 - length:
                clause = passage.text[passage.clauses[at][0] : ends[at]]
                found.setdefault(at, []).extend([s for s in sets if s.second in clause and s.holds(clause)])
        firsts = ((passage.clauses[at], min(sets, key=_rank), sets) for at, sets in found.items() if sets)
        return [
            Mention(first.name, *clause, first.length, any(one.named and one.name == first.name for one in sets))
            for clause, first, sets in firsts
        ]

    def about(
        self, passages: Sequence[Passage], mentions: Mapping[int, Sequence[Mention]], at: int, start: int, end: int
    ) -> str | None:
        """The object that characters `start` to `end` of passage number `at` are about.

        Nearest first: the same clause, the same passage, what was said before it (last first), what comes after; at
        each place the most specific, and of equals the one that stands nearest or is named most often.
        """
        own = mentions.get(at, ())
        clause = passages[at].clause_at(start)
        near = [m for m in own if m.start < max(end, clause[1]) and m.end > min(start, clause[0])]
        if near or own:
            return self._most_specific(near or own)
        spoken = [i for i in range(len(passages)) if i != at and passages[i].speaker is not Speaker.SYSTEM]
        before = [i for i in reversed(spoken) if i < at and mentions.get(i)]
        if before and passages[at].survey_id is None and passages[at].utterance >= 0:
            return self._most_specific(mentions[before[0]])
        return self._topic([m for i in spoken for m in mentions.get(i, ())])

    def of_queue(self, queue: str | None) -> str | None:
        """The object that a queue is named after, for claims in which nothing is named."""
        if not queue:
            return None
        return self._topic([Mention(name, a, b, b - a) for a, b, name, _ in self._hits(read(queue).text)])

    def _most_specific(self, found: Sequence[Mention]) -> str:
        return min(found, key=lambda m: (-self._depth(m.name), -m.length, m.start, m.name)).name

    def _topic(self, found: Sequence[Mention]) -> str | None:
        """What is named most often, counting an object's mentions for what is above it but preferring the specific."""
        counts = Counter(m.name for m in found)
        if not counts:
            return None
        return min(counts, key=lambda name: (-counts[name] - 0.5 * self._depth(name), name))

    def _depth(self, name: str) -> int:
        return len(self.table.lineage(name))


def _by_longest_word(sets: Iterable[_Words]) -> Mapping[str, tuple[_WordSet, ...]]:
    """Sets of words by their longest one, so that few are tried; longer sets rank first, because they say more."""
    found: dict[str, list[_WordSet]] = {}
    ranked = sorted(sets, key=lambda own: (-sum(map(len, own.words)), sorted(own.words), own.name))
    for rank, own in enumerate(ranked):
        key = max(sorted(own.words), key=len)
        second, *others = sorted(own.words - {key}, key=len, reverse=True) or [key]
        length = sum(map(len, own.words))
        found.setdefault(key, []).append(_WordSet(rank, second, tuple(others), length, own.name, own.named))
    return {key: tuple(own) for key, own in found.items()}


def _whole_word(text: str, start: int, end: int) -> bool:
    """A Latin alias must not be part of a longer Latin word (app in apple)."""

    def latin(at: int) -> bool:
        return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()

    return not (latin(start) and latin(start - 1)) and not (latin(end - 1) and latin(end))
