from collections.abc import Mapping
from dataclasses import replace
from math import log
from typing import Any

import pytest

from tests.builders import VERSION
from tests.nlp.contacts import SMALL_COURSE, answers, call, comment, flat, small_model
from tests.nlp.contacts import told as said_to_him
from tests.nlp.encoder.encoders import small_encoder
from voc.domain.attribution import AbstainReason, Analysis, Basis, Kind
from voc.domain.contact import Contact
from voc.domain.moments import PeakEndWeights
from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import Logistic, clipped, encoded_labels, sigmoid
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.model import Model
from voc.nlp.selective import EVERYTHING, Selection
from voc.nlp.signals import observe
from voc.nlp.values import QUIETEST, STRONGEST
from voc.nlp.verdict import (
    COMPLAINS,
    FACTOR_FLOOR,
    FACTORS_A_CAUSE,
    NOTHING_KNOWN,
    SOUNDS_CONTENT,
    SURELY_COMPLAINS,
    SURELY_NAMES,
    WISHING,
    Judging,
    judging,
)

SURE = {"dissatisfied": 5.0}
CHANNEL = {"rule": 5.0, "rule_channel": 5.0}
NO_FACTOR = Logistic(-9.0, {})


def judged(contact: Contact, language: Language, model: Model | None = None, **values: float) -> Analysis:
    """The verdict when every customer passage and each of its clauses has these logits."""
    return judge(contact, language, model, **values).analysis(VERSION)


def judge(contact: Contact, language: Language, model: Model | None = None, **values: float) -> Judging:
    observed = observe(contact, language)
    return judging(observed, flat(observed, language, **values), language, model or small_model(language))


def told(
    contact: Contact, language: Language, said: Mapping[int, tuple[Mapping[str, float], ...]], **columns: Any
) -> Analysis:
    """The verdict when passages have these logits: of the whole first, then of each clause."""
    observed = observe(contact, language)
    heard = Heard(said_to_him(observed) | {i: answers(language.taxonomy, *rows) for i, rows in said.items()})
    return judging(observed, heard, language, small_model(language, **columns)).analysis(VERSION)


def logit(share: float) -> float:
    return log(share / (1 - share))


def from_on(threshold: float) -> Selection:
    """Verdicts stand from this confidence on."""
    return replace(EVERYTHING, threshold=threshold)


def unlikely(*likely: str) -> dict[str, float]:
    """Logits that rule the causes out, those named left aside."""
    return {str(cause): -9.0 for cause in Cause if str(cause) not in likely}


@pytest.mark.parametrize(
    ("score", "dissatisfied", "reason"),
    [(1, True, AbstainReason.UNSPECIFIED), (2, True, AbstainReason.UNSPECIFIED), (3, False, None), (5, False, None)],
)
def test_a_bare_score_says_what_it_says_and_no_cause(
    language: Language, score: float, dissatisfied: bool, reason: AbstainReason | None
) -> None:
    found = judged(comment("", score=score), language)
    assert (found.dissatisfied, found.abstain_reason) == (dissatisfied, reason)
    assert found.causes == dict.fromkeys(Cause, 0.0)
    assert (found.primary, found.attributions) == (None, ())


def test_a_silent_customer_without_a_score_is_not_dissatisfied(language: Language) -> None:
    found = judged(call("座：您好", "座：再见"), language)
    assert (found.dissatisfied, found.dissatisfaction) == (False, 0.0)


def test_a_call_in_which_the_customer_says_nothing_and_gives_no_score_goes_to_a_person(language: Language) -> None:
    assert judged(call("座：您好", "座：再见"), language).abstain_reason is AbstainReason.TOO_SHORT
    assert judged(call("座：您好", "座：再见", score=5), language).abstain_reason is None


def test_a_low_score_of_a_silent_customer_counts_as_a_bare_one(language: Language) -> None:
    found = judged(call("座：您好", "座：再见", score=1), language)
    assert found == replace(
        judged(comment("", score=1), language), contact_id="C-1", phases=found.phases, valences=(None, None)
    )


