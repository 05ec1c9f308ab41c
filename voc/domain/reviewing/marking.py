"""Marking words in a (masked) contact, and finding them again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voc.domain.attribution import COMMENT, Evidence
from voc.domain.contact import Contact
from voc.domain.moments import Moment
from voc.domain.reviewing.changes import Answer, Change, Cite, PutFinding, PutMoment
from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class Texts:
    """All that can be marked: utterances in order, and survey comments by survey id, the contact's own under None."""

    spoken: tuple[str, ...]
    comments: Mapping[str | None, str] = field(hash=False)

    @classmethod
    def of(cls, contact: Contact) -> "Texts":
        call = contact.conversation
        own = [call is None or survey.embedded for survey in contact.surveys]
        return cls(
            () if call is None else tuple(utterance.text for utterance in call.utterances),
            {
                None if is_own else survey.id: survey.comment
                for is_own, survey in zip(own, contact.surveys, strict=True)
            },
        )

    def mark(self, utterance: int, start: int, end: int, *, survey_id: str | None = None) -> Evidence:
        """Code points `start` to `end` of an utterance, or of a comment where it is -1, as evidence.

        InputError where there are no such characters.
        """
        text = self._text(utterance, survey_id)
        if text is None:
            raise InputError("所标的话或评论不存在")
        if not 0 <= start < end <= len(text):
            raise InputError(f"所标的字从第 {start} 到第 {end} 个，不在原文之内")
        return Evidence(utterance, start, end, text[start:end], survey_id)

    def holds(self, evidence: Evidence) -> bool:
        """Whether these words still stand where they were marked."""
        text = self._text(evidence.utterance, evidence.survey_id)
        return text is not None and text[evidence.start : evidence.end] == evidence.text

    def bears(self, answer: Answer) -> bool:
        """Whether everything that an answer marks still stands: its words, and the utterances of its moments."""
        words = all(self.holds(e) for finding in answer.findings for e in finding.evidence)
        return words and not self.out_of_range(answer)

    def out_of_range(self, answer: Answer) -> tuple[Moment, ...]:
        """The moments of an answer that lie at utterances which are not there."""
        return tuple(moment for moment in answer.moments if moment.utterance >= len(self.spoken))

    def _text(self, utterance: int, survey_id: str | None) -> str | None:
        if utterance == COMMENT:
            return self.comments.get(survey_id)
        return self.spoken[utterance] if 0 <= utterance < len(self.spoken) else None


# Of a contact in which nothing is marked.
NO_TEXTS = Texts((), {})


def marks(change: Change) -> bool:
    """Whether a verdict may mark something that was not marked before.

    >>> from voc.domain.reviewing.changes import TellResolved
    >>> marks(TellResolved(True))
    False
    """
    match change:
        case PutFinding(finding) | Cite(finding=finding):
            return finding is not None and bool(finding.evidence)
        case _:
            return isinstance(change, PutMoment)
