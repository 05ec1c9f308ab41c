import json
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.attribution import COMMENT, AbstainReason, Analysis, Attribution, Basis, Evidence, Kind
from voc.domain.contact import Contact, ContactKind
from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause
from voc.export.records import analysis_record, reported_under_record, to_line

from .builders import VERSION

RULE = Attribution(
    cause=Cause.RULE,
    factor="rule.channel",
    confidence=0.91274,
    factor_confidence=0.84006,
    basis=Basis.STATED,
    kind=Kind.PAIN,
    business_object="手机号变更",
    evidence=(Evidence(1, 3, 7, "****"),),
    sources=("rule:channel.branch_only", "model:causes"),
)
ANALYSIS = Analysis(
    contact_id="C-1",
    dissatisfied=True,
    dissatisfaction=0.931249,
    causes={Cause.RULE: 0.91274, Cause.PERSON: 0.04119, Cause.PRODUCT: 0.12031},
    primary=Cause.RULE,
    confidence=0.87142,
    abstain_reason=None,
    attributions=(RULE,),
    valences=(None, -0.82004),
    phases=(Phase.GREETING, Phase.ANSWERING),
    moments=(Moment(MomentKind.PEAK, 1, Phase.ANSWERING, -0.82004, TurnedBy.RULE_RECITAL),),
    peak_end=-0.56,
    resolved=False,
    repeat_contact=False,
    version=VERSION,
)
GIVEN = Contact.of(
    Conversation(
        "C-1",
        (Utterance(Speaker.AGENT, "您好"), Utterance(Speaker.CUSTOMER, "我姓张三丰，为什么非得去网点")),
        survey=SurveyResponse("C-1", "C-1", score=1, comment="电话13800138000没人回", embedded=True),
    ),
    (SurveyResponse("S-9", "C-1", score=1, comment="又打了两次"),),
)
KEYS = [
    "id",
    "kind",
    "dissatisfied",
    "dissatisfaction",
    "causes",
    "primary",
    "confidence",
    "abstained",
    "abstain_reason",
    "attributions",
    "valences",
    "phases",
    "moments",
    "peak_end",
    "resolved",
    "repeat_contact",
    "version",
]


def with_evidence(*evidence: Evidence) -> Analysis:
    return replace(ANALYSIS, attributions=(replace(RULE, evidence=evidence),))


def texts(record: dict[str, object]) -> list[str]:
    return [e["text"] for a in json.loads(to_line(record))["attributions"] for e in a["evidence"]]


def test_a_record_has_the_published_form() -> None:
    record = analysis_record(ANALYSIS, ContactKind.CONVERSATION)
    assert list(record) == KEYS
    assert record == {
        "id": "C-1",
        "kind": "conversation",
        "dissatisfied": True,
        "dissatisfaction": 0.9312,
        "causes": {"person": 0.0412, "product": 0.1203, "rule": 0.9127},
        "primary": "rule",
        "confidence": 0.8714,
        "abstained": False,
        "abstain_reason": None,
        "attributions": [
            {
                "cause": "rule",
                "factor": "rule.channel",
                "confidence": 0.9127,
                "factor_confidence": 0.8401,
                "basis": "stated",
                "kind": "pain",
                "business_object": "手机号变更",
                "evidence": [{"utterance": 1, "start": 3, "end": 7, "text": "****"}],
                "sources": ["rule:channel.branch_only", "model:causes"],
            }
        ],
        "valences": [None, -0.82],
        "phases": ["greeting", "answering"],
        "moments": [
            {"kind": "peak", "utterance": 1, "phase": "answering", "valence": -0.82, "turned_by": "rule_recital"}
        ],
        "peak_end": -0.56,
        "resolved": False,
        "repeat_contact": False,
        "version": {
            "code": "0.1.0",
            "model": "causes-7f3a",
            "rules": "rules-12",
            "dictionary": "dict-9",
            "taxonomy": "1.0",
        },
    }


def test_causes_stand_in_the_order_of_the_taxonomy() -> None:
    line = to_line(analysis_record(ANALYSIS, ContactKind.CONVERSATION))
    assert '"causes": {"person": 0.0412, "product": 0.1203, "rule": 0.9127}' in line


def test_a_content_survey_response_is_short() -> None:
    content = replace(
        ANALYSIS, dissatisfied=False, attributions=(), primary=None, valences=(), phases=(), moments=(), peak_end=None
    )
    record = analysis_record(content, ContactKind.SURVEY_RESPONSE)
    assert list(record) == KEYS
    empty = {key: record[key] for key in ("kind", "primary", "attributions", "valences", "phases", "moments")}
    assert empty == {
        "kind": "survey_response",
        "primary": None,
        "attributions": [],
        "valences": [],
        "phases": [],
        "moments": [],
    }
    assert record["peak_end"] is None


