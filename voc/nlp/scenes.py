"""A contact, read: what rules and everything after them look at."""

from voc.domain.contact import Contact
from voc.nlp.language import Language
from voc.nlp.objects import Mentions
from voc.nlp.passage import passages_of
from voc.nlp.phases import phases_of
from voc.nlp.rules import Scene
from voc.nlp.valence import valence_of, valences_of


def scene_of(contact: Contact, language: Language) -> Scene:
    """Passages, phases, valences and mentions of a (masked) contact: all that rules may ask for."""
    passages = passages_of(contact, language.tokenizer, ends=language.clause_ends)
    spoken = passages[: len(contact.conversation.utterances)] if contact.conversation else ()
    felt = valences_of(spoken, language.lexicon)
    written = tuple(valence_of(passage, language.lexicon) for passage in passages[len(spoken) :])
    mentions = Mentions(language.objects, passages)
    return Scene(passages, contact, phases_of(spoken, language.cues), felt + written, mentions, language.objects.table)
