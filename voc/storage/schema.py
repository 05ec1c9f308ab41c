"""All tables of the program as one: what the migrations must arrive at."""

from voc.storage import account_tables, job_tables, review_tables, rule_tables, search_tables, tables
from voc.storage.columns import Base

MODULES = (tables, account_tables, job_tables, review_tables, search_tables, rule_tables)

metadata = Base.metadata


def compared(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the database's object should be one of `metadata`; the search index is each database's own.

    >>> compared("record", "table", {}), compared("search_index_data", "table", {})
    (True, False)
    """
    return kind != "table" or name is None or not name.startswith("search_index")