def test_who_is_not_dissatisfied_has_no_attribution_however_likely_a_cause(language: Language) -> None:
    found = judged(comment("只能去网点办"), language, dissatisfied=-1, **CHANNEL)
    assert not found.dissatisfied
    assert (found.attributions, found.primary, found.abstain_reason) == ((), None, None)


def test_who_tells_a_wish_in_a_call_is_dissatisfied_however_content_he_sounds(language: Language) -> None:
    wished = call("座：您好", "客：挺好的", "客：要是手机上能按月导出就更好了，谢谢啊", score=5)
    asked = call("座：您好", "客：挺好的", "客：手机上能不能按月导出呢，谢谢啊", score=5)
    content = {"dissatisfied": -5.0, "person": -5.0, "product": -1.0, "rule": -5.0}
    found, other = (judged(contact, language, **content) for contact in (wished, asked))
    assert (found.dissatisfied, found.dissatisfaction) == (True, WISHING)
    assert {(a.cause, a.kind) for a in found.attributions} == {(Cause.PRODUCT, Kind.ITCH)}
    assert not other.dissatisfied


def test_a_fault_for_whose_remedy_the_customer_tells_a_wish_is_an_itch(language: Language) -> None:
    said = ("座：您好", "客：只能一个月一个月下载")
    wished, plain = call(*said, "客：要是能一次导出全年的就省事了"), call(*said)
    kinds = [
        {a.kind for a in judged(contact, language, **SURE, product=5.0, product_completeness=5.0).attributions}
        for contact in (wished, plain)
    ]
    assert kinds == [{Kind.ITCH}, {Kind.PAIN}]


@pytest.mark.parametrize("contact", [comment("只能去网点办"), call("座：您好", "客：只能去网点办", score=1)])
def test_no_cause_is_likelier_than_dissatisfaction(language: Language, contact: Contact) -> None:
    found = judged(contact, language, dissatisfied=0.5, person=5, product=5, rule=5)
    assert 0.5 < found.dissatisfaction < 1
    assert all(0 <= p <= found.dissatisfaction for p in found.causes.values())


def test_a_comments_cause_is_claimed_from_its_own_threshold_on(language: Language) -> None:
    values = SURE | {"person": 0.0, "product": 0.0, "rule": 0.0}
    model = small_model(language, thresholds={Cause.PERSON: 0.51, Cause.PRODUCT: 0.5, Cause.RULE: 0.4})
    found = judged(comment("闪退，网点远，态度差"), language, model, **values)
    assert found.found_causes == (Cause.PRODUCT, Cause.RULE)


def test_a_cause_of_an_app_review_has_a_threshold_of_its_own(language: Language) -> None:
    values = SURE | {"person": 0.0, "product": 0.0, "rule": 0.0}
    model = small_model(language, thresholds=dict.fromkeys(Cause, 0.4), review_thresholds=dict.fromkeys(Cause, 0.6))
    contacts = (comment("闪退", channel="sms"), comment("闪退", channel="app_review"))
    found = [judged(contact, language, model, **values).found_causes for contact in contacts]
    assert found == [tuple(Cause), ()]


def test_a_calls_cause_is_measured_by_how_sure_dissatisfaction_is(language: Language) -> None:
    line = "客：真的太不方便啦"
    likely, unsure = (
        judged(call("座：您好", line), language, dissatisfied=0.4, rule=rule, **unlikely("rule"))
        for rule in (0.1, -0.1)
    )
    assert likely.found_causes == (Cause.RULE,)
    assert likely.causes[Cause.RULE] < 0.5
    assert unsure.found_causes == ()
    assert unsure.abstain_reason is AbstainReason.UNSPECIFIED


@pytest.mark.parametrize(("rule", "proposed"), [(-0.1, (Cause.RULE,)), (-3.0, ())])
def test_a_doubtful_cause_of_a_call_is_proposed_to_a_person_where_words_show_it(
    language: Language, rule: float, proposed: tuple[Cause, ...]
) -> None:
    shown = call("座：您好", "客：只能去网点办")
    found = judged(shown, language, dissatisfied=0.4, rule=rule, **unlikely("rule"))
    assert found.found_causes == proposed
    assert found.abstained


