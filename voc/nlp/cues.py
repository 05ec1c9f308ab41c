"""Phrases kept in files: how they are written, found in a reading, and the cue lists for the course of a call."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from voc.domain.moments import Phase
from voc.errors import TaxonomyError
from voc.nlp.earlier_contacts import contacted_before
from voc.nlp.text import NO_WORD, automaton_of

GAP = "…"
LONGEST_GAP = 8
CALLED_BEFORE = "called_before"
CLAUSE_BREAKS = frozenset(",.;:!? \n")

T = TypeVar("T")


class PhraseFinder(Generic[T]):
    """Finds many phrases in one pass over a text.

    A phrase is a word, or words joined by `…`, each following the one before within `LONGEST_GAP` characters of the
    same clause. Every phrase carries a mark. There must be at least one.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        heads: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, mark in phrases:
            head, *rest = phrase.split(GAP)
            heads.setdefault(head, []).append((tuple(rest), mark))
        if not heads or "" in heads:
            raise ValueError("a phrase begins with a word")
        # Phrases with a gap first: they say more than their head alone.
        self._automaton = automaton_of(
            {head: (len(head), tuple(sorted(tails, key=lambda tail: not tail[0]))) for head, tails in heads.items()}
        )

    def longest(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Start, end and mark of phrases that do not overlap: leftmost first, the longest head of those.

        >>> list(PhraseFinder([("好", 1), ("不好", -1), ("哪有…的", -2)]).longest("不好,哪有这样的"))
        [(0, 2, -1), (3, 8, -2)]
        """
        free_from = 0
        for last, (length, tails) in self._automaton.iter_long(text + NO_WORD):
            start, end = last + 1 - length, last + 1
            if start < free_from:
                continue
            for rest, mark in tails:
                until = end if not rest else _end_of(text, rest, end)
                if until:
                    yield start, until, mark
                    free_from = until
                    break

    def all(self, text: str) -> Iterator[T]:
        """The marks of all phrases, overlapping ones too, by where their heads end."""
        for last, (_, tails) in self._automaton.iter(text):
            for rest, mark in tails:
                if not rest or _end_of(text, rest, last + 1):
                    yield mark


def _end_of(text: str, words: tuple[str, ...], start: int) -> int:
    """Where the last of some words ends, each within the gap of the one before; 0 where one is missing."""
    for word in words:
        at = text.find(word, start, start + LONGEST_GAP + len(word))
        if at < 0 or not CLAUSE_BREAKS.isdisjoint(text[start:at]):
            return 0
        start = at + len(word)
    return start


@dataclass(frozen=True, slots=True)
class PhaseWeights:
    """A chain over the phases: what each sign of an utterance, each step and each start speaks for them.

    `signs` maps a sign to weights in the order of Phase; `steps[i][j]` is that of phase j after phase i.
    """

    signs: Mapping[str, tuple[float, ...]]
    start: tuple[float, ...]
    steps: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue lists by name, found together, the weights of what they show, and words of nothing but farewell.

    `fillers` say nothing at all, `bare_names` name something and say nothing of it.
    """

    finder: PhraseFinder[tuple[str, ...]]
    phases: PhaseWeights
    goodbyes: tuple[str, ...]
    fillers: frozenset[str]
    bare_names: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> "Cues":
        """Read the lists (TOML); TaxonomyError for a damaged file."""
        try:
            table = tomllib.loads(text)
            lists: dict[str, list[str]] = {}
            for row in table["cue"]:
                for phrase in row["words"].split():
                    lists.setdefault(phrase, []).append(row["name"])
            return cls(
                PhraseFinder((phrase, tuple(owners)) for phrase, owners in lists.items()),
                _phase_weights(table["phases"]),
                tuple(table["goodbyes"].split()),
                frozenset(table["fillers"].split()),
                frozenset(table["bare_names"].split()),
            )
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise TaxonomyError(f"提示语表无法读取：{type(error).__name__}") from error

    def found_in(self, text: str) -> frozenset[str]:
        """Names of the lists of which some phrase occurs in a reading.

        `called_before` is also told by how often something was done (`voc.nlp.earlier_contacts`).
        """
        return _names_in(self.finder, text)


# Phases, turning and outcome each ask for the cues of the same utterances.
@lru_cache(maxsize=2048)
def _names_in(finder: PhraseFinder[tuple[str, ...]], text: str) -> frozenset[str]:
    names = frozenset(name for owners in finder.all(text) for name in owners)
    return names | {CALLED_BEFORE} if contacted_before(text) else names


def _phase_weights(table: Mapping[str, Any]) -> PhaseWeights:
    signs = {name: tuple(map(float, row)) for name, row in table["signs"].items()}
    steps = tuple(tuple(map(float, table["steps"][phase.value])) for phase in Phase)
    start = tuple(map(float, table["start"]))
    if any(len(row) != len(Phase) for row in (start, *steps, *signs.values())):
        raise ValueError("a row of weights needs one number a phase")
    return PhaseWeights(_frozen(signs), start, steps)


def _frozen(mapping: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(mapping)
