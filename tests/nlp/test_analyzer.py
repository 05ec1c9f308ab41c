import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import voc
from tests.builders import survey
from tests.nlp.contacts import SPEAKERS, call, comment, sample_calls
from tests.nlp.strategies import TEXTS
from voc.domain.attribution import AbstainReason, Analysis, Basis, Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause
from voc.nlp.analyzer import Analyzer, code_hash, version_of
from voc.nlp.evidence import CALL_SPANS
from voc.nlp.language import Language

CONTENT = [
    "座：您好，请问有什么可以帮您",
    "客：你好，我想问一下怎么改预留手机号",
    "座：这个需要您本人带身份证到网点柜台办理，给您带来不便非常抱歉",
    "客：好的，明白了，那我明天过去",
    "座：还有其他可以帮您的吗",
    "客：没有了，谢谢你，讲得很清楚",
    "座：感谢您的来电，再见",
    "客：再见",
]
APOLOGETIC = [
    "座：您好",
    "客：我想查一下余额",
    "座：不好意思让您久等了，实在抱歉，给您添麻烦了，按规定必须先核实身份",
    "客：没事，好的",
    "座：您卡里余额是三百元",
    "客：好的谢谢你，很快",
    "座：再见",
    "客：再见",
]
FAULTY = [
    "座：您好",
    "客：手机银行老是闪退，转账转不出去，太差了",
    "座：抱歉，我帮您看看",
    "客：这破软件，一天闪退好几次",
    "座：您更新一下版本",
    "客：更新了还是闪退",
]


def quoted(contact: Contact, evidence: Evidence) -> str:
    """What the contact says where the evidence points."""
    if evidence.utterance >= 0:
        assert contact.conversation is not None
        return contact.conversation.utterances[evidence.utterance].text[evidence.start : evidence.end]
    own = [s for s in contact.surveys if s.comment.strip()]
    named = [s for s in own if s.id == evidence.survey_id]
    if evidence.survey_id is None:
        named = [s for s in own if s.embedded or contact.conversation is None]
    (one,) = named
    return one.comment[evidence.start : evidence.end]


def shares(analysis: Analysis) -> Iterator[float]:
    yield from (analysis.dissatisfaction, analysis.confidence, *analysis.causes.values())
    for claim in analysis.attributions:
        yield claim.confidence
        if claim.factor_confidence is not None:
            yield claim.factor_confidence


def assert_sound(analysis: Analysis, contact: Contact) -> None:
    """Everything that holds for every analysis, whatever the contact says."""
    assert analysis.contact_id == contact.id
    assert set(analysis.causes) == set(Cause)
    assert all(0 <= p <= 1 and p == rounded(p) for p in shares(analysis))
    assert all(p <= analysis.dissatisfaction for p in analysis.causes.values())
    assert analysis.dissatisfied == (analysis.dissatisfaction >= 0.5)
    assert_claims_sound(analysis, contact)
    assert_course_sound(analysis, contact)


def assert_claims_sound(analysis: Analysis, contact: Contact) -> None:
    assert analysis.dissatisfied or not analysis.attributions
    assert list(analysis.attributions) == sorted(analysis.attributions, key=lambda a: a.order)
    assert (analysis.primary is None) == (not analysis.attributions)
    assert analysis.primary is None or analysis.causes[analysis.primary] == max(
        analysis.causes[c] for c in analysis.found_causes
    )
    if analysis.dissatisfied and not analysis.attributions:
        assert analysis.abstained
    for claim in analysis.attributions:
        assert claim.confidence == analysis.causes[claim.cause]
        assert (claim.factor is None) == (claim.factor_confidence is None)
        assert claim.evidence
        for span in claim.evidence:
            assert span.text == quoted(contact, span) != ""


def assert_course_sound(analysis: Analysis, contact: Contact) -> None:
    spoken = () if contact.conversation is None else contact.conversation.utterances
    assert len(analysis.valences) == len(analysis.phases) == len(spoken)
    for utterance, valence in zip(spoken, analysis.valences, strict=True):
        assert (valence is None) == (utterance.speaker is not Speaker.CUSTOMER)
        assert valence is None or -1 <= valence <= 1
    for moment in analysis.moments:
        assert spoken[moment.utterance].speaker is Speaker.CUSTOMER
        assert moment.phase is analysis.phases[moment.utterance]
    assert (analysis.peak_end is None) == (not analysis.moments)


def analyze(analyzer: Analyzer, contact: Contact) -> Analysis:
    found = analyzer.analyze(contact)
    assert_sound(found, contact)
    return found


# The two cases the program exists for.


def test_a_fault_solved_politely_is_product_inferred_from_the_customers_report(analyzer: Analyzer) -> None:
    contact = sample_calls()["EB-01"]
    assert contact.satisfaction == 0
    found = analyze(analyzer, contact)
    assert (found.dissatisfied, found.primary, found.found_causes) == (True, Cause.PRODUCT, (Cause.PRODUCT,))
    assert {a.basis for a in found.attributions} == {Basis.INFERRED}
    assert found.attributions[0].factor == "product.stability"
    assert found.repeat_contact
    spans = [e for a in found.attributions for e in a.evidence]
    assert contact.conversation is not None
    assert {contact.conversation.utterances[e.utterance].speaker for e in spans} == {Speaker.CUSTOMER}
    assert "错误代码" in "".join(e.text for e in spans)


