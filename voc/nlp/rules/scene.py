"""A contact as rules see it."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from voc.domain.business_object import BusinessObjectTable
from voc.domain.contact import Contact
from voc.domain.conversation import Utterance
from voc.domain.moments import Phase
from voc.nlp.objects import Mention
from voc.nlp.passage import Passage

NO_OBJECTS = BusinessObjectTable({})
# How far before a hit what takes it back can stand: bounded, so that long texts stay linear.
LOOK_BACK = 60
# Half-open: from which character to which.
Range = tuple[int, int]


@dataclass(frozen=True)
class Scene:
    """Passages with all that conditions may ask for.

    `passages` are the utterances in order, then the survey comments. `phases` has one entry an utterance, `valences`
    one a passage (None where the customer does not speak), `mentions` go by the number of the passage. A scene of mere
    passages knows nothing else.
    """

    passages: tuple[Passage, ...]
    contact: Contact | None = None
    phases: tuple[Phase, ...] = ()
    valences: tuple[float | None, ...] = ()
    mentions: Mapping[int, tuple[Mention, ...]] = field(default_factory=dict, hash=False)
    objects: BusinessObjectTable = NO_OBJECTS

    @cached_property
    def spoken_count(self) -> int:
        """How many of the passages are utterances."""
        return sum(passage.utterance >= 0 for passage in self.passages)

    @property
    def utterances(self) -> Sequence[Utterance]:
        """The utterances as given, with their times; none where the contact is no conversation."""
        conversation = None if self.contact is None else self.contact.conversation
        return () if conversation is None else conversation.utterances


def clause_of(passage: Passage, position: int) -> Range:
    """The clause of a character by bisection: the last one that begins at it or before it.

    Between two clauses (at a break) that is the one before; the whole text where there is none.
    """
    number = bisect_right(passage.clauses, (position, len(passage.text) + 1)) - 1
    return passage.clauses[number] if number >= 0 else (0, len(passage.text))


def word_end(passage: Passage, position: int) -> int:
    """Where the word ends that a position parts, within its clause; the position itself where it parts none."""
    if not 0 < position < len(passage.text):
        return position
    end = clause_of(passage, position - 1)[1]
    if end <= position:
        return position
    at = bisect_left(passage.tokens, position, key=attrgetter("start")) - 1
    return position if at < 0 else min(end, max(position, passage.tokens[at].end))


def before(passage: Passage, clause: Range, position: int) -> str:
    """What stands in a clause just before a position."""
    return passage.text[max(clause[0], position - LOOK_BACK) : position]


def clause_before(passage: Passage, clause: Range) -> Range | None:
    """The clause before one, whatever parts them."""
    number = bisect_right(passage.clauses, clause) - 2
    return passage.clauses[number] if number >= 0 else None


def clause_after(passage: Passage, clause: Range) -> Range | None:
    """The clause after one, whatever parts them."""
    number = bisect_right(passage.clauses, clause)
    return passage.clauses[number] if 0 < number < len(passage.clauses) else None


def joined_before(passage: Passage, clause: Range) -> Range | None:
    """The clause before one, where only a comma parts them."""
    before = clause_before(passage, clause)
    return before if before is not None and _comma(passage, before, clause) else None


def joined_after(passage: Passage, clause: Range) -> Range | None:
    """The clause after one, where only a comma parts them."""
    after = clause_after(passage, clause)
    return after if after is not None and _comma(passage, clause, after) else None


def _comma(passage: Passage, clause: Range, after: Range) -> bool:
    """Whether one clause goes on in the other after a comma, a blank or nothing."""
    return not passage.text[clause[1] : after[0]].strip(",，、 ")