def test_an_attribution_is_as_sure_as_its_cause(language: Language) -> None:
    found = judged(comment("只能去网点办"), language, **SURE, **CHANNEL, **unlikely("rule"))
    (claim,) = found.attributions
    assert claim.confidence == found.causes[Cause.RULE]
    assert (claim.factor, claim.factor_confidence) == ("rule.channel", 0.9933)
    assert claim.basis is Basis.STATED
    assert [e.text for e in claim.evidence] == ["只能去网点办"]


def test_a_factor_that_cannot_be_told_is_none(language: Language) -> None:
    model = small_model(language, factor=NO_FACTOR)
    (claim,) = judged(comment("只能去网点办"), language, model, **SURE, **CHANNEL, **unlikely("rule")).attributions
    assert (claim.cause, claim.factor, claim.factor_confidence) == (Cause.RULE, None, None)


def test_further_factors_are_claimed_from_their_threshold_on_and_few_of_them(language: Language) -> None:
    values = SURE | CHANNEL | {"rule_fee": 1.0, "rule_limit": 0.5, "rule_identity": -1.0} | unlikely("rule")

    def factors(threshold: float) -> list[str | None]:
        model = small_model(language, factor_thresholds=dict.fromkeys(Cause, threshold))
        return [a.factor for a in judged(comment("只能去网点办"), language, model, **values).attributions]

    assert factors(0.9) == ["rule.channel"]
    assert factors(0.6) == factors(0.1) == ["rule.channel", "rule.fee"]
    assert FACTORS_A_CAUSE == 2


def test_attributions_stand_surest_first_and_then_by_name(language: Language) -> None:
    values = SURE | {"person": 1.0, "product": 3.0, "rule": 3.0} | {"rule_channel": 4.0, "product_stability": 4.0}
    found = judged(comment("闪退，网点远，态度差"), language, **values)
    assert [a.factor for a in found.attributions][:2] == ["product.stability", "rule.channel"]
    assert [a.cause for a in found.attributions] == [Cause.PRODUCT, Cause.RULE, Cause.PERSON]
    assert list(found.attributions) == sorted(found.attributions, key=lambda a: a.order)


def test_the_surest_cause_is_primary_and_of_equals_the_one_named_first(language: Language) -> None:
    text = "态度差，网点远，闪退"
    sure = judged(comment(text), language, **SURE, person=1, product=1, rule=2)
    clauses = [unlikely(cause) | {cause: 4.0} for cause in ("person", "rule", "product")]
    equal = told(comment(text), language, {0: (SURE | {"person": -9.0, "product": 2.0, "rule": 2.0}, *clauses)})
    assert sure.primary is Cause.RULE
    assert equal.causes[Cause.PRODUCT] == equal.causes[Cause.RULE]
    assert equal.primary is Cause.RULE


@pytest.mark.parametrize("text", ["！！！……", "手机银行", "12345"])
def test_a_comment_that_says_nothing_has_no_cause_and_goes_to_a_person(language: Language, text: str) -> None:
    found = judged(comment(text), language, **SURE, **CHANNEL)
    assert (found.dissatisfied, found.attributions, found.abstain_reason) == (False, (), AbstainReason.TOO_SHORT)
    assert found.confidence == NOTHING_KNOWN
    low = judged(comment(text, score=1), language, **SURE, **CHANNEL)
    assert (low.dissatisfied, low.attributions, low.abstain_reason) == (True, (), AbstainReason.UNSPECIFIED)


def test_a_call_shows_the_customers_own_words_where_he_complains(language: Language) -> None:
    contact = call("座：这个需要您本人到网点柜台办理", "客：非得去网点才能办，气死我了")
    (claim, *_) = judged(contact, language, **SURE, **CHANNEL, **unlikely("rule")).attributions
    assert claim.basis is Basis.STATED
    assert {e.utterance for e in claim.evidence} == {1}


