import json
import logging
import threading

import pytest

from api.logs import JsonFormatter, configure, take_over


def _line(**columns: object) -> dict[str, object]:
    record = logging.makeLogRecord({"name": "voc.api", "msg": "request", "levelno": 20, "levelname": "INFO", **columns})
    line: dict[str, object] = json.loads(JsonFormatter().format(record))
    return line


def test_a_line_is_one_object_with_its_facts() -> None:
    line = _line(facts={"status": 200}, created=0)
    assert line == {
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "info",
        "logger": "voc.api",
        "message": "request",
        "status": 200,
    }


def test_an_exception_is_told_by_its_kind_and_place_and_not_by_its_words() -> None:
    try:
        raise ValueError("客户说的话")
    except ValueError as error:
        line = _line(exc_info=(type(error), error, error.__traceback__))
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["places"])
    assert "客户" not in json.dumps(line, ensure_ascii=False)
    assert "error" not in _line(exc_info=(None, None, None))


def test_the_web_server_writes_the_same_lines(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("voc.api", "voc.access", "py.warnings", "uvicorn", "uvicorn.error")
    before = {name: (logging.getLogger(name).handlers, logging.getLogger(name).propagate) for name in names}
    try:
        configure()
        logging.getLogger("uvicorn.error").info("Started %s", "server")
        assert json.loads(capsys.readouterr().err)["message"] == "Started server"
    finally:
        for name, (handlers, propagate) in before.items():
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(logging.NOTSET)


def test_a_thread_that_fails_is_told_in_the_log_without_its_words(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("客户说的话")

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logging, "captureWarnings", lambda _: None)
    take_over()
    thread = threading.Thread(target=fail, name="voc-worker")
    thread.start()
    thread.join()
    (record,) = caplog.records
    line = JsonFormatter().format(record)
    assert '"thread": "voc-worker", "error": "ValueError"' in line
    assert "客户" not in line
