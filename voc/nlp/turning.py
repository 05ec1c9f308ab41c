"""What turned a call: the numbers from which it is predicted what came before feeling fell."""

from voc.domain.conversation import Speaker
from voc.domain.moments import TurnedBy
from voc.nlp.classifier import DISSATISFIED, VALENCE, clipped
from voc.nlp.heard import Heard
from voc.nlp.signals import Observed
from voc.nlp.whole_call import turn_label

LOOK_BACK = 3
# A logit beyond this says no more.
STRONGEST = 4.0
# How an utterance feels says nothing of what brought it about.
_FEELINGS = frozenset({DISSATISFIED, VALENCE})


def turning_values(observed: Observed, heard: Heard, peak: int) -> dict[str, float]:
    """Numbers that say what came with and before an utterance where feeling fell, by name.

    `peak` is the number of the utterance. Cues and rule matches there and in up to `LOOK_BACK` utterances before count
    one each; what the text models hear of each cause and factor (−1…1) counts there (`heard:`), and the most that they
    hear before it in the customer's words (`heard before:`) and in those of agents and machines (`told:`), and what the
    call as a whole says of each turn (`call:`).
    """
    values: dict[str, float] = {}
    for back in range(min(LOOK_BACK, peak) + 1):
        i, near = peak - back, "at" if back == 0 else "near" if back == 1 else "before"
        own = observed.passages[i].speaker is Speaker.CUSTOMER
        for name in observed.cues[i]:
            values[f"{near} {'customer' if own else 'agent'}:{name}"] = 1.0
        for match in observed.matches.get(i, ()):
            values[f"{near} {match.rule.says}:{match.rule.cause}"] = 1.0
            values[f"{match.rule.says}:{match.rule.factor}"] = 1.0
        if i in heard:
            kind = "told" if not own else "heard" if back == 0 else "heard before"
            for label in heard[i].labels.keys() - _FEELINGS:
                name, strength = f"{kind}:{label}", bounded(heard[i].of(label))
                values[name] = max(strength, values.get(name, strength))
    if heard.call is not None:
        values |= {f"call:{turn}": bounded(heard.call.of(turn_label(turn))) for turn in TurnedBy}
    return values


def bounded(logit: float) -> float:
    """How surely something is heard or not, −1…1."""
    return clipped(logit, STRONGEST) / STRONGEST
