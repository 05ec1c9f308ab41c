"""Labelled contacts with answers of every kind, as values and as the records that the reference definition reads."""

from dataclasses import replace
from typing import Any

from tests.builders import analysis, attribution, conversation, evidence, survey, utterance
from voc.domain.attribution import COMMENT, AbstainReason, Analysis, Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, MomentKind, Phase
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation import Judged
from voc.nlp.gold import Gold

SPOKEN = (
    (Speaker.AGENT, "您好请讲"),
    (Speaker.CUSTOMER, "我转账转不出去"),
    (Speaker.AGENT, "这个只能去网点办理"),
    (Speaker.CUSTOMER, "为这个还要跑网点，太折腾了"),
    (Speaker.CUSTOMER, "算了谢谢"),
)
GREETING, UNDERSTANDING, ANSWERING, CLOSING = Phase
PHASES = (GREETING, UNDERSTANDING, ANSWERING, ANSWERING, CLOSING)
COMMENTS = "转账转不出去，客服态度也差"

Pair = tuple[Judged, dict[str, Any]]


def causes(person: float, product: float, rule: float) -> dict[Cause, float]:
    return {Cause.PERSON: person, Cause.PRODUCT: product, Cause.RULE: rule}


def moments(peak: int | None, end: float) -> tuple[Moment, ...]:
    worst = () if peak is None else (Moment(MomentKind.PEAK, peak, ANSWERING, -0.7),)
    return (*worst, Moment(MomentKind.END, 4, CLOSING, end))


def judged_call(found: Analysis, gold: dict[str, Any], comment: str = "") -> Pair:
    call = conversation(*(utterance(text, speaker) for speaker, text in SPOKEN), id=found.contact_id)
    record: dict[str, Any] = {"utterances": [{"speaker": str(s), "text": t} for s, t in SPOKEN], "gold": gold}
    if comment:
        call = replace(call, survey=survey(call.id, comment=comment, embedded=True))
        record["survey"] = {"comment": comment}
    return Judged(Contact.of(call), Gold.parse(gold), found), record


def judged_comment(found: Analysis, gold: dict[str, Any]) -> Pair:
    contact = Contact(None, (survey(found.contact_id, comment=COMMENTS),))
    return Judged(contact, Gold.parse(gold), found), {"comment": COMMENTS, "gold": gold}


def cut(utterance: int, words: str) -> Evidence:
    text = COMMENTS if utterance == COMMENT else SPOKEN[utterance][1]
    return evidence(words, utterance, text.index(words))


CONTENT = {"dissatisfied": False, "causes": [], "primary": None, "factors": []}
RULE_CALL = {
    "dissatisfied": True,
    "causes": ["rule"],
    "primary": "rule",
    "factors": ["rule.channel"],
    "factors_either": ["rule.channel", "rule.identity"],
    "evidence": {"rule": [[3, "还要跑网点"], [2, "只能去网点"]], "product": [[1, "转不出去"]]},
    "phases": [str(phase) for phase in PHASES],
    "low_turns": [3],
    "end": "neutral",
    "resolved": False,
}
BOTH = {
    "dissatisfied": True,
    "causes": ["product", "person"],
    "primary": "product",
    "factors": ["product.stability", "person.attitude"],
    "evidence": {"product": [[None, "转账转不出去"]], "person": [[None, "态度也差"]]},
}
WITH_PHASES = {"phases": [str(phase) for phase in PHASES], "low_turns": [], "end": "positive", "resolved": True}

CASES: tuple[Pair, ...] = (
    judged_call(
        analysis(
            "right",
            attribution("rule.channel", evidence=(cut(3, "跑网点，太折腾"), cut(2, "只能"))),
            causes=causes(0.05, 0.2, 0.91),
            confidence=0.83,
            phases=PHASES,
            moments=moments(4, -0.1),
            resolved=False,
        ),
        RULE_CALL,
    ),
    judged_call(
        analysis(
            "accepted factor, other cause too",
            attribution("rule.identity", evidence=(cut(3, "跑网点"),)),
            attribution("product.stability", evidence=(cut(1, "转账转不出去"),), confidence=0.6),
            causes=causes(0.1, 0.6, 0.9),
            primary=Cause.PRODUCT,
            confidence=0.41,
            phases=(GREETING, GREETING, ANSWERING, CLOSING, CLOSING),
            moments=moments(1, 0.3),
            resolved=True,
        ),
        RULE_CALL,
    ),
    judged_call(
        analysis(
            "false alarm", attribution(None, cause=Cause.PERSON), confidence=0.3, phases=PHASES, moments=moments(3, 0.2)
        ),
        CONTENT | WITH_PHASES,
        comment="挺好的",
    ),
    judged_call(
        analysis("content", causes=causes(0.0, 1.0, 0.3), confidence=0.95, phases=PHASES, moments=moments(None, 0.15)),
        CONTENT | WITH_PHASES | {"end": "neutral", "resolved": None},
    ),
    judged_call(
        analysis("no moments", confidence=0.77, phases=PHASES, abstain_reason=AbstainReason.TOO_SHORT),
        RULE_CALL,
    ),
    judged_call(
        analysis(
            "not labelled for phases", attribution("rule.limit", evidence=(cut(COMMENT, "转账"),)), confidence=0.5
        ),
        {**BOTH, "causes": ["rule"], "primary": "rule", "factors": ["rule.limit"]},
        comment=COMMENTS,
    ),
    judged_comment(
        analysis(
            "both",
            attribution("product.stability", evidence=(cut(COMMENT, "转不出去"),)),
            attribution("person.attitude", evidence=(cut(COMMENT, "客服态度也差"),)),
            confidence=0.6,
        ),
        BOTH,
    ),
    judged_comment(
        analysis(
            "one of both, waiting",
            attribution("product.speed", evidence=(cut(COMMENT, "转账"),)),
            confidence=0.2,
            abstain_reason=AbstainReason.LOW_CONFIDENCE,
        ),
        BOTH,
    ),
    judged_comment(
        analysis("unspecified", dissatisfied=True, causes=causes(0.1, 0.1, 0.1), confidence=0.6),
        {"dissatisfied": True, "causes": [], "primary": None, "factors": []},
    ),
    judged_comment(
        analysis("of another trade", attribution("product.usability", evidence=(cut(COMMENT, "也差"),))),
        {**BOTH, "causes": ["product"], "factors": ["product.delivery"], "evidence": {"product": [[None, "不在里面"]]}},
    ),
)


def by_name(name: str) -> Judged:
    return next(judged for judged, _ in CASES if judged.analysis.contact_id == name)


def judged(name: str = "right", gold: dict[str, Any] | None = None, **columns: Any) -> Judged:
    """A case with other labels, or with columns of its answer changed."""
    known = by_name(name)
    labels = known.gold if gold is None else Gold.parse(gold)
    return Judged(known.contact, labels, replace(known.analysis, **columns))
