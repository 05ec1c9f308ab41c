"""One pass over a text that tells which phrases have a chance: Aho–Corasick over the rarest group of each."""

from collections.abc import Iterator, Sequence

import ahocorasick

from voc.nlp.passage import Passage
from voc.nlp.rules.leaves import Leaf, PhraseLeaf
from voc.nlp.rules.sounds import heard, hearings
from voc.nlp.text import automaton_of

# For each leaf with a chance: the passages and the ranges of characters in which it has one, in order.
Place = tuple[int, tuple[int, int]]
Chances = dict[int, list[Place]]


class Prefilter:
    """Three automata: words of phrases, words by their sound, and what stands in every hit of a regular expression.

    A phrase has its chances in clauses, a regular expression in whole passages; one of which nothing is sure has a
    chance everywhere.
    """

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        words: dict[str, list[int]] = {}
        sounds: dict[str, list[int]] = {}
        literals: dict[str, list[int]] = {}
        self._everywhere: list[int] = []
        for number, leaf in enumerate(leaves):
            if not isinstance(leaf, PhraseLeaf):
                if leaf.literal is None:
                    self._everywhere.append(number)
                else:
                    literals.setdefault(leaf.literal, []).append(number)
                continue
            by_sound = any(word.by_sound for word in leaf.keys)
            for word in leaf.keys:
                forms = hearings(word.text) if word.by_sound else (heard(word.text) if by_sound else word.text,)
                for form in dict.fromkeys(forms):
                    owners = (sounds if by_sound else words).setdefault(form, [])
                    if number not in owners:
                        owners.append(number)
        self._words, self._sounds, self._literals = map(_automaton, (words, sounds, literals))

    def chances(self, passages: Sequence[Passage]) -> Chances:
        """Where each leaf may hit."""
        found: Chances = {}
        for number, passage in enumerate(passages):
            if self._words is not None:
                _in_clauses(self._words, passage.text, passage, number, found)
            if self._sounds is not None:
                _in_clauses(self._sounds, heard(passage.text), passage, number, found)
            for leaf in self._in_whole(passage.text):
                found.setdefault(leaf, []).append((number, (0, len(passage.text))))
        return found

    def _in_whole(self, text: str) -> Iterator[int]:
        yield from self._everywhere
        if self._literals is not None:
            yield from {leaf: None for _, leaves in self._literals.iter(text) for leaf in leaves}


def _in_clauses(automaton: ahocorasick.Automaton, text: str, passage: Passage, number: int, found: Chances) -> None:
    clauses = iter(passage.clauses)
    start = end = 0
    place: Place = (number, (0, 0))
    seen: set[int] = set()
    for last, leaves in automaton.iter(text):
        while last >= end:
            following = next(clauses, None)
            if following is None:
                return
            start, end = following
            place = (number, following)
            seen = set()
        if last < start:
            continue
        for leaf in leaves:
            if leaf not in seen:
                seen.add(leaf)
                if leaf in found:
                    found[leaf].append(place)
                else:
                    found[leaf] = [place]


def _automaton(owners: dict[str, list[int]]) -> ahocorasick.Automaton | None:
    """Words → numbers of the leaves they belong to; None where there are none."""
    return automaton_of({word: tuple(leaves) for word, leaves in owners.items()}) if owners else None