def test_an_abstention_says_why() -> None:
    record = analysis_record(replace(ANALYSIS, abstain_reason=AbstainReason.CONFLICT), ContactKind.CONVERSATION)
    assert (record["abstained"], record["abstain_reason"]) == (True, "conflict")


def test_a_moment_that_nothing_turned_has_null() -> None:
    quiet = replace(ANALYSIS, moments=(Moment(MomentKind.END, 1, Phase.CLOSING, 0.1),))
    assert analysis_record(quiet, ContactKind.CONVERSATION)["moments"] == [
        {"kind": "end", "utterance": 1, "phase": "closing", "valence": 0.1, "turned_by": None}
    ]


def test_a_survey_comment_has_no_utterance_and_a_linked_one_names_its_survey() -> None:
    record = analysis_record(
        with_evidence(Evidence(COMMENT, 0, 2, "电话"), Evidence(COMMENT, 0, 1, "又", "S-9")), ContactKind.CONVERSATION
    )
    assert json.loads(to_line(record))["attributions"][0]["evidence"] == [
        {"utterance": None, "start": 0, "end": 2, "text": "电话"},
        {"utterance": None, "start": 0, "end": 1, "text": "又", "survey": "S-9"},
    ]


def test_attributions_are_sorted_by_confidence_then_name_whatever_their_order() -> None:
    few = (
        RULE,
        replace(RULE, cause=Cause.PERSON, factor="person.attitude", confidence=0.5),
        replace(RULE, cause=Cause.PERSON, factor=None, confidence=0.500001),
        replace(RULE, factor="rule.channel", confidence=0.5, business_object="ATM"),
        replace(RULE, factor="rule.channel", confidence=0.5, business_object=None),
    )
    records = {
        to_line(analysis_record(replace(ANALYSIS, attributions=order), ContactKind.CONVERSATION))
        for order in permutations(few)
    }
    assert len(records) == 1
    names = [(a["factor"], a["business_object"]) for a in json.loads(records.pop())["attributions"]]
    assert names == [
        ("rule.channel", "手机号变更"),
        (None, "手机号变更"),
        ("person.attitude", "手机号变更"),
        ("rule.channel", None),
        ("rule.channel", "ATM"),
    ]


def test_unmasked_evidence_is_the_slice_as_given() -> None:
    masked = with_evidence(
        Evidence(1, 2, 5, "***"), Evidence(COMMENT, 2, 13, "*" * 11), Evidence(COMMENT, 3, 5, "**", "S-9")
    )
    assert texts(analysis_record(masked, ContactKind.CONVERSATION)) == ["***", "*" * 11, "**"]
    unmasked = analysis_record(masked, ContactKind.CONVERSATION, unmasked=GIVEN)
    assert texts(unmasked) == ["张三丰", "13800138000", "两次"]


def test_the_comment_of_a_lone_survey_response_is_its_own() -> None:
    lone = Contact(None, (SurveyResponse("S-1", score=1, comment="找王五办的"),))
    masked = with_evidence(Evidence(COMMENT, 1, 3, "**"))
    assert texts(analysis_record(masked, ContactKind.SURVEY_RESPONSE, unmasked=lone)) == ["王五"]


@pytest.mark.parametrize(
    "evidence", [Evidence(7, 0, 1, "x"), Evidence(COMMENT, 0, 1, "x", "S-none"), Evidence(0, 0, 1, "x")]
)
def test_evidence_outside_the_contact_is_a_mistake(evidence: Evidence) -> None:
    contact = Contact(None, GIVEN.surveys[1:]) if evidence.utterance == 0 else GIVEN
    with pytest.raises(ValueError, match="points at"):
        analysis_record(with_evidence(evidence), ContactKind.CONVERSATION, unmasked=contact)


def test_a_linked_survey_says_where_it_is_reported() -> None:
    record = reported_under_record("S-9", "C-1", VERSION)
    assert list(record) == ["id", "kind", "reported_under", "dissatisfied", "attributions", "version"]
    assert (record["kind"], record["reported_under"], record["dissatisfied"]) == ("survey_response", "C-1", None)
    assert record["attributions"] == []
    assert record["version"] == analysis_record(ANALYSIS, ContactKind.CONVERSATION)["version"]


def test_a_line_is_utf8_and_not_escaped() -> None:
    assert to_line({"text": "网点\n"}) == '{"text": "网点\\n"}'


@given(st.dictionaries(st.text(), st.one_of(st.text(st.characters()), st.floats(allow_nan=False), st.none())))
def test_a_line_is_one_line_and_reads_back(record: dict[str, object]) -> None:
    line = to_line(record)
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf8")) == record


def test_a_lone_surrogate_can_still_be_written() -> None:
    line = to_line({"text": "坏\ud83d字\u2028"})
    assert json.loads(line.encode("utf8")) == {"text": "坏\ud83d字\u2028"}
