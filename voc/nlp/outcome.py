"""How a call came out: whether the matter was settled in the customer's eyes, and whether he had called before."""

from collections import Counter
from collections.abc import Sequence

from voc.domain.conversation import Speaker
from voc.domain.moments import MomentKind, Phase, find_moments
from voc.nlp.cues import Cues
from voc.nlp.passage import Passage

FEWEST_UTTERANCES = 4
LAST_UTTERANCES = 2


def resolved(
    passages: Sequence[Passage], phases: Sequence[Phase], valences: Sequence[float | None], cues: Cues
) -> bool | None:
    """Whether what the customer called for was done or answered, as he would say.

    None where it cannot be known: the call is a mere exchange of words, nothing was answered, or the signs speak for
    neither. Otherwise the sign of a linear score over `outcome_signs` (logistic regression).
    """
    spoken = [p for p in passages if p.utterance >= 0]
    if len(spoken) < FEWEST_UTTERANCES or Phase.ANSWERING not in phases:
        return None
    weights = cues.outcome
    signs = sorted(outcome_signs(spoken, phases, valences, cues).items())
    parts = [weights.signs[sign] * x for sign, x in signs if x and sign in weights.signs]
    score = weights.bias + sum(parts)
    return None if not parts or abs(score) < weights.unsure else score > 0


def outcome_signs(
    spoken: Sequence[Passage], phases: Sequence[Phase], valences: Sequence[float | None], cues: Cues
) -> dict[str, float]:
    """What speaks for or against a settled matter in a conversation of two utterances or more.

    `agent:done` and the like are shares of that speaker's utterances in the second half that hold the cue; `last:…` is
    1.0 for a cue of the last two utterances, whoever speaks; `end` and `high` are the valences of those moments.
    """
    late = spoken[len(spoken) // 2 :]
    found = [(p.speaker.value, cues.found_in(p.text)) for p in late]
    totals = Counter(speaker for speaker, _ in found)
    counts = Counter((speaker, name) for speaker, names in found for name in names)
    signs = {f"{speaker}:{name}": count / totals[speaker] for (speaker, name), count in counts.items()}
    signs |= {f"last:{name}": 1.0 for _, names in found[-LAST_UTTERANCES:] for name in names}
    moments = {m.kind: m.valence for m in find_moments(valences, phases)}
    return signs | {"end": moments.get(MomentKind.END, 0.0), "high": moments.get(MomentKind.HIGH, 0.0)}


def repeats(passages: Sequence[Passage], cues: Cues) -> bool:
    """Whether the customer's own words, in the call or a comment, say that he had contacted the bank about it before.

    What he says of calls that the bank made to him does not count.
    """
    own = (cues.found_in(p.text) for p in passages if p.speaker is Speaker.CUSTOMER)
    return any("called_before" in names and "calls_of_the_bank" not in names for names in own)
