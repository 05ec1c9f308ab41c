"""The named numbers from which small models predict dissatisfaction, causes and factors of one contact."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log1p

from voc.domain.moments import NEUTRAL_BAND, MomentKind
from voc.domain.rule import Says
from voc.domain.survey import MIDDLE
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import AGENT_LABELS, DISSATISFIED, Answers, clipped
from voc.nlp.clearing import clears_agent, clears_bank
from voc.nlp.contrast import contrast_values
from voc.nlp.denials import denial_values
from voc.nlp.exchange import exchange_values
from voc.nlp.heard import Heard
from voc.nlp.rules import Match
from voc.nlp.signals import Observed
from voc.nlp.whole_call import COMPLAINING, told_of_call
from voc.nlp.wishes import told_wishes

# Texts of app stores: they blame the software nine times in ten, and staff far seldomer than answers to surveys do.
REVIEW_CHANNELS = frozenset({"app_review"})
STRONGEST = 6.0
# What is told to the customer counts as surely said, or as surely not, beyond this logit.
SURE = 4.0
QUIETEST = -3.0


def dissatisfaction_values(observed: Observed, heard: Heard) -> dict[str, float]:
    """Numbers from which dissatisfaction is predicted, by name."""
    values = _score_values(observed.contact.satisfaction) | _written_values(observed, heard)
    spoken_at = observed.spoken
    if not spoken_at:
        return values
    spoken, complains = [heard[i] for i in spoken_at], told_of_call(heard, COMPLAINING)
    wholes = _highest(2, [a.of(DISSATISFIED) for a in spoken])
    tops = _highest(3, [a.top(DISSATISFIED) for a in spoken])
    felt = [v for v in observed.valences[: observed.utterance_count] if v is not None]
    ends = [m.valence for m in observed.moments if m.kind is MomentKind.END]
    own = {
        "call_top": wholes[0],
        "call_second": sum(wholes) / len(wholes),
        "call_clause": sum(tops) / len(tops),
        "call_worst": min(felt),
        "call_best": max(felt),
        "call_mean": sum(felt) / len(felt),
        "call_negative": log1p(sum(v < -NEUTRAL_BAND for v in felt)),
        "call_end": ends[0],
        "call_unresolved": float(observed.resolved is False),
        "call_resolved": float(observed.resolved is True),
        "call_wishes": log1p(len(told_wishes(observed, spoken_at))),
        "call_complaints": log1p(len([m for m in observed.all_matches(Says.COMPLAINT) if m.utterance >= 0])),
        "call_lapses": log1p(len(observed.all_matches(Says.LAPSE))),
        "call_complains": complains,
        "call_complains_high": complains if values.get("score", 0.0) < 0 else 0.0,
    }
    return values | own | ({} if values else _unasked(observed, own))


def _unasked(observed: Observed, own: Mapping[str, float]) -> dict[str, float]:
    """The same numbers of a call apart where nobody asked the customer afterwards, as they say more then; and whom he
    says that it is not about, which a score would say better."""
    said = [observed.passages[i].text for i in observed.spoken]
    cleared = {"clears_bank": float(clears_bank(said)), "clears_agent": float(clears_agent(said))}
    return apart({**own, **cleared}, "unasked_")


def _written_values(observed: Observed, heard: Heard) -> dict[str, float]:
    """What the comments say of dissatisfaction; of an app review once more apart."""
    comments = [heard[i] for i in observed.comments]
    if not comments:
        return {}
    values = {
        "comment": _whole(comments, DISSATISFIED),
        "comment_top": _top(comments, DISSATISFIED),
        "comment_votes": log1p(len([m for m in observed.all_matches(Says.COMPLAINT) if m.utterance < 0])),
        "comment_wishes": log1p(len(told_wishes(observed, observed.comments))),
        "has_comment": 1.0,
        **{f"comment_{name}": value for name, value in denial_values(observed, heard, DISSATISFIED, None).items()},
        **{f"comment_{name}": value for name, value in _sides(observed, heard, DISSATISFIED).items()},
        **_encoded(comments, {"comment_encoded": DISSATISFIED, **{f"comment_encoded_{c}": c for c in Cause}}),
        **_encoded_factor(comments, "comment_encoded_factor"),
    }
    return values | apart(values, "review_") if is_review(observed) else values


def comment_cause_values(observed: Observed, heard: Heard, taxonomy: Taxonomy) -> Mapping[Cause, dict[str, float]]:
    """For each cause, the numbers from which a comment without a call is attributed to it, by name."""
    answers = [heard[i] for i in observed.comments]
    votes = _votes(observed, observed.comments)
    stated = {c: votes[c, Says.COMPLAINT] + votes[c, Says.FAULT] for c in Cause}
    voted = {m.rule.factor: m.rule.cause for m in _said(observed, observed.comments)}
    tops = {c: _top(answers, c) for c in Cause}
    shared = {
        "dissatisfied": _whole(answers, DISSATISFIED),
        "length": log1p(sum([len(observed.passages[i].text) for i in observed.comments])),
    }
    values = {}
    for cause in Cause:
        others = [c for c in Cause if c is not cause]
        own = shared | {
            "whole": _whole(answers, cause),
            "top": tops[cause],
            "second": _top(answers, cause, 1),
            "factor": max([_top(answers, factor.code) for factor in taxonomy.factors_of(cause)]),
            "vote": float(stated[cause] > 0),
            "votes": log1p(stated[cause]),
            "other_votes": log1p(sum([stated[other] for other in others])),
            **denial_values(observed, heard, cause, cause),
            **_sides(observed, heard, cause),
            **{f"top_{other}": tops[other] for other in others},
            **{f"vote:{factor}": 1.0 for factor, of in voted.items() if of is cause},
            **_encoded(
                answers,
                {"encoded": cause, "encoded_dissatisfied": DISSATISFIED, **{f"encoded_{c}": c for c in others}},
            ),
            **_encoded_factor(answers, "encoded_factor", cause),
        }
        if "encoded" in own:
            own |= _together(own["whole"], own["encoded"])
        if is_review(observed):
            own |= {"review": 1.0} | apart(own, "review_")
        values[cause] = own
    return values


def _together(whole: float, encoded: float) -> dict[str, float]:
    """Whether the text model and the encoder say the same of a cause, which neither logit tells alone."""
    return {
        "encoded_likely": 1 / (1 + exp(-encoded)),
        "both": min(whole, encoded),
        "either": max(whole, encoded),
        "together": whole * encoded / STRONGEST,
    }


def _sides(observed: Observed, heard: Heard, label: str) -> dict[str, float]:
    """Before and after 但是; in an app review, long and blaming many things, it tells nothing (docs/choices.md)."""
    return {} if is_review(observed) else contrast_values(observed, heard, label)


def is_review(observed: Observed) -> bool:
    """Whether a comment was written in an app store, not after a contact with the bank."""
    return observed.contact.channel in REVIEW_CHANNELS


def kind_of(observed: Observed) -> str:
    """What a contact is to what is learned for each kind apart: call, review or (any other) comment."""
    return "call" if observed.utterance_count else "review" if is_review(observed) else "comment"


def apart(values: Mapping[str, float], prefix: str) -> dict[str, float]:
    """The same numbers once more, by names of their own: what calls or app reviews, which are of other words than what
    else is written, then have weights for beside the common ones ("frustratingly easy" domain adaptation, Daumé III
    2007)."""
    return {f"{prefix}{name}": value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class FactorVotes:
    """The factors that rules speak for: by what is said, by what is recited or done, and by what is taken back."""

    said: frozenset[str]
    shown: frozenset[str]
    denied: frozenset[str]


def factor_votes(observed: Observed) -> FactorVotes:
    """The factors that the rules speak for anywhere in a contact."""
    rules = [m.rule for found in observed.matches.values() for m in found]
    return FactorVotes(
        frozenset(rule.factor for rule in rules if rule.says.stated),
        frozenset(rule.factor for rule in rules if not rule.says.stated),
        frozenset(m.rule.factor for found in observed.taken_back.values() for m in found),
    )


def factor_values(
    observed: Observed, heard: Heard, factors: Sequence[str], votes: FactorVotes | None = None
) -> Mapping[str, dict[str, float]]:
    """For each of the factors of one cause, the numbers from which it is claimed, given that the cause is, by name.

    `votes` where they are known.
    """
    votes = votes or factor_votes(observed)
    said = [heard[i] for i in observed.customer_passages if i in heard]
    wholes = {factor: _whole(said, factor) for factor in factors}
    kind = kind_of(observed)
    encoded = _encoded(said, dict(zip(factors, factors, strict=True)))
    calls = {} if heard.call is None else {factor: told_of_call(heard, factor) for factor in factors}
    values = {}
    for factor in factors:
        siblings = [other for other in factors if other != factor]
        values[factor] = {
            "whole": wholes[factor],
            "lead": wholes[factor] - max([wholes[other] for other in siblings], default=-STRONGEST),
            "louder": float(sum(wholes[other] > wholes[factor] for other in siblings)),
            "top": _top(said, factor),
            "vote": float(factor in votes.said),
            "silent_vote": float(factor in votes.shown),
            "denied": float(factor in votes.denied - votes.said),
            "sibling_vote": float(any(other in votes.said or other in votes.shown for other in siblings)),
            "in_call": float(kind == "call"),
            f"is:{factor}": 1.0,
        }
        if heard.call is not None:
            values[factor] |= {
                "call": calls[factor],
                "call_lead": calls[factor] - max([calls[other] for other in siblings], default=-STRONGEST),
            }
        if encoded:
            values[factor] |= {
                "encoded": encoded[factor],
                "encoded_lead": encoded[factor] - max([encoded[other] for other in siblings], default=-STRONGEST),
                "has_encoded": 1.0,
            }
        if kind != "comment":
            values[factor] |= apart(values[factor], f"{kind}:")
    return values


def cause_values(observed: Observed, heard: Heard) -> Mapping[Cause, dict[str, float]]:
    """For each cause, the numbers from which a dissatisfied call is attributed to it, by name."""
    spoken, machines = observed.spoken, observed.to_machines
    votes = _votes(observed, range(observed.utterance_count), to_machines=machines)
    if observed.resolved is True:
        # A third call about a fault that is mended now tells of the fault, not of whoever mended it.
        lapse = (Cause.PERSON, Says.LAPSE)
        votes |= {lapse: _votes(observed, observed.others)[lapse]}
    quiet = float(all(v is None or v >= -NEUTRAL_BAND for v in observed.valences[: observed.utterance_count]))
    # What is said to a machine blames no person.
    answers = {c: [heard[i] for i in spoken if c is not Cause.PERSON or i not in machines] for c in Cause}
    wholes = {c: _loudest(2, [a.of(c) for a in answers[c]]) for c in Cause}
    tops = {c: _loudest(3, [a.top(c) for a in answers[c]]) for c in Cause}
    told = _told(observed, heard) | exchange_values(observed)
    written = _written(observed, heard)
    values = {}
    for cause in Cause:
        whole = told_of_call(heard, cause)
        own: dict[str, float] = {
            **{f"{name}_{cause}": value for name, value in told.items()},
            f"is_{cause}": 1.0,
            f"quiet_{cause}": quiet,
            f"resolved_{cause}": float(observed.resolved is True),
            f"unresolved_{cause}": float(observed.resolved is False),
            f"repeat_{cause}": float(observed.repeat_contact and observed.resolved is not True),
            "call_whole": whole,
            f"call_whole_{cause}": whole,
            "call_top": wholes[cause][0],
            "call_mean": sum(wholes[cause]) / len(wholes[cause]),
            "call_clause": sum(tops[cause]) / len(tops[cause]),
        }
        own["call_lead"] = tops[cause][0] - max(tops[other][0] for other in Cause if other is not cause)
        for says in Says:
            count = log1p(votes[cause, says])
            own[str(says)] = count
            own[f"quiet_{says}"] = quiet * count
        if says_other := sum(votes[other, Says.COMPLAINT] for other in Cause if other is not cause):
            own["other_complaints"] = log1p(says_other)
        values[cause] = own | written.get(cause, {})
    return values


def _written(observed: Observed, heard: Heard) -> Mapping[Cause, dict[str, float]]:
    """What the comments after a call say for each cause, by name; nothing where there are none.

    They are few words, and of other things than app reviews: how they lean tells more than how surely.
    """
    comments = [heard[i] for i in observed.comments]
    if not comments:
        return {}
    wholes = {c: _whole(comments, c) for c in Cause}
    votes = _votes(observed, observed.comments)
    return {
        cause: {
            "comment": max(QUIETEST, wholes[cause]),
            "comment_lead": wholes[cause] - max(wholes[other] for other in Cause if other is not cause),
            "comment_votes": log1p(votes[cause, Says.COMPLAINT] + votes[cause, Says.FAULT]),
            **_encoded(comments, {"comment_encoded": cause}),
        }
        for cause in Cause
    }


def _told(observed: Observed, heard: Heard) -> dict[str, float]:
    """How much the two utterances that say it most say that the agent falls short, and that a rule is recited."""
    ranked = {
        label: sorted((heard[i].of(label) for i in observed.tellers(Cause(label)) if i in heard), reverse=True)[:2]
        for label in AGENT_LABELS
    }
    return {
        f"told_{label}": sum(clipped(logit, SURE) for logit in top) / len(top) for label, top in ranked.items() if top
    }


def _said(observed: Observed, passages: Iterable[int]) -> list[Match]:
    return [m for i in passages for m in observed.matches.get(i, ()) if m.rule.says.stated]


def _votes(
    observed: Observed, passages: Iterable[int], *, to_machines: Collection[int] = ()
) -> defaultdict[tuple[Cause, Says], float]:
    votes: defaultdict[tuple[Cause, Says], float] = defaultdict(float)
    for i in passages:
        for match in observed.matches.get(i, ()):
            if match.rule.cause is not Cause.PERSON or i not in to_machines:
                votes[match.rule.cause, match.rule.says] += match.rule.weight
    return votes


def _score_values(satisfaction: float | None) -> dict[str, float]:
    if satisfaction is None:
        return {}
    return {
        "has_score": 1.0,
        "score": 1 - 2 * satisfaction,
        "score_low": float(satisfaction < MIDDLE),
        "score_worst": float(satisfaction == 0),
    }


def _whole(answers: Iterable[Answers], label: str) -> float:
    """The highest logit of a whole passage."""
    return _clipped(max([a.of(label) for a in answers], default=-STRONGEST))


def _top(answers: Iterable[Answers], label: str, rank: int = 0) -> float:
    """The highest logit of a clause (`rank` 1: of those that say second most in their passage)."""
    return _clipped(max([a.top(label, rank) for a in answers], default=-STRONGEST))


def _encoded(answers: Iterable[Answers], names: Mapping[str, str]) -> dict[str, float]:
    """By name, the highest logit that the encoder gives to each label; nothing where it read none of the passages."""
    found = [a.encoded for a in answers if a.encoded is not None]
    return {name: _clipped(max(one[label] for one in found)) for name, label in names.items()} if found else {}


def _encoded_factor(answers: Iterable[Answers], name: str, cause: Cause | None = None) -> dict[str, float]:
    """The highest logit that the encoder gives to a factor, of that cause or of any; nothing where it read nothing."""
    found = [a.encoded for a in answers if a.encoded is not None]
    begin = "" if cause is None else f"{cause}."
    said = [logit for one in found for label, logit in one.items() if "." in label and label.startswith(begin)]
    return {name: _clipped(max(said))} if said else {}


def _highest(count: int, logits: Iterable[float]) -> list[float]:
    return [_clipped(logit) for logit in sorted(logits, reverse=True)[:count]]


def _loudest(count: int, logits: Iterable[float]) -> list[float]:
    """What utterances say for a cause; one that says nothing must not outweigh what else is known of the call."""
    return [max(QUIETEST, logit) for logit in _highest(count, logits)] or [QUIETEST]


def _clipped(logit: float) -> float:
    return clipped(logit, STRONGEST)
