"""All tables of the program as one: what the migrations must arrive at."""

from voc.storage import job_tables, tables
from voc.storage.columns import Base

MODULES = (tables, job_tables)

metadata = Base.metadata
