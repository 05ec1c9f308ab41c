from voc.errors import RowError
from voc.ingest.rows import Rejected

from .reading import PLAIN


def test_a_reject_says_where_it_stood() -> None:
    rejected = PLAIN.rejected(7, "缺少 id", b"raw\n", header=b"head\n")
    assert rejected == Rejected(RowError("f", 7, "缺少 id"), b"raw\n", b"head\n")
    assert str(rejected.error) == "f 第 7 行：缺少 id"
