"""What a reader yields, one for each record of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse
from voc.errors import RowError
from voc.ingest.mapping import ColumnMapping

Record = Conversation | SurveyResponse


@dataclass(frozen=True, slots=True)
class Read:
    """A record that was understood; `gold` is the labels beside it, where there are any.

    `line` is where it begins, counted from 1 (the header of a table is line 1); `raw` and `header` are as in
    `Rejected`: a record may be set aside for another reason than that it cannot be read.
    """

    line: int
    record: Record
    gold: Mapping[str, object] | None = field(default=None, hash=False)
    raw: bytes = field(default=b"", repr=False, compare=False)
    header: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows that were set aside, as they were given.

    `raw` is UTF-8 whatever the file's encoding; bytes that could not be decoded stand in it unchanged. It is empty for
    a line too long to be kept. `header` is what must stand above the rows of a table in a file of their own.
    """

    error: RowError
    raw: bytes
    header: bytes = b""


Row = Read | Rejected


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file is read: its name for the messages, the zone of times without one, and the mapping."""

    file: str
    zone: tzinfo
    mapping: ColumnMapping

    def rejected(self, line: int, reason: str, raw: bytes, *, header: bytes = b"") -> Rejected:
        return Rejected(RowError(self.file, line, reason), raw, header)
