"""One expression over files: what it hits, at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from voc.domain.attribution import Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.expressions import Expression, NamedLists
from voc.nlp.language import Language
from voc.nlp.passage import Passage
from voc.nlp.rules import Hit, Scene, Search
from voc.nlp.scenes import scene_of
from voc.services.analyzing import SetAside
from voc.services.rule_reading import read_scenes


@dataclass(frozen=True, slots=True)
class Found:
    """Words that an expression hit, in one (masked) text; `evidence` are all the hits in it, in order."""

    speaker: Speaker
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """One contact; `found` is None where the expression does not hold, empty where it holds without words."""

    contact_id: str
    found: tuple[Found, ...] | None

    @property
    def hit_count(self) -> int:
        return sum(len(one.evidence) for one in self.found or ())


def search(
    expression: Expression,
    lists: NamedLists,
    paths: Sequence[Path],
    *,
    language: Language,
    zone: tzinfo,
    set_aside: SetAside,
) -> Iterator[Searched]:
    """Every contact of some files, as soon as it is read; `set_aside` is told of each row that is none."""
    scenes = read_scenes(paths, language=language, zone=zone, set_aside=set_aside)
    yield from _searched(expression, lists, scenes)


def search_contacts(
    expression: Expression, lists: NamedLists, contacts: Iterable[Contact], *, language: Language
) -> Iterator[Searched]:
    """The same over contacts that are masked already."""
    yield from _searched(expression, lists, ((contact.id, scene_of(contact, language)) for contact in contacts))


def _searched(expression: Expression, lists: NamedLists, scenes: Iterable[tuple[str, Scene]]) -> Iterator[Searched]:
    ready = Search(expression, lists)
    for contact_id, scene in scenes:
        hits = ready.hits(scene)
        yield Searched(contact_id, None if hits is None else _found(hits, scene))


def _found(hits: Sequence[Hit], scene: Scene) -> tuple[Found, ...]:
    by_passage: dict[int, list[Hit]] = {}
    for hit in hits:
        by_passage.setdefault(hit.passage, []).append(hit)
    return tuple(_in_passage(scene.passages[number], own) for number, own in by_passage.items())


def _in_passage(passage: Passage, hits: Sequence[Hit]) -> Found:
    spans = [hit for hit in hits if hit.start < hit.end]
    return Found(passage.speaker, passage.reading.given, tuple(passage.evidence(h.start, h.end) for h in spans))
