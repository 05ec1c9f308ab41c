"""Logs as one JSON object a line, by the standard library: uvicorn logs by it too, and one formatter serves both.

What goes in is a fixed message and facts (ids, codes, counts). An exception is written by its type and the places it
passed, without its text, which may quote what was stored.
"""

import json
import logging
import threading
import traceback
from datetime import UTC, datetime

LOG = logging.getLogger("voc.api")


class JsonFormatter(logging.Formatter):
    """`facts` of a record become fields of the line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        line["message"] = record.getMessage()
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["places"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)


def take_over() -> None:
    """Write what would go to the error stream past the logs into them: warnings, and threads that fail."""
    logging.captureWarnings(True)
    threading.excepthook = _log_thread


def _log_thread(failed: threading.ExceptHookArgs) -> None:
    error = failed.exc_value
    info = None if error is None else (failed.exc_type, error, failed.exc_traceback)
    name = None if failed.thread is None else failed.thread.name
    LOG.error("thread failed", exc_info=info, extra={"facts": {"thread": name}})


def configure(level: int = logging.INFO) -> None:
    """Write every log of the service to the error stream."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    for name in ("voc.api", "voc.access", "py.warnings", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