def test_a_call_without_a_complaint_shows_what_the_agent_recited(language: Language) -> None:
    contact = call("客：我想改手机号", "座：这个需要您本人到网点柜台办理", "客：好的", score=1)
    near, far = SURE | unlikely("rule") | {"rule": 5.0}, unlikely()
    (claim, *_) = told(contact, language, {0: (near, far), 2: (far, far)}).attributions
    assert claim.basis is Basis.INFERRED
    assert {e.utterance for e in claim.evidence} == {1}


def test_a_call_in_which_no_rule_matched_shows_the_words_nearest_to_the_claim(language: Language) -> None:
    contact = call("座：您好", "客：我问问网点在哪", "客：好的", score=1)
    near, far = SURE | unlikely("rule") | {"rule": 5.0}, unlikely()
    (claim, *_) = told(contact, language, {1: (near, near), 2: (far, far)}).attributions
    assert claim.basis is Basis.INFERRED
    assert [e.text for e in claim.evidence] == ["我问问网点在哪"]


def test_the_sources_are_the_rules_that_voted_in_the_evidence_and_the_model(language: Language) -> None:
    values = SURE | {"product": 5.0, "product_stability": 5.0} | unlikely("product")
    (claim, *_) = judged(comment("手机银行闪退，态度太差"), language, **values).attributions
    assert claim.sources[-1] == "model:text"
    assert "rule:stability.crash" in claim.sources
    assert list(claim.sources[:-1]) == sorted(claim.sources[:-1])
    assert not any("attitude" in source for source in claim.sources)


def test_each_claim_has_the_words_and_the_rules_of_its_own_factor(language: Language) -> None:
    values = {"product": 5.0, "product_notification": 5.0, "product_installation": 5.0} | unlikely("product")
    claims = judged(comment("收不到验证码，登不上去"), language, **SURE, **values).attributions
    assert {(a.factor, tuple(e.text for e in a.evidence), a.sources[:-1]) for a in claims} == {
        ("product.notification", ("收不到验证码",), ("rule:notification.captcha_missing",)),
        ("product.installation", ("登不上去",), ("rule:installation.login_fail",)),
    }


def test_words_that_only_rules_of_another_claim_speak_of_stand_where_there_are_no_others(language: Language) -> None:
    values = {"product": 5.0, "product_speed": 5.0, "product_installation": 5.0} | unlikely("product")
    claims = judged(comment("登不上去"), language, **SURE, **values).attributions
    assert {a.factor: (a.evidence[0].text, a.sources) for a in claims} == {
        "product.speed": ("登不上去", ("model:text",)),
        "product.installation": ("登不上去", ("rule:installation.login_fail", "model:text")),
    }


def test_the_sources_of_a_claim_without_a_factor_are_the_rules_of_the_cause(language: Language) -> None:
    model = small_model(language, factor=NO_FACTOR)
    (claim,) = judged(comment("手机银行闪退"), language, model, **SURE, **unlikely("product"), product=5.0).attributions
    assert claim.factor is None
    assert "rule:stability.crash" in claim.sources


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("希望增加指纹登录", Kind.ITCH),
        ("手机银行闪退", Kind.PAIN),
        ("希望增加指纹登录别再闪退", Kind.PAIN),
        ("不好用", Kind.PAIN),
        ("希望早日支持桌面小卡片", Kind.ITCH),
    ],
)
def test_a_wish_is_an_itch_and_what_is_broken_a_pain(language: Language, text: str, kind: Kind) -> None:
    values = SURE | {"product": 5.0, "product_completeness": 5.0} | unlikely("product")
    assert {a.kind for a in judged(comment(text), language, **values).attributions} == {kind}


def test_an_attribution_names_its_object_or_that_of_the_queue(language: Language) -> None:
    def about(text: str, queue: str | None) -> str | None:
        contact = comment(text, queue=queue)
        return judged(contact, language, **SURE, **CHANNEL, **unlikely("rule")).attributions[0].business_object

    assert about("信用卡年费太贵", "手机银行") == "信用卡年费"
    assert about("太麻烦了", "手机银行") == "手机银行"
    assert about("太麻烦了", None) is None