def test_a_rule_told_kindly_is_rule_inferred_from_the_agents_recital(analyzer: Analyzer) -> None:
    contact = sample_calls()["OP-01"]
    assert contact.satisfaction == 0
    found = analyze(analyzer, contact)
    assert (found.dissatisfied, found.primary, found.found_causes) == (True, Cause.RULE, (Cause.RULE,))
    assert {a.basis for a in found.attributions} == {Basis.INFERRED}
    claim = next(a for a in found.attributions if a.factor == "rule.channel")
    assert contact.conversation is not None
    recited = [e for e in claim.evidence if contact.conversation.utterances[e.utterance].speaker is Speaker.AGENT]
    assert recited[0] == claim.evidence[0]
    assert any(e.utterance == 12 and "到网点柜台" in e.text for e in recited)
    # What the customer says of it is at most that he has heard it: 要本人去柜台.
    assert {e.utterance for e in claim.evidence if e not in recited} <= {13}


@pytest.mark.parametrize("key", ["EB-01", "OP-01"])
def test_the_same_call_with_a_good_score_is_no_dissatisfaction(analyzer: Analyzer, key: str) -> None:
    contact = sample_calls()[key]
    assert contact.conversation is not None
    content = Contact.of(contact.conversation, (survey("S-1", conversation_id=key, score=5),))
    assert not analyze(analyzer, content).dissatisfied


# Scores and comments.


@pytest.mark.parametrize("score", [1, 2])
def test_a_bare_low_score_is_dissatisfied_and_unspecified(analyzer: Analyzer, score: float) -> None:
    found = analyze(analyzer, comment("", score))
    assert found.dissatisfied
    assert (found.found_causes, found.abstain_reason) == ((), AbstainReason.UNSPECIFIED)


@pytest.mark.parametrize("score", [3, 4, 5])
def test_a_bare_score_that_is_not_low_is_no_dissatisfaction(analyzer: Analyzer, score: float) -> None:
    found = analyze(analyzer, comment("", score))
    assert (found.dissatisfied, found.abstained) == (False, False)


@pytest.mark.parametrize("text", ["服务非常好，客服很耐心，谢谢", "很满意，谢谢你们", "手机银行很方便，好用"])
def test_praise_with_the_lowest_score_is_praise(analyzer: Analyzer, text: str) -> None:
    assert not analyze(analyzer, comment(text, 1)).dissatisfied


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("转账老是转不出去，手机银行闪退好几次，太差了", Cause.PRODUCT),
        ("非得去网点才能办，太麻烦了，气死人", Cause.RULE),
        ("客服态度恶劣，爱搭不理，太差劲了", Cause.PERSON),
    ],
)
def test_a_complaint_with_the_highest_score_is_a_complaint(analyzer: Analyzer, text: str, cause: Cause) -> None:
    found = analyze(analyzer, comment(text, 5))
    assert (found.dissatisfied, found.primary) == (True, cause)
    assert {a.basis for a in found.attributions} == {Basis.STATED}


@pytest.mark.parametrize("score", [None, 1])
@pytest.mark.parametrize("text", ["垃圾", "不好用", "很不满意"])
def test_an_unspecific_complaint_has_no_cause(analyzer: Analyzer, text: str, score: float | None) -> None:
    found = analyze(analyzer, comment(text, score))
    assert found.dissatisfied
    assert (found.found_causes, found.abstain_reason) == ((), AbstainReason.UNSPECIFIED)


# Calls.


@pytest.mark.parametrize("score", [4, 5])
def test_an_apology_and_a_recited_rule_in_a_content_call_are_no_complaint(analyzer: Analyzer, score: float) -> None:
    assert not analyze(analyzer, call(*CONTENT, score=score)).dissatisfied


@pytest.mark.parametrize("lines", [CONTENT, APOLOGETIC], ids=["recital", "apologies"])
def test_a_content_call_without_a_score_is_no_dissatisfaction(analyzer: Analyzer, lines: Sequence[str]) -> None:
    assert not analyze(analyzer, call(*lines)).dissatisfied


def test_what_the_agent_complains_of_is_not_the_customers_complaint(analyzer: Analyzer) -> None:
    lines = [line.replace("座：还有", "座：系统老闪退太差了，还有") for line in CONTENT]
    plain, grumbling = (analyze(analyzer, call(*text, score=5)) for text in (CONTENT, lines))
    assert not grumbling.dissatisfied
    assert abs(grumbling.dissatisfaction - plain.dissatisfaction) < 0.01


def test_a_call_in_which_the_customer_complains_needs_no_score(analyzer: Analyzer) -> None:
    found = analyze(analyzer, call(*FAULTY))
    assert (found.dissatisfied, found.primary) == (True, Cause.PRODUCT)


