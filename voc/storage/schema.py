"""All tables together: importing this module makes them known."""

from voc.storage import review_tables, tables
from voc.storage.columns import Base

TABLE_MODULES = (tables, review_tables)
metadata = Base.metadata
