"""How a call came out: whether the matter was settled in the customer's eyes, and whether he had called before."""

from collections import Counter
from collections.abc import Iterator, Sequence

from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, MomentKind
from voc.nlp.cues import CALLED_BEFORE
from voc.nlp.earlier_contacts import called_by_others, called_himself
from voc.nlp.passage import Passage

LAST_UTTERANCES = 2
# The customer's first utterances, in which he says what he wants; and how often he says that he had called before until
# more of it says no more.
OPENING, OFTEN = 3, 4


def outcome_signs(
    spoken: Sequence[Passage], moments: Sequence[Moment], cues: Sequence[frozenset[str]]
) -> dict[str, float]:
    """What speaks for or against a settled matter in a conversation.

    `cues` are those of each utterance. `agent:done` and the like are shares of that speaker's utterances in the second
    half that hold the cue; `last:…` is 1.0 for a cue of the last two utterances, whoever speaks; `end` and `high` are
    the valences of those moments.
    """
    half = len(spoken) // 2
    found = [(p.speaker.value, names) for p, names in zip(spoken[half:], cues[half : len(spoken)], strict=True)]
    totals = Counter(speaker for speaker, _ in found)
    counts = Counter((speaker, name) for speaker, names in found for name in names)
    signs = {f"{speaker}:{name}": count / totals[speaker] for (speaker, name), count in sorted(counts.items())}
    signs |= {f"last:{name}": 1.0 for _, names in found[-LAST_UTTERANCES:] for name in names}
    felt = {m.kind: m.valence for m in moments}
    return signs | {
        "end": felt.get(MomentKind.END, 0.0),
        "high": felt.get(MomentKind.HIGH, 0.0),
        "peak": felt.get(MomentKind.PEAK, 0.0),
    }


def repeat_signs(
    passages: Sequence[Passage], cues: Sequence[frozenset[str]], *, outbound: bool = False
) -> dict[str, float]:
    """What speaks for it that the customer had contacted the bank about it before: whether and how often his own words,
    in the call or a comment, say so, whether he opens the call with it, whether the agent says it; and against it, that
    he tells of nothing but calls that he was made.

    What he says of calls that the bank or others made to him does not count. Where the bank made this one too
    (`outbound`), 都打了五次了 is of those unless he speaks of himself.
    """
    own = list(_own(passages, cues))
    received = [_received(passage, names, outbound) for passage, names in own]
    told = [CALLED_BEFORE in names and not by_others for (_, names), by_others in zip(own, received, strict=True)]
    spoken = sum(passage.utterance >= 0 for passage, _ in own)
    agents = zip(passages, cues, strict=True)
    return {
        "says": float(any(told)),
        "count": float(min(sum(told), OFTEN)),
        "opening": float(any(told[: min(spoken, OPENING)])),
        "agent": float(any(CALLED_BEFORE in names for p, names in agents if p.speaker is Speaker.AGENT)),
        "received": float(not any(told) and any(received)),
    }


def _own(passages: Sequence[Passage], cues: Sequence[frozenset[str]]) -> Iterator[tuple[Passage, frozenset[str]]]:
    return ((p, names) for p, names in zip(passages, cues, strict=True) if p.speaker is Speaker.CUSTOMER)


def _received(passage: Passage, names: frozenset[str], outbound: bool) -> bool:
    """Whether the customer tells of calls that he was made, and of none of his own."""
    if called_himself(passage.text):
        return False
    by_the_bank = "calls_of_the_bank" in names or (outbound and "打" in passage.text)
    return called_by_others(passage.text) or (CALLED_BEFORE in names and by_the_bank)
