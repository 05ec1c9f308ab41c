"""Names of people: introduced, before a title, and again where they are known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voc.nlp.masking.given_names import HAN, SHORT_TITLES, TITLE, surname_at
from voc.nlp.masking.introductions import find_answered, find_introduced
from voc.nlp.masking.spans import PersonalKind, PersonalSpan
from voc.nlp.masking.surnames import surnames
from voc.nlp.masking.titles import find_titled

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
    """Where known names stand again: in full, or the surname or given name before a title, long or short."""
    for name in names:
        for part in (name.full, name.given, name.surname):
            for start in _places(folded, part):
                end = start + len(part)
                if part == name.full or (_is_titled(folded, end) and (part == name.surname or len(part) == 2)):
                    yield PersonalSpan(PersonalKind.NAME, start, end)


def _places(folded: str, part: str) -> Iterator[int]:
    start = folded.find(part)
    while start >= 0:
        yield start
        start = folded.find(part, start + len(part))


def _is_titled(folded: str, end: int) -> bool:
    return folded[end : end + 1] in _SHORT or TITLE.match(folded, end) is not None
