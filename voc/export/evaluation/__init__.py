"""An evaluation as JSON, and as a page of its own with pictures."""

from voc.export.evaluation.page import Measured, write_page
from voc.export.evaluation.record import evaluation_record

__all__ = ["Measured", "evaluation_record", "write_page"]
