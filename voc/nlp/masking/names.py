"""Names of people: introduced, before a title, and again where they are known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from voc.nlp.masking.given_names import HAN, SHORT_TITLES, TITLE, surname_at
from voc.nlp.masking.introductions import find_answered, find_introduced
from voc.nlp.masking.spans import PersonalKind, PersonalSpan
from voc.nlp.masking.surnames import surnames
from voc.nlp.masking.titles import find_titled
from voc.nlp.text import NO_WORD, automaton_of

_SHORT = frozenset(SHORT_TITLES)


@dataclass(frozen=True, slots=True)
class KnownName:
    """A full name that somebody introduced."""

    full: str
    surname: str

    @property
    def given(self) -> str:
        return self.full[len(self.surname) :]


def find_names(folded: str, *, answers: bool = False) -> Iterator[PersonalSpan]:
    """Names in a folded text; spans may overlap.

    `answers`: the utterance before asked for a name, so a bare one at the start is one.
    """
    spans = [*find_introduced(folded), *find_titled(folded), *(find_answered(folded) if answers else ())]
    return (PersonalSpan(PersonalKind.NAME, start, end) for start, end in spans)


def known_names(folded: str, spans: Iterable[PersonalSpan]) -> Iterator[KnownName]:
    """The full names among the spans that were found."""
    for span in spans:
        name = folded[span.start : span.end]
        surname = surname_at(name, 0) if span.kind is PersonalKind.NAME else ""
        if name in surnames().begins:
            continue
        if surname and 1 <= len(name) - len(surname) <= 2 and all(map(HAN.match, name)):
            yield KnownName(name, surname)


def find_known(folded: str, names: Iterable[KnownName]) -> Iterator[PersonalSpan]:
    """Where known names stand again: in full, or the surname or given name before a title, long or short.

    Those of the name known first come first; spans may overlap.
    """
    words = _known_words(names)
    for _, start, end in sorted(_ranked(folded, words)) if words else ():
        yield PersonalSpan(PersonalKind.NAME, start, end)


def _known_words(names: Iterable[KnownName]) -> ahocorasick.Automaton:
    """The words by which names return, each with its first rank before a title and its first rank anywhere."""
    ranks: dict[str, dict[bool, int]] = defaultdict(dict)
    for rank, name in enumerate(names):
        ranks[name.full].setdefault(False, 3 * rank)
        if len(name.given) == 2:
            ranks[name.given].setdefault(True, 3 * rank + 1)
        ranks[name.surname].setdefault(True, 3 * rank + 2)
    return automaton_of({word: (word, tuple(of_word.items())) for word, of_word in ranks.items()})


def _ranked(folded: str, words: ahocorasick.Automaton) -> Iterator[tuple[int, int, int]]:
    """Rank, start and end of each place where a word counts; places of one word do not overlap."""
    free: dict[str, int] = {}
    for last, (word, ranks) in words.iter(folded + NO_WORD):
        start, end = last + 1 - len(word), last + 1
        if start < free.get(word, 0):
            continue
        free[word] = end
        rank = min((rank for titled, rank in ranks if not titled or _is_titled(folded, end)), default=None)
        if rank is not None:
            yield rank, start, end


def _is_titled(folded: str, end: int) -> bool:
    return folded[end : end + 1] in _SHORT or TITLE.match(folded, end) is not None
