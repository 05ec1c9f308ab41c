"""Labels that cannot all be true: figures on them would mean nothing."""

from collections.abc import Iterator

from voc.domain.contact import Contact
from voc.domain.taxonomy import cause_of
from voc.nlp.gold import Gold


def contradiction(gold: Gold, contact: Contact | None = None) -> str | None:
    """What in the labels contradicts what, in the user's words and never in the customer's; None where all go together.

    Marked words are looked up where the `contact` is given; utterances are counted from 0, as labels do.
    """
    return next(_found(gold, contact), None)


def _found(gold: Gold, contact: Contact | None) -> Iterator[str]:
    if not gold.dissatisfied and gold.causes:
        yield "dissatisfied 是 false，却有 causes"
    if gold.primary is not None and gold.primary not in gold.causes:
        yield f"primary {gold.primary} 不在 causes 里"
    for factor in sorted(gold.factors):
        if cause_of(factor) not in gold.causes:
            yield f"factors 里的 {factor} 属于 {cause_of(factor)}，它不在 causes 里"
    if contact is not None:
        yield from _misplaced(gold, contact)


def _misplaced(gold: Gold, contact: Contact) -> Iterator[str]:
    for cause, spans in gold.evidence.items():
        for utterance, words in spans:
            where = "留言" if utterance is None else f"第 {utterance} 句话（从 0 数）"
            texts = list(_texts(contact, utterance))
            if not texts:
                yield f"evidence 里 {cause} 的证据在{where}里，而这条记录没有它"
            elif not words or not any(words in text for text in texts):
                yield f"evidence 里 {cause} 的证据不是{where}里的原文"


def _texts(contact: Contact, utterance: int | None) -> Iterator[str]:
    """What an evidence may be cut from: an utterance, or any comment that belongs to the contact."""
    if utterance is None:
        yield from (survey.comment for survey in contact.surveys)
    elif contact.conversation is not None and 0 <= utterance < len(contact.conversation.utterances):
        yield contact.conversation.utterances[utterance].text
