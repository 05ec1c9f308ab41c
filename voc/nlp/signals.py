"""Everything that is known of one contact before anything is decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, Phase, find_moments
from voc.domain.rule import Says
from voc.domain.taxonomy import Cause
from voc.nlp.bare import is_bare
from voc.nlp.language import Language
from voc.nlp.objects import Mention
from voc.nlp.outcome import repeat_signs
from voc.nlp.passage import Passage
from voc.nlp.rules import Match, by_passage
from voc.nlp.scenes import scene_of


@dataclass(frozen=True)
class Observed:
    """What reading a contact gives; until a model has heard it, valences and moments come from word lists and there is
    no outcome.

    `matches`, `taken_back` (what rules would have voted but for their guards) and `mentions` go by the number of the
    passage; `valences` has one entry a passage (None where the customer does not speak), as has `cues` (the cue lists
    of which it holds a phrase), `phases` one an utterance. `bare` holds the numbers of the comments that say nothing,
    `repeat_signs` what speaks for an earlier contact (`voc.nlp.outcome`).
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
    repeat_signs: Mapping[str, float] = field(hash=False)
    bare: frozenset[int] = frozenset()

    @cached_property
    def utterance_count(self) -> int:
        return len(self.phases)

    @cached_property
    def customer_passages(self) -> tuple[int, ...]:
        """Numbers of the passages in which the customer says or writes something, and not only breathes."""
        own = (i for i, p in enumerate(self.passages) if p.speaker is Speaker.CUSTOMER and p.text.strip())
        return tuple(i for i in own if i not in self.bare)

    @cached_property
    def clause_starts(self) -> tuple[int, ...]:
        """How many clauses stand before each passage, and how many there are in all."""
        return tuple(accumulate((len(passage.clauses) for passage in self.passages), initial=0))

    @cached_property
    def spoken(self) -> tuple[int, ...]:
        """Numbers of the utterances in which the customer speaks."""
        return tuple(i for i in self.customer_passages if i < self.utterance_count)

    @cached_property
    def others(self) -> tuple[int, ...]:
        """Numbers of the utterances in which the agent or a machine speaks."""
        return tuple(i for i in range(self.utterance_count) if self.passages[i].speaker is not Speaker.CUSTOMER)

    @cached_property
    def to_machines(self) -> frozenset[int]:
        """Numbers of the utterances that the customer says to a phone menu or a robot before or between people: the one
        before it is a machine's, or such an utterance of his own. None in a call in which no person ever answers."""
        speakers = [p.speaker for p in self.passages[: self.utterance_count]]
        if Speaker.AGENT not in speakers:
            return frozenset()
        found, heard = set(), Speaker.AGENT
        for i, speaker in enumerate(speakers):
            if speaker is not Speaker.CUSTOMER:
                heard = speaker
            elif heard is Speaker.SYSTEM:
                found.add(i)
        return frozenset(found)

    @cached_property
    def agents(self) -> tuple[int, ...]:
        """Numbers of the utterances in which an agent speaks."""
        return tuple(i for i in self.others if self.passages[i].speaker is Speaker.AGENT)

    def tellers(self, cause: Cause) -> tuple[int, ...]:
        """Numbers of the utterances that can show a cause: what a machine says is no failing of a person."""
        return self.agents if cause is Cause.PERSON else self.others

    @cached_property
    def comments(self) -> tuple[int, ...]:
        """Numbers of the comments that say something."""
        return tuple(i for i in range(self.utterance_count, len(self.passages)) if i not in self.bare)

    def all_matches(self, says: Says) -> list[Match]:
        return [m for i in sorted(self.matches) for m in self.matches[i] if m.rule.says is says]


def observe(contact: Contact, language: Language) -> Observed:
    """Read a (masked) contact: passages, rule matches, objects, valences, phases, moments."""
    scene = scene_of(contact, language)
    passages, phases = scene.passages, scene.phases
    felt = scene.valences[: len(phases)]
    votes = language.rules.read(scene)
    cues = tuple(language.cues.found_in(p.text) for p in passages)
    repeat = repeat_signs(passages, cues, outbound=contact.outbound)
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
        bool(repeat["says"]),
        repeat,
        _bare_comments(passages, len(phases), {m.passage for m in (*votes.standing, *votes.taken_back)}, language),
    )


def _bare_comments(
    passages: Sequence[Passage], first: int, voted: Collection[int], language: Language
) -> frozenset[int]:
    """Comments, from number `first` on, that say nothing; a rule that has a word of one as its own knows better."""
    names = language.objects.names
    return frozenset(
        i for i in range(first, len(passages)) if i not in voted and is_bare(passages[i].text, language.cues, names)
    )
