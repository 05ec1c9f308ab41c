"""How customer and agent get on with each other in a call: whether the customer has to say it again, and the like.

Nobody complains of an agent who answers another question; the customer only asks once more. What counts for how much is
learned from labelled calls.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from math import comb, log1p

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
    alike, most = _restated(observed.passages[i].text for i in spoken)
    count = max(1, observed.utterance_count)
    return {
        "restated": log1p(alike),
        "restated_most": most,
        "corrects": log1p(sum("corrects" in observed.cues[i] for i in spoken)),
        "asked_again": log1p(sum("asks_again" in observed.cues[i] for i in told)),
        **{f"in_{p}": observed.phases.count(p) / count for p in (Phase.UNDERSTANDING, Phase.ANSWERING)},
    }


def _restated(texts: Iterable[str]) -> tuple[int, float]:
    """How many pairs of texts tell the same, and how alike the most alike are.

    Only texts that share a pair of characters are compared, and equal ones once: a call may have thousands.

    >>> _restated(["这张卡转不了账", "我说这张卡转不了账", "这张卡转不了账"])
    (3, 1.0)
    """
    sets = (frozenset(text[i : i + 2] for i in range(len(text) - 1)) for text in texts)
    counts = list(Counter(own for own in sets if len(own) >= FEWEST_PAIRS).items())
    holding: dict[str, list[int]] = {}
    alike, most = 0, 0.0
    for number, (own, times) in enumerate(counts):
        if times > 1:
            alike, most = alike + comb(times, 2), 1.0
        shared = Counter(chain.from_iterable(holding.get(pair, ()) for pair in own))
        for earlier, common in shared.items():
            other, often = counts[earlier]
            share = common / min(len(own), len(other))
            alike += times * often if share > ALIKE else 0
            most = max(most, share)
        for pair in own:
            holding.setdefault(pair, []).append(number)
    return alike, most
