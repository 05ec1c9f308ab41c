"""Labels that cannot all be true: figures on them would mean nothing."""

from collections.abc import Iterator, Sequence

from voc.domain.contact import Contact
from voc.domain.conversation import Speaker, Utterance
from voc.domain.taxonomy import cause_of
from voc.nlp.gold import Gold

# Keys that list utterances of the customer's, and keys that say something of each utterance.
_TURNS = ("low_turns", "high_turns", "low_turns_either", "high_turns_either")
_EACH = ("phases", "valences")


def contradiction(gold: Gold, contact: Contact | None = None) -> str | None:
    """What in the labels contradicts what, in the user's words and never in the customer's; None where all go together.

    Marked words and utterances are looked up where the `contact` is given; utterances are counted from 0, as labels do.
    """
    return next(_found(gold, contact), None)


def _found(gold: Gold, contact: Contact | None) -> Iterator[str]:
    if not gold.dissatisfied and gold.causes:
        yield "dissatisfied 是 false，却有 causes"
    if gold.primary is not None and gold.primary not in gold.causes:
        yield f"primary {gold.primary} 不在 causes 里"
    for key, factors in (("factors", gold.factors), ("claims", {claim.factor for claim in gold.claims})):
        for factor in sorted(factors):
            if cause_of(factor) not in gold.causes:
                yield f"{key} 里的 {factor} 属于 {cause_of(factor)}，它不在 causes 里"
    if contact is not None:
        yield from _misplaced(gold, contact)
        yield from _misheard(gold, () if contact.conversation is None else contact.conversation.utterances)


def _misplaced(gold: Gold, contact: Contact) -> Iterator[str]:
    for cause, spans in gold.evidence.items():
        for utterance, words in spans:
            where = "留言" if utterance is None else _place(utterance)
            texts = list(_texts(contact, utterance))
            if not texts:
                yield f"evidence 里 {cause} 的证据在{where}里，而这条记录没有它"
            elif not words or not any(words in text for text in texts):
                yield f"evidence 里 {cause} 的证据不是{where}里的原文"


def _misheard(gold: Gold, utterances: Sequence[Utterance]) -> Iterator[str]:
    """What is said of utterances that there are not, or of feelings of others than the customer."""
    customers = {number for number, one in enumerate(utterances) if one.speaker is Speaker.CUSTOMER}
    for key in _TURNS:
        for number in getattr(gold, key) or ():
            if not 0 <= number < len(utterances):
                yield f"{key} 里有{_place(number)}，而这条记录没有它"
            elif number not in customers:
                yield f"{key} 里的{_place(number)}不是客户说的"
    for key in _EACH:
        given = getattr(gold, key)
        if given is not None and len(given) != len(utterances):
            yield f"{key} 有 {len(given)} 个，而话语有 {len(utterances)} 句"
    felt = [number for number, valence in enumerate(gold.valences or ()) if valence is not None]
    yield from (f"valences 里的{_place(number)}不是客户说的，却有情绪" for number in felt if number not in customers)


def _place(number: int) -> str:
    return f"第 {number} 句话（从 0 数）"


def _texts(contact: Contact, utterance: int | None) -> Iterator[str]:
    """What an evidence may be cut from: an utterance, or any comment that belongs to the contact."""
    if utterance is None:
        yield from (survey.comment for survey in contact.surveys)
    elif contact.conversation is not None and 0 <= utterance < len(contact.conversation.utterances):
        yield contact.conversation.utterances[utterance].text
