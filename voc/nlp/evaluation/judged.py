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

    @property
    def comments(self) -> tuple[str | None, ...]:
        """The survey of each comment, as evidence names them: None for the contact's own, which comes first."""
        conversation = self.contact.conversation
        if conversation is None:
            return (None,)
        return (None, *(s.id for s in self.contact.surveys if s is not conversation.survey))

    def text(self, utterance: int | None, survey_id: str | None = None) -> str:
        """The words of an utterance, or where it is None of the comment of a survey (by default the contact's own)."""
        if survey_id is not None:
            return next((s.comment for s in self.contact.surveys if s.id == survey_id), "")
        if self.contact.conversation is None:
            return self.contact.surveys[0].comment
        if utterance is None:
            own = self.contact.conversation.survey
            return "" if own is None else own.comment
        return self.contact.conversation.utterances[utterance].text
