"""Personal data: where it stands in a text, and the text without it. Lengths stay, so that offsets hold."""

from voc.nlp.masking.conversation import find_personal_together, mask_utterances
from voc.nlp.masking.find import find_personal, mask
from voc.nlp.masking.spans import PersonalKind, PersonalSpan

__all__ = ["PersonalKind", "PersonalSpan", "find_personal", "find_personal_together", "mask", "mask_utterances"]