def test_swapped_speakers_go_to_a_person_whatever_else_is_found(language: Language) -> None:
    contact = call("客：很高兴为您服务", "座：非得去网点才能办", "客：请您稍等", "座：气死我了", score=1)
    found = judged(contact, language, **SURE, **CHANNEL)
    assert found.abstain_reason is AbstainReason.SUSPECTED_SPEAKERS
    assert found.abstained


def test_a_verdict_below_the_chosen_confidence_goes_to_a_person(language: Language) -> None:
    values = SURE | CHANNEL | unlikely("rule")
    contact = comment("只能去网点办")
    confidence = judged(contact, language, **values).confidence
    reasons = [
        judged(contact, language, small_model(language, selection=from_on(below)), **values).abstain_reason
        for below in (confidence, confidence + 0.0001)
    ]
    assert reasons == [None, AbstainReason.LOW_CONFIDENCE]


def test_a_content_verdict_can_be_unsure_too(language: Language) -> None:
    found = judged(comment("还行"), language, small_model(language, selection=from_on(0.9)), dissatisfied=-0.1)
    assert not found.dissatisfied
    assert found.abstain_reason is AbstainReason.LOW_CONFIDENCE


@pytest.mark.parametrize(
    ("line", "reason"),
    [("客：去网点", AbstainReason.TOO_SHORT), ("客：我今天下午还要再去一次网点", AbstainReason.LOW_CONFIDENCE)],
)
def test_an_unsure_call_with_few_words_is_too_short(language: Language, line: str, reason: AbstainReason) -> None:
    model = small_model(language, selection=from_on(1.0))
    found = judged(call("座：您好", line, score=1), language, model, **SURE, **CHANNEL, **unlikely("rule"))
    assert found.abstain_reason is reason


def test_a_short_comment_is_not_too_short(language: Language) -> None:
    model = small_model(language, selection=from_on(1.0))
    found = judged(comment("去网点"), language, model, **SURE, **CHANNEL, **unlikely("rule"))
    assert found.abstain_reason is AbstainReason.LOW_CONFIDENCE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("非得去网点才能办", AbstainReason.CONFLICT),
        ("今天去过网点", AbstainReason.LOW_CONFIDENCE),
    ],
)
def test_a_rule_that_speaks_for_what_the_model_denies_is_a_conflict(
    language: Language, text: str, reason: AbstainReason
) -> None:
    model = small_model(language, selection=from_on(1.0))
    found = judged(comment(text), language, model, **SURE, product=5, product_speed=5, person=-9, rule=-9)
    assert found.found_causes == (Cause.PRODUCT,)
    assert found.abstain_reason is reason


def test_a_rule_for_another_cause_than_the_one_claimed_is_a_conflict(language: Language) -> None:
    model = small_model(language, selection=from_on(1.0))
    values = SURE | {"product": 5.0, "rule": -1.0, "person": -1.0}
    assert judged(comment("非得去网点才能办"), language, model, **values).abstain_reason is AbstainReason.CONFLICT


def test_the_course_of_the_call_is_handed_on(language: Language) -> None:
    contact = call("座：您好", "客：太差了，气死我了", "座：抱歉", "客：好的谢谢", comment="太差")
    observed = observe(contact, language)
    model = small_model(language, peak_end=PeakEndWeights(peak=1.0, end=0.0))
    found = judged(contact, language, model, **SURE)
    assert found.valences == observed.valences[:4]
    assert (found.phases, found.moments, found.resolved) == (observed.phases, observed.moments, observed.resolved)
    assert found.peak_end == min(v for v in found.valences if v is not None)
    assert found.version == VERSION


