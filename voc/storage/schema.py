"""All tables of the program as one: what the migrations must arrive at."""

from voc.storage import account_tables, job_tables, review_tables, tables
from voc.storage.columns import Base

MODULES = (tables, account_tables, job_tables, review_tables)

metadata = Base.metadata
