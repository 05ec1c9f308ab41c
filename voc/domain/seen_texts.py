"""Which texts a model was trained on, told by short hashes: a text that is asked about can be recognised, none read."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation

# Bytes of a hash: of a million texts one in twenty trillion others is taken for one of them.
WIDTH = 8
# A comment beside a call that has fewer characters is said by many: it does not tell that the contact was seen.
TELLING = 8


@dataclass(frozen=True, slots=True)
class SeenTexts:
    """Hashes of `WIDTH` bytes of texts whose personal data are masked; contacts that are asked about are masked too."""

    digests: frozenset[bytes]

    @classmethod
    def of(cls, contacts: Iterable[Contact]) -> "SeenTexts":
        """All texts of masked contacts: each call, and each comment by itself."""
        return cls(frozenset(digest_of(text) for contact in contacts for text in (*_said(contact), *_written(contact))))

    @classmethod
    def read(cls, content: bytes) -> "SeenTexts":
        """ValueError for bytes that `bytes()` of such texts did not give."""
        digests = [content[at : at + WIDTH] for at in range(0, len(content), WIDTH)]
        if any(len(digest) != WIDTH for digest in digests[-1:]) or digests != sorted(set(digests)):
            raise ValueError("no sorted list of hashes")
        return cls(frozenset(digests))

    def __bytes__(self) -> bytes:
        """The hashes in order, one after the other."""
        return b"".join(sorted(self.digests))

    def holds(self, contact: Contact) -> bool:
        """Whether a masked contact was seen: its call, or what was written beside it or instead of it."""
        written = [t for t in _written(contact) if contact.conversation is None or len(t) >= TELLING]
        return any(digest_of(text) in self.digests for text in (*_said(contact), *written))


def content_text(contact: Contact) -> str:
    """All that is said and written in a contact, without what sets equal texts apart; empty for a bare score."""
    return "\n".join((*_said(contact), *_written(contact)))


def plain_text(text: str) -> str:
    """Letters and digits alone, in one width and case: a full stop or a space more makes no other text.

    Where there are none, what there is.

    >>> plain_text(" ＡＰＰ 闪退！"), plain_text("👍 "), plain_text(" ")
    ('app闪退', '👍', '')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum()) or "".join(folded.split())


def digest_of(text: str) -> bytes:
    """`WIDTH` bytes of its SHA-256.

    >>> digest_of("闪退") == digest_of("闪退"), len(digest_of(""))
    (True, 8)
    """
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).digest()[:WIDTH]


def _said(contact: Contact) -> tuple[str, ...]:
    """The call as one text; none without a word in it."""
    spoken = "" if contact.conversation is None else _script(contact.conversation)
    return (spoken,) if spoken else ()


def _script(conversation: Conversation) -> str:
    turns = [(turn.speaker, plain_text(turn.text)) for turn in conversation.utterances]
    return "\n".join(f"{speaker}:{text}" for speaker, text in turns if text)


def _written(contact: Contact) -> tuple[str, ...]:
    return tuple(text for survey in contact.surveys if (text := plain_text(survey.comment)))
