"""Stored contacts by what was said in them: an exact phrase, an expression of the rule language, or both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from sqlalchemy.orm import Session

from voc.domain.attribution import Evidence
from voc.domain.contact import ContactText
from voc.domain.expressions import Expression, NamedLists, expand
from voc.domain.permission import Reach
from voc.domain.reading import Reading, read
from voc.domain.search import occurrences, phrase_of, searchable
from voc.errors import InputError
from voc.nlp.language import Language
from voc.nlp.rules import Scene, Search
from voc.nlp.scenes import scene_of
from voc.services.access import Access, refuse_hidden
from voc.services.rule_search import Found
from voc.storage.access import Sight
from voc.storage.contacts import Contacts
from voc.storage.search import EVERYWHERE, Candidate, Heading, SearchFilter, Texts

PAGE = 20
# An expression is tried on so many contacts before a page is given back, be it full or not.
MOST_TRIED = 500
_FIRST_KEYS, _MOST_KEYS = 100, 2_000


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; at least one of `phrase` and `expression`.

    A contact is found where a text of it holds the phrase, as it is read (full width, capitals and traditional
    characters make no difference), and the expression holds.
    """

    phrase: str | None = None
    expression: Expression | None = None
    wanted: SearchFilter = EVERYWHERE


@dataclass(frozen=True, slots=True)
class View:
    """Whose search it is: how far they see, and what whose a contact is depends on."""

    reach: Reach
    access: Access

    def seen(self, session: Session, keys: Sequence[int]) -> list[int]:
        """Those of some contacts that lie within reach; the query alone lets pass what departments do not see."""
        if self.reach.unlimited:
            return list(keys)
        of = self.access.belongings(session, keys, self.reach)
        return [key for key in keys if self.reach.covers(of[key])]


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact, and its texts that hold what is looked for; none where an expression holds without words."""

    heading: Heading
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Contacts, those whose texts came last first; `after` is where to go on, None at the end.

    With an expression a page may be short, or empty, and there be more.
    """

    contacts: tuple[FoundContact, ...]
    after: int | None


def search_contacts(
    session: Session,
    query: Query,
    *,
    language: Language,
    lists: NamedLists,
    after: int | None = None,
    limit: int = PAGE,
    view: View | None = None,
) -> Page:
    """A page of at most `limit` contacts (1 or more), after the place where another one ended; None views everything.

    InputError for a query without anything to look for.
    """
    found: list[FoundContact] = []
    last = after
    for tried, (key, contact) in enumerate(_Searching(session, query, language, lists, view).tried(after, limit + 1)):
        if len(found) == limit or tried == MOST_TRIED:
            return Page(tuple(found), last)
        last = key
        found += [] if contact is None else [contact]
    return Page(tuple(found), None)


class _Searching:
    def __init__(
        self, session: Session, query: Query, language: Language, lists: NamedLists, view: View | None
    ) -> None:
        if query.phrase is None and query.expression is None:
            raise InputError("要有要找的话，或规则语言的式子")
        self._texts, self._contacts = Texts(session), Contacts(session)
        self._language, self._session, self._view = language, session, view
        if view is not None and query.expression is not None:
            refuse_hidden((expand(query.expression, lists),), view.reach)
        sight = None if view is None else Sight(view.reach, view.access.assigned)
        self._wanted = replace(query.wanted, sight=sight)
        self._phrase = None if query.phrase is None else phrase_of(query.phrase)
        self._search = None if query.expression is None else Search(query.expression, lists)
        self._settled: set[int] = set()
        self._phrases = _in_index(self._search) if self._phrase is None else (self._phrase,)

    def tried(self, after: int | None, at_once: int) -> Iterator[tuple[int, FoundContact | None]]:
        """Contacts that may be wanted, each once, by the highest key of a text for which it may be; that key, falling.

        None in place of those that turn out not to be wanted.
        """
        before, size = after, _FIRST_KEYS
        while keys := self._texts.keys(self._phrases, before=before, limit=size):
            waiting = self._texts.candidates(keys, self._wanted)
            while waiting := [candidate for candidate in waiting if candidate.contact not in self._settled]:
                group = _firsts(waiting, at_once)
                yield from self._group(group, after)
                waiting = [candidate for candidate in waiting if candidate not in group]
            before, size = keys[-1], min(4 * size, _MOST_KEYS)

    def _group(self, group: Sequence[Candidate], after: int | None) -> Iterator[tuple[int, FoundContact | None]]:
        """What becomes of some candidates, the first of each contact, the highest key first.

        The index may name a text for nothing. A contact whose next text is below this group waits for its turn.
        """
        texts = self._texts.of_contacts({candidate.contact for candidate in group}, self._phrases)
        readings = {text.key: read(text.said.text) for own in texts.values() for text in own}
        newest = {
            contact: max((text.key for text in own if self._holds(readings[text.key])), default=0)
            for contact, own in texts.items()
        }
        passed = {contact for contact, key in newest.items() if not key or (after is not None and key >= after)}
        wanted = [one for one in newest if one not in passed and newest[one] >= group[-1].text]
        self._settled.update(passed, wanted)
        seen = wanted if self._view is None else self._view.seen(self._session, wanted)
        headings = self._texts.headings(seen)
        scenes = self._scenes(seen)
        for contact in sorted(wanted, key=newest.__getitem__, reverse=True):
            said = [(text.said, readings[text.key]) for text in texts[contact]]
            found = self._found(said, scenes.get(contact)) if contact in headings else None
            yield newest[contact], None if found is None else FoundContact(headings[contact], found)

    def _holds(self, reading: Reading) -> bool:
        """Whether a text is one of those for which its contact may be wanted."""
        return self._phrases is None or any(phrase in reading.text for phrase in self._phrases)

    def _scenes(self, keys: Sequence[int]) -> dict[int, Scene]:
        if self._search is None:
            return {}
        return {one.key: scene_of(one.contact, self._language) for one in self._contacts.load(keys)}

    def _found(self, said: Sequence[tuple[ContactText, Reading]], scene: Scene | None) -> tuple[Found, ...] | None:
        evidence: dict[int, set[Evidence]] = defaultdict(set)
        if self._search is not None and scene is not None:
            hits = self._search.hits(scene)
            if hits is None:
                return None
            said = [(text, read(text.text)) for text in scene.contact.texts] if scene.contact is not None else said
            for hit in hits:
                if hit.start < hit.end:
                    evidence[hit.passage].add(scene.passages[hit.passage].evidence(hit.start, hit.end))
        if self._phrase is not None:
            for number, (text, reading) in enumerate(said):
                evidence[number].update(_evidence(text, reading, self._phrase))
        return tuple(
            Found(text.speaker, text.text, tuple(sorted(evidence[number], key=attrgetter("start", "end"))))
            for number, (text, _) in enumerate(said)
            if evidence[number]
        )


def _firsts(candidates: Iterable[Candidate], count: int) -> list[Candidate]:
    """The first of each contact, for so many contacts."""
    firsts: dict[int, Candidate] = {}
    for candidate in candidates:
        firsts.setdefault(candidate.contact, candidate)
        if len(firsts) == count:
            break
    return list(firsts.values())


def _evidence(said: ContactText, reading: Reading, phrase: str) -> Iterator[Evidence]:
    for start, end in occurrences(reading, phrase):
        yield Evidence(said.utterance, start, end, said.text[start:end], said.survey_id)


def _in_index(search: Search | None) -> tuple[str, ...] | None:
    """What texts must hold one of for an expression to hold; None where the index cannot tell."""
    words = None if search is None else search.sure_words
    return words if words is not None and all(map(searchable, words)) else None