def test_a_comment_of_praise_outweighs_the_complaints_of_the_call(analyzer: Analyzer) -> None:
    lines = [*FAULTY[:3], "客：好的，可以了，谢谢你"]
    praised = call(*lines, score=5, comment="客服很耐心，问题解决了，非常满意")
    assert not analyze(analyzer, praised).dissatisfied


def test_a_comment_names_the_cause_before_the_call_does(analyzer: Analyzer) -> None:
    found = analyze(analyzer, call(*CONTENT, score=1, comment="手机银行天天闪退，转账转不出去"))
    assert (found.dissatisfied, found.primary) == (True, Cause.PRODUCT)
    assert all(e.in_comment for e in found.attributions[0].evidence)


def test_swapped_speakers_go_to_a_person(analyzer: Analyzer) -> None:
    lines = (
        "客：您好，很高兴为您服务，请问有什么可以帮您",
        "座：我手机银行转账一直闪退，太差了",
        "客：请您稍等，我帮您查一下",
        "座：都三次了，烦死了",
        "客：感谢您的来电，祝您生活愉快",
    )
    found = analyze(analyzer, call(*lines, score=1))
    assert found.abstain_reason is AbstainReason.SUSPECTED_SPEAKERS


@pytest.mark.parametrize(
    "lines", [("座：您好", "座：能听到吗"), ("系：查询请按1", "系：人工请按0"), ("系：您好", "座：您好"), ("客：",)]
)
@pytest.mark.parametrize(("score", "dissatisfied"), [(None, False), (1, True), (5, False)])
def test_a_call_without_a_word_of_the_customer_has_only_its_score(
    analyzer: Analyzer, lines: Sequence[str], score: float | None, dissatisfied: bool
) -> None:
    found = analyze(analyzer, call(*lines, score=score))
    assert found.found_causes == ()
    if lines != ("客：",) or score is not None:
        assert found.dissatisfied == dissatisfied


def test_the_comment_of_a_silent_customer_is_read(analyzer: Analyzer) -> None:
    found = analyze(analyzer, call("座：您好", "座：能听到吗", score=1, comment="手机银行老是闪退"))
    assert found.primary is Cause.PRODUCT
    assert all(e.in_comment and e.survey_id == "S-C-1" for a in found.attributions for e in a.evidence)


# What holds always.


def test_every_sample_call_is_analysed_soundly(analyzer: Analyzer) -> None:
    assert len(sample_calls()) >= 60
    for contact in sample_calls().values():
        analyze(analyzer, contact)


def test_an_analysis_depends_on_nothing_but_its_contact(analyzer: Analyzer) -> None:
    contacts = [*list(sample_calls().values())[:12], comment("手机银行闪退，太差"), comment("", 1)]
    first = [analyzer.analyze(contact) for contact in contacts]
    again = [analyzer.analyze(contact) for contact in reversed(contacts)]
    assert first == again[::-1]


@settings(max_examples=25)
@given(
    lines=st.lists(st.tuples(st.sampled_from(sorted(SPEAKERS)), TEXTS), min_size=1, max_size=4),
    written=TEXTS,
    score=st.sampled_from([None, 1, 5]),
)
def test_no_text_is_too_strange(
    analyzer: Analyzer, lines: list[tuple[str, str]], written: str, score: float | None
) -> None:
    analyze(analyzer, call(*(f"{who}：{text}" for who, text in lines), score=score, comment=written))
    analyze(analyzer, comment(written, score))


@pytest.mark.parametrize(
    "text",
    ["转账一直失败，客服让我去网点，太麻烦了。" * 2500, "转账一直失败客服让我去网点太麻烦了" * 3000, "但是" * 25_000],
    ids=["clauses", "no punctuation", "linking words"],
)
def test_fifty_thousand_characters_are_read_and_shown_in_a_few_words(analyzer: Analyzer, text: str) -> None:
    # How long that takes: benchmarks/long_texts.py.
    found = analyze(analyzer, call("座：您好", f"客：{text}", score=1))
    assert sum(len(a.evidence) for a in found.attributions) <= CALL_SPANS * len(found.attributions)


# Versions.


def test_the_version_names_everything_that_decides(analyzer: Analyzer, language: Language) -> None:
    version = analyzer.version
    assert version == version_of(language, analyzer.model)
    assert version.code == f"{voc.__version__}+{code_hash()}"
    assert (version.model, version.rules) == (analyzer.model.id, language.rules_hash)
    assert (version.dictionary, version.taxonomy) == (language.dictionary_hash, language.taxonomy.version)
    assert analyzer.analyze(comment("闪退")).version is version


def test_the_code_hash_covers_every_source_file_that_decides() -> None:
    root = Path(voc.__file__).parent
    digest = hashlib.sha256()
    for package in ("domain", "nlp"):
        files = [path for kind in ("*.py", "*.lark") for path in (root / package).rglob(kind)]
        for path in sorted(files, key=Path.as_posix):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in ("surnames.txt", "surname_words.txt", "given_name_characters.txt"):
        digest.update((root / "resources" / name).read_bytes())
    assert code_hash() == digest.hexdigest()[:8]
    assert any((root / "nlp" / "masking").glob("*.py"))