def test_a_call_is_judged_by_the_course_that_the_model_hears(language: Language) -> None:
    course = replace(SMALL_COURSE, feeling=Logistic(-0.5, {}), ending=Logistic(0.3, {}), outcome=Logistic(-1.0, {}))
    model = small_model(language, course=course, peak_end=PeakEndWeights(peak=0.0, end=1.0))
    found = judged(call("座：您好", "客：在吗", "座：在的", "客：好的谢谢"), language, model, **SURE)
    assert found.valences == (None, -0.5, None, -0.5)
    assert (found.moments[-1].valence, found.peak_end, found.resolved) == (0.3, 0.3, False)


def test_what_a_comment_says_counts_beside_what_the_call_was_about(language: Language) -> None:
    contact = call("座：您好", "客：今天去过网点", score=1, comment="闪退")
    spoken, written = SURE | unlikely("rule") | {"rule": 5.0}, SURE | {"person": -9.0, "product": 2.0, "rule": 0.0}
    both = Logistic(0.0, {"call_top": 1.0, "comment": 2.0})
    found = told(contact, language, {1: (spoken, spoken), 2: (written, written)}, call_cause=both)
    assert found.found_causes == (Cause.PRODUCT, Cause.RULE)
    assert found.causes[Cause.PRODUCT] == rounded(found.dissatisfaction * sigmoid(2 * 2 + QUIETEST))
    assert {e.in_comment for a in found.attributions for e in a.evidence if a.cause is Cause.PRODUCT} == {True}


@pytest.mark.parametrize(("share", "stands"), [(SURELY_NAMES + 1e-4, True), (SURELY_NAMES - 0.01, False)])
def test_a_cause_that_a_comment_surely_names_is_claimed_whatever_the_call_was_about(
    language: Language, share: float, stands: bool
) -> None:
    contact = call("座：您好", "客：今天去过网点", score=1, comment="闪退")
    spoken, written = SURE | unlikely("rule") | {"rule": 5.0}, SURE | unlikely("product") | {"product": logit(share)}
    found = told(contact, language, {1: (spoken, spoken), 2: (written, written)})
    assert (Cause.PRODUCT in found.found_causes) is stands
    assert (found.causes[Cause.PRODUCT] == rounded(share)) is stands


@pytest.mark.parametrize(
    ("score", "share", "stands"),
    [
        (None, COMPLAINS + 1e-4, True),
        (None, COMPLAINS - 0.01, False),
        (3, COMPLAINS + 1e-4, True),
        (5, COMPLAINS + 1e-4, False),
        (5, SURELY_COMPLAINS + 1e-4, True),
        (5, SURELY_COMPLAINS - 0.01, False),
    ],
)
def test_what_a_comment_complains_of_stands_the_more_surely_the_higher_the_score(
    language: Language, score: float | None, share: float, stands: bool
) -> None:
    found = answered(language, score, share)
    assert found.dissatisfaction == rounded(share if stands else sigmoid(-2 + 0.5 * logit(share)))


def test_praise_of_who_is_named_wins_over_the_lowest_score(language: Language) -> None:
    contact = call("座：您好", "客：嗯", score=1, comment="客服非常好")
    silent = unlikely("person") | {"dissatisfied": -5.0}
    content, names = silent, silent | {"person": 9.0}
    found = [told(contact, language, {1: (silent, silent), 2: (row, row)}) for row in (content, names)]
    assert found[0].dissatisfaction == found[1].dissatisfaction < NOTHING_KNOWN


@pytest.mark.parametrize(("text", "known"), [("the transfer failed again", False), ("转账又失败了", True)])
def test_what_is_said_in_another_language_goes_to_a_person(language: Language, text: str, known: bool) -> None:
    model = small_model(language, verdict=Logistic(5.0, {}), selection=replace(EVERYTHING, threshold=0.6))
    found = judged(comment(text), language, model, **SURE, **CHANNEL)
    assert (found.confidence > NOTHING_KNOWN, found.abstain_reason is None) == (known, known)


@pytest.mark.parametrize(
    ("share", "stands"), [(None, True), (SOUNDS_CONTENT + 0.01, True), (SOUNDS_CONTENT - 0.01, False)]
)
def test_a_low_score_after_a_polite_call_stands_unless_the_comment_sounds_content(
    language: Language, share: float | None, stands: bool
) -> None:
    found = answered(language, 1, share)
    assert found.dissatisfied is stands
    assert (found.dissatisfaction == 0.97) is stands


