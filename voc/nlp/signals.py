"""Everything that is known of one contact before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, Phase, find_moments
from voc.domain.rule import Says
from voc.nlp.language import Language
from voc.nlp.objects import Mention
from voc.nlp.outcome import repeats
from voc.nlp.passage import Passage
from voc.nlp.rules import Match, by_passage
from voc.nlp.scenes import scene_of


@dataclass(frozen=True, slots=True)
class Observed:
    """What reading a contact gives; valences, moments and outcome come from word lists until a model has heard it.

    `matches`, `taken_back` (what rules would have voted but for their guards) and `mentions` go by the number of the
    passage; `valences` has one entry a passage (None where the
    customer does not speak), as has `cues` (the cue lists of which it holds a phrase), `phases` one an utterance.
    """

    contact: Contact
    passages: tuple[Passage, ...]
    matches: Mapping[int, tuple[Match, ...]] = field(hash=False)
    taken_back: Mapping[int, tuple[Match, ...]] = field(hash=False)
    mentions: Mapping[int, tuple[Mention, ...]] = field(hash=False)
    cues: tuple[frozenset[str], ...]
    valences: tuple[float | None, ...]
    phases: tuple[Phase, ...]
    moments: tuple[Moment, ...]
    resolved: bool | None
    repeat_contact: bool

    @property
    def utterance_count(self) -> int:
        return len(self.phases)

    def customer_passages(self) -> tuple[int, ...]:
        """Numbers of the passages in which the customer speaks or writes."""
        return tuple(i for i, p in enumerate(self.passages) if p.speaker is Speaker.CUSTOMER)

    def spoken(self) -> tuple[int, ...]:
        """Numbers of the utterances in which the customer speaks."""
        return tuple(i for i in self.customer_passages() if i < self.utterance_count)

    def others(self) -> tuple[int, ...]:
        """Numbers of the utterances in which the agent or a machine speaks."""
        return tuple(i for i in range(self.utterance_count) if self.passages[i].speaker is not Speaker.CUSTOMER)

    def comments(self) -> tuple[int, ...]:
        return tuple(range(self.utterance_count, len(self.passages)))

    def all_matches(self, says: Says) -> list[Match]:
        return [m for i in sorted(self.matches) for m in self.matches[i] if m.rule.says is says]


def observe(contact: Contact, language: Language) -> Observed:
    """Read a (masked) contact: passages, rule matches, objects, valences, phases, moments, outcome."""
    scene = scene_of(contact, language)
    passages, phases = scene.passages, scene.phases
    felt = scene.valences[: len(phases)]
    votes = language.rules.read(scene)
    cues = tuple(language.cues.found_in(p.text) for p in passages)
    return Observed(
        contact,
        passages,
        by_passage(votes.standing),
        by_passage(votes.taken_back),
        scene.mentions,
        cues,
        scene.valences,
        phases,
        find_moments(felt, phases),
        None,
        repeats(passages, cues),
    )
