"""Phases of calls of few utterances, where places and neighbours say nothing: by what each utterance does."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from voc.domain.conversation import Speaker
from voc.domain.moments import Phase

# The longest call read this way; in longer ones the stages are long enough to show.
FEW = 8
# A customer's thanks or goodbye in more characters says something else besides.
BARE = 10


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance as it matters here: its speaker, length and cue lists, and whether it asks or takes leave."""

    speaker: Speaker
    length: int
    cues: frozenset[str]
    asks: bool
    leaves: bool

    def has(self, *names: str) -> bool:
        return not self.cues.isdisjoint(names)


class Move(Enum):
    """What an utterance does in a call."""

    GREET = auto()
    IDENTIFY = auto()
    WISH = auto()
    ASK_BACK = auto()
    ANSWER = auto()
    PART = auto()


_PHASE = {
    Move.GREET: Phase.GREETING,
    Move.IDENTIFY: Phase.GREETING,
    Move.WISH: Phase.UNDERSTANDING,
    Move.ASK_BACK: Phase.UNDERSTANDING,
    Move.ANSWER: Phase.ANSWERING,
    Move.PART: Phase.CLOSING,
}


def short_phases(said: Sequence[Said]) -> tuple[Phase, ...]:
    """The phase of each utterance of a call of at most `FEW` utterances."""
    moves: list[Move] = []
    for i, one in enumerate(said):
        last = not any(later.speaker is Speaker.CUSTOMER for later in said[i + 1 :])
        moves.append(_of_customer(one, moves, last=last) if one.speaker is Speaker.CUSTOMER else _of_agent(one, moves))
    return tuple(_PHASE[move] for move in moves)


def _of_agent(said: Said, before: Sequence[Move]) -> Move:
    if _parts(said):
        return Move.PART
    if said.has("menu") or said.speaker is Speaker.SYSTEM:
        return Move.GREET
    if said.has("asks_identity") and not said.has("recites"):
        return Move.IDENTIFY
    if Move.WISH not in before:
        return Move.GREET if said.has("hello") or not before else Move.ASK_BACK
    return Move.ASK_BACK if said.asks and not said.has("recites") else Move.ANSWER


def _of_customer(said: Said, before: Sequence[Move], *, last: bool) -> Move:
    asked = before[-1] if before else None
    if said.has("nothing_else") or _parts(said):
        return Move.PART
    if asked is Move.IDENTIFY and not said.asks:
        return Move.IDENTIFY
    if Move.WISH not in before:
        bare = said.length <= BARE and said.has("hello") and not said.has("states_wish")
        return Move.GREET if bare and not said.asks else Move.WISH
    if asked is Move.PART or (last and said.has("thanks", "farewell") and said.length <= BARE and not said.asks):
        return Move.PART
    return Move.WISH if asked is Move.ASK_BACK else Move.ANSWER


def _parts(said: Said) -> bool:
    return said.leaves or said.has("anything_else", "rating")
