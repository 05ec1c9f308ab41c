"""Records without personal data: what may be stored, logged and shown."""

from collections.abc import Mapping
from dataclasses import replace

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation
from voc.domain.fingerprint import pseudonym
from voc.domain.survey import SurveyResponse
from voc.nlp.masking import mask, mask_utterances


def masked_conversation(conversation: Conversation, *, key: bytes | None) -> Conversation:
    """Texts and metadata masked, every offset kept; the customer's number as a keyed hash, or gone without a key."""
    texts = mask_utterances(
        [u.text for u in conversation.utterances], speakers=[u.speaker for u in conversation.utterances]
    )
    survey = conversation.survey
    return replace(
        conversation,
        utterances=tuple(
            u if u.text == t else replace(u, text=t) for u, t in zip(conversation.utterances, texts, strict=True)
        ),
        customer_id=_hashed(conversation.customer_id, key),
        survey=None if survey is None else masked_survey(survey, key=key),
        metadata=_masked_table(conversation.metadata),
    )


def masked_survey(survey: SurveyResponse, *, key: bytes | None) -> SurveyResponse:
    """The same for a survey response."""
    return replace(
        survey,
        comment=mask(survey.comment),
        customer_id=_hashed(survey.customer_id, key),
        metadata=_masked_table(survey.metadata),
    )


def masked_contact(contact: Contact, *, key: bytes | None = None) -> Contact:
    """The same for a contact and all that belongs to it."""
    conversation = contact.conversation
    return Contact(
        None if conversation is None else masked_conversation(conversation, key=key),
        tuple(masked_survey(s, key=key) for s in contact.surveys),
    )


def _hashed(customer_id: str | None, key: bytes | None) -> str | None:
    return None if customer_id is None or key is None else pseudonym(customer_id, key=key)


def _masked_table(table: Mapping[str, object]) -> Mapping[str, object]:
    return {mask(str(name)): _masked_value(value) for name, value in table.items()}


def _masked_value(value: object) -> object:
    """Strings masked at any depth; numbers too, when they read as personal data (a phone number as an integer)."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return _masked_table(value)
    if isinstance(value, list | tuple):
        return [_masked_value(part) for part in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        digits = str(value).removesuffix(".0")
        return value if mask(digits) == digits else mask(digits)
    return value
