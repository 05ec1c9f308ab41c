"""How customer and agent get on with each other in a call: whether the customer has to say it again, and the like.

Nobody complains of an agent who answers another question; the customer only asks once more. What counts for how much is
learned from labelled calls.
"""

from itertools import combinations
from math import log1p

from voc.domain.moments import Phase
from voc.nlp.signals import Observed

# Utterances of fewer pairs of characters say too little to be told again.
FEWEST_PAIRS = 5
# From this share of the shorter one's pairs of characters on an utterance tells again what another told. Chosen by
# cross-validation on labelled calls.
ALIKE = 0.3


def exchange_values(observed: Observed) -> dict[str, float]:
    """Numbers that say how a call went between the two, by name.

    `restated`: pairs of the customer's utterances that tell the same (as log(1 + n)), `restated_most`: how alike the
    most alike are (overlap coefficient of their pairs of characters); `corrects` and `asked_again`: utterances in which
    the customer corrects the agent, and the agent asks to hear it once more; shares of the utterances by phase.
    """
    machines, told = observed.to_machines, observed.agents
    spoken = [i for i in observed.spoken if i not in machines]
    alike = _likenesses([observed.passages[i].text for i in spoken])
    count = max(1, observed.utterance_count)
    return {
        "restated": log1p(sum(share > ALIKE for share in alike)),
        "restated_most": max(alike, default=0.0),
        "corrects": log1p(sum("corrects" in observed.cues[i] for i in spoken)),
        "asked_again": log1p(sum("asks_again" in observed.cues[i] for i in told)),
        **{f"in_{p}": observed.phases.count(p) / count for p in (Phase.UNDERSTANDING, Phase.ANSWERING)},
    }


def _likenesses(texts: list[str]) -> list[float]:
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in texts]
    long = [own for own in pairs if len(own) >= FEWEST_PAIRS]
    return [len(a & b) / min(len(a), len(b)) for a, b in combinations(long, 2)]
