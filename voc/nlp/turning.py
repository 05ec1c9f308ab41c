"""What turned a call for the worse: the cues of the worst utterance and of those just before it."""

from collections.abc import Sequence
from operator import itemgetter

from voc.domain.conversation import Speaker
from voc.domain.moments import Phase, TurnedBy
from voc.nlp.cues import Cues
from voc.nlp.passage import Passage

LOOK_BACK = 3
# How much an utterance counts by how many utterances before the worst one it stands.
NEARNESS = (1.0, 1.0, 0.5, 0.4)
ENOUGH = 0.4


def turned_by(passages: Sequence[Passage], phases: Sequence[Phase], peak: int | None, cues: Cues) -> TurnedBy | None:
    """What came just before feeling fell; None without a peak, `other` where nothing is told clearly.

    `peak` is the index of the worst utterance. Each kind of turn adds the weights of its cues over that utterance and
    the three before it, nearer ones counting more; the greatest sum wins, on a tie the kind named first in TurnedBy.
    """
    if peak is None:
        return None
    spoken = [p for p in passages if p.utterance >= 0]
    sums = dict.fromkeys(cues.turns, 0.0)
    for back, nearness in zip(range(LOOK_BACK + 1), NEARNESS, strict=True):
        if peak < back:
            break
        signs = _signs(spoken[peak - back], phases[peak - back], cues)
        for turn, weights in cues.turns.items():
            sums[turn] += nearness * sum(weights.get(sign, 0.0) for sign in signs)
    turn, most = max(((t, sums.get(t, 0.0)) for t in TurnedBy), key=itemgetter(1))
    return turn if most >= ENOUGH else TurnedBy.OTHER


def _signs(passage: Passage, phase: Phase, cues: Cues) -> list[str]:
    """Cues with their speaker; a phone menu counts as the bank's words, and nothing in a greeting turns a call."""
    if phase is Phase.GREETING and passage.speaker is not Speaker.SYSTEM:
        return []
    who = Speaker.CUSTOMER if passage.speaker is Speaker.CUSTOMER else Speaker.AGENT
    return [f"{who.value}:{name}" for name in sorted(cues.found_in(passage.text))]
