from dataclasses import replace

from tests.builders import NOW, conversation, survey, utterance
from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import COMMENT, Basis, Evidence, Kind
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, MomentKind, Phase
from voc.domain.review import Finding, Review
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.nlp.gold import Claim
from voc.services.reviews.learning import ReviewedContacts, gold_of, reviewed_contacts

CALL = Contact.of(
    conversation(
        utterance("转账转不出去"),
        utterance("要去网点办", Speaker.AGENT),
        survey=survey("S", comment="太慢了", embedded=True),
    )
)
SAID = Finding(Cause.PRODUCT, "product.error", Kind.PAIN, "转账", (Evidence(0, 2, 6, "转不出去"),))
TOLD = Finding(Cause.RULE, "rule.channel", Kind.ITCH, None, (Evidence(1, 0, 5, "要去网点办"),))


def test_a_review_is_read_as_labels() -> None:
    low, high = Moment(MomentKind.PEAK, 0, Phase.ANSWERING, -0.6), Moment(MomentKind.HIGH, 1, Phase.CLOSING, 0.4)
    review = Review("C-1", 1, "王检", NOW, True, (SAID, TOLD), Cause.RULE, (low, high), False)
    gold = gold_of(review, CALL)
    assert (gold.dissatisfied, gold.causes, gold.primary) == (True, {Cause.PRODUCT, Cause.RULE}, Cause.RULE)
    assert gold.factors == gold.factors_either == {"product.error", "rule.channel"}
    assert gold.evidence == {Cause.PRODUCT: ((0, "转不出去"),), Cause.RULE: ((1, "要去网点办"),)}
    assert gold.claims == (
        Claim("product.error", "转账", Kind.PAIN, Basis.STATED),
        Claim("rule.channel", None, Kind.ITCH, Basis.INFERRED),
    )
    assert (gold.low_turns, gold.high_turns, gold.resolved) == ((0,), (1,), False)
    assert gold.phases is None


def test_words_of_a_comment_have_no_utterance_and_are_stated() -> None:
    commented = replace(SAID, factor=None, evidence=(Evidence(COMMENT, 0, 2, "太慢"),))
    gold = gold_of(Review("C-1", 1, "王检", NOW, True, (commented,), Cause.PRODUCT), CALL)
    assert gold.evidence == {Cause.PRODUCT: ((None, "太慢"),)}
    assert (gold.claims, gold.basis, gold.low_turns) == ((), {Cause.PRODUCT: Basis.STATED}, None)


def learnt(desk: Desk) -> ReviewedContacts:
    return desk.run(reviewed_contacts)  # type: ignore[no-any-return]


def test_only_what_counts_and_can_be_learnt_from_is_learnt(desk: Desk) -> None:
    desk.feed([FAULT], [FAULT], [FAULT], [FAULT])
    desk.plan(3)
    nothing = learnt(desk)
    assert nothing.contacts == ()
    desk.answer("王检", TellDissatisfied(False))
    desk.answer("王检", PutFinding(replace(SAID, evidence=(Evidence(1, 2, 6, "转不出去"),))))
    desk.answer("王检", PutFinding(replace(SAID, evidence=())))
    found = learnt(desk)
    assert sorted(len(one.gold.causes) for one in found.contacts) == [0, 1]
    assert [one.contact.id for one in found.contacts] == sorted(one.contact.id for one in found.contacts)
    assert found.content_hash == learnt(desk).content_hash != nothing.content_hash
