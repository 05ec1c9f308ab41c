"""Files → conversations, survey responses, and the rows that had to be set aside.

No masking and no database here: what is read is what was given.
"""

from voc.ingest.jsonl import read_object
from voc.ingest.mapping import ColumnMapping
from voc.ingest.mapping_file import load_mapping
from voc.ingest.reader import read_records, read_stream
from voc.ingest.rejects import RejectsFile
from voc.ingest.rows import Read, Record, Rejected, Row

__all__ = [
    "ColumnMapping",
    "Read",
    "Record",
    "Rejected",
    "RejectsFile",
    "Row",
    "load_mapping",
    "read_object",
    "read_records",
    "read_stream",
]
