"""Records and analyses for the tests of the storage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from voc.domain.attribution import Analysis, AnalysisVersion, Attribution, Basis, Evidence, Kind
from voc.domain.conversation import Conversation, Speaker, Utterance, WordTime
from voc.domain.fingerprint import fingerprint
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause

NOW = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)

V1 = AnalysisVersion("1", "m1", "r1", "d1", "t1")
V2 = replace(V1, model="m2")

WORDS = (WordTime(0, 2, 900, 1_400), WordTime(2, 6, 1_400))

Record = Conversation | SurveyResponse


def call(name: str, text: str = "转账转不出去", **columns: object) -> Conversation:
    utterances = (Utterance(Speaker.AGENT, "您好", 0, 900), Utterance(Speaker.CUSTOMER, text, 900, 4000))
    return Conversation(name, utterances, **{"started_at": NOW, "queue": "信用卡", "channel": "phone", **columns})


def timed(conversation: Conversation, *words: WordTime) -> Conversation:
    """The same call with the times of words of its second utterance."""
    agent, customer = conversation.utterances
    return replace(conversation, utterances=(agent, replace(customer, word_times=words or WORDS)))


def survey(name: str, conversation_id: str | None = None, **columns: object) -> SurveyResponse:
    return SurveyResponse(name, conversation_id, **{"comment": "太慢了", "answered_at": NOW, **columns})


def hashed(*records: Record) -> list[tuple[Record, str]]:
    return [(record, fingerprint(record, key=b"test")) for record in records]


def claim(factor: str = "product.error", confidence: float = 0.9, text: str = "转不出去") -> Attribution:
    return Attribution(
        cause=Cause(factor.partition(".")[0]),
        factor=factor,
        confidence=confidence,
        factor_confidence=0.8,
        basis=Basis.STATED,
        kind=Kind.PAIN,
        business_object="转账",
        evidence=(Evidence(1, 2, 6, text), Evidence(-1, 0, 2, "太慢", "S-1")),
        sources=("model:causes", f"rule:{factor}"),
    )


def analysis(contact_id: str, *attributions: Attribution, version: AnalysisVersion = V1) -> Analysis:
    return Analysis(
        contact_id=contact_id,
        dissatisfied=bool(attributions),
        dissatisfaction=0.8 if attributions else 0.1,
        causes={Cause.PERSON: 0.1, Cause.PRODUCT: 0.9, Cause.RULE: 0.2},
        primary=attributions[0].cause if attributions else None,
        confidence=0.7,
        abstain_reason=None,
        attributions=attributions,
        valences=(None, -0.6),
        phases=(Phase.GREETING, Phase.UNDERSTANDING),
        moments=(
            Moment(MomentKind.PEAK, 1, Phase.UNDERSTANDING, -0.6, TurnedBy.FAULT),
            Moment(MomentKind.END, 1, Phase.UNDERSTANDING, -0.6),
        ),
        peak_end=-0.6,
        resolved=False,
        repeat_contact=True,
        version=version,
    )