def answered(language: Language, score: float | None, share: float | None) -> Analysis:
    """A polite call with this score; `share` is how likely its comment by itself complains, None without one."""
    contact = call("座：您好", "客：今天去过网点", score=score, comment="" if share is None else "就这样")
    said = {1: {"dissatisfied": -2.0}} | ({} if share is None else {2: {"dissatisfied": logit(share)}})
    heard = {i: (row | unlikely(), row | unlikely()) for i, row in said.items()}
    models = {
        "comment_dissatisfied": Logistic(0.0, {"comment": 1.0, "score": 0.2}),
        "call_dissatisfied": Logistic(0.0, {"call_top": 1.0, "comment": 0.5}),
    }
    return told(contact, language, heard, **models)


def test_a_comment_that_names_a_cause_complains(language: Language) -> None:
    contact = call("座：您好", "客：今天去过网点", comment="闪退")
    spoken = {"dissatisfied": -2.0} | unlikely()
    written = {"dissatisfied": -2.0} | unlikely("product") | {"product": logit(SURELY_NAMES + 1e-4)}
    found = told(contact, language, {1: (spoken, spoken), 2: (written, written)})
    assert (found.dissatisfied, found.found_causes) == (True, (Cause.PRODUCT,))


def test_the_comment_of_a_silent_customer_is_judged_as_a_comment(language: Language) -> None:
    said = {"product": 5.0, "dissatisfied": 2.0} | unlikely("product")
    silent = told(call("座：您好", "座：再见", comment="闪退"), language, {2: (said, said)})
    alone = told(comment("闪退"), language, {0: (said, said)})
    assert silent.causes == alone.causes
    assert silent.dissatisfaction == alone.dissatisfaction
    assert silent.found_causes == (Cause.PRODUCT,)


def test_a_factor_that_is_hardly_likely_is_not_named(language: Language) -> None:
    def factor(logit: float) -> str | None:
        model = small_model(language, factor=Logistic(logit, {"is:rule.channel": 0.01}))
        (claim,) = judged(comment("只能去网点办"), language, model, **SURE, **CHANNEL, **unlikely("rule")).attributions
        return claim.factor

    least = logit(FACTOR_FLOOR)
    assert factor(least) == "rule.channel"
    assert factor(least - 0.1) is None


def test_confidence_is_what_was_fitted_over_how_sure_the_answers_are(language: Language) -> None:
    values = SURE | CHANNEL | unlikely("rule")
    plain = judge(comment("只能去网点办"), language, **values)
    fitted = judge(
        comment("只能去网点办"), language, small_model(language, verdict=Logistic(-1.0, {"claims_rule": 3.0})), **values
    )
    assert plain.confidence == pytest.approx(0.98, abs=0.02)
    assert fitted.confidence == 0.8808
    assert fitted.confidence_values == plain.confidence_values
    assert plain.confidence_values["narrowest"] == pytest.approx(0.49, abs=0.02)


def test_a_bare_score_is_as_sure_as_the_score_whatever_was_fitted(language: Language) -> None:
    found = judged(comment("", score=5), language, small_model(language, verdict=Logistic(-9.0, {})))
    assert found.confidence == 0.97


def test_what_the_encoder_reads_decides_with_the_rest(language: Language) -> None:
    labels = encoded_labels(language.taxonomy)
    cause = {c: Logistic(0.0, {"encoded": 1.0}) for c in Cause}
    model = small_model(
        language, encoder=small_encoder(labels), comment_dissatisfied=Logistic(9.0, {}), comment_cause=cause
    )
    observed = observe(comment("客服态度差"), language)
    causes = judging(observed, model.hear(observed), language, model).causes
    logits = small_encoder(labels).answers("客服态度差")
    assert causes == {c: rounded(sigmoid(clipped(logits[c], STRONGEST))) for c in Cause}
