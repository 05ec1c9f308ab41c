"""Files that somebody gave to be imported, and how long they are kept."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on this machine's disk. `name` is what its owner calls it, never a path; `removed_at` once it is gone."""

    id: str
    owner_id: str
    name: str
    byte_count: int
    created_at: datetime
    expires_at: datetime
    removed_at: datetime | None = None


def safe_name(given: str) -> str:
    r"""A file's name as it may be shown and used for a download: no folders, no control characters, not too long.

    >>> safe_name("C:\\导出\\通话.jsonl"), safe_name("../../etc/passwd"), safe_name("a\r\nb.csv"), safe_name("..")
    ('通话.jsonl', 'passwd', 'ab.csv', '未命名')
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    if not kept.strip("."):
        return "未命名"
    return kept if len(kept) <= LONGEST_NAME else kept[-LONGEST_NAME:]
