"""A labelled contact beside what the program says of it."""

from dataclasses import dataclass

from voc.domain.attribution import Analysis
from voc.domain.contact import Contact
from voc.nlp.gold import Gold


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled contact as given, and what the program says of it (masking keeps every offset)."""

    contact: Contact
    gold: Gold
    analysis: Analysis

    @property
    def right(self) -> bool:
        """Whether dissatisfaction and the set of causes are both right."""
        found = set(self.analysis.found_causes)
        return self.analysis.dissatisfied == self.gold.dissatisfied and found == self.gold.causes

    def text(self, utterance: int | None) -> str:
        """The words of an utterance, or of the survey comment where it is None."""
        if self.contact.conversation is None:
            return self.contact.surveys[0].comment
        if utterance is None:
            own = self.contact.conversation.survey
            return "" if own is None else own.comment
        return self.contact.conversation.utterances[utterance].text
