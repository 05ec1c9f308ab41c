"""The service as it is started, over real sockets."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from api.parts import open_parts
from tests.cli.running import environment, voc
from voc.cli.serving import bound, introduce
from voc.errors import ConflictError
from voc.services.passwords import Passwords
from voc.settings import load_settings

pytestmark = pytest.mark.slow
PROGRAM = "from voc.cli import main; main()"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = _free_port()
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", str(port), *options]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    server = subprocess.Popen(command, **streams, text=True, encoding="utf8", env=environment())
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", server)
        yield server, f"http://127.0.0.1:{port}"
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate()


def _wait_for(address: str, server: subprocess.Popen[str]) -> None:
    for _ in range(300):
        assert server.poll() is None, server.communicate()[1]
        try:
            with urlopen(address) as answer:
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the service does not answer")


def _stopped(server: subprocess.Popen[str]) -> tuple[str, list[dict[str, object]]]:
    """What it printed, and the lines of its log, each of which is a JSON object."""
    server.send_signal(signal.SIGTERM)
    printed, logged = server.communicate(timeout=30)
    assert server.returncode in (0, -signal.SIGTERM)
    return printed, [json.loads(line) for line in logged.splitlines()]


def test_one_command_serves_and_the_first_start_shows_a_password_once(own_home: Path) -> None:
    with _served() as (server, address):
        printed, lines = _stopped(server)
    (password,) = re.findall(r"已建立管理员 admin，一次性密码（只显示这一次）：(\S+)", printed)
    assert {line["logger"] for line in lines} >= {"uvicorn.error", "voc.access"}
    assert password not in json.dumps(lines)
    with _served("--host", "127.0.0.1") as (server, address):
        body = json.dumps({"name": "admin", "password": password}).encode()
        asked = Request(f"{address}/api/v1/auth/login", body, {"content-type": "application/json"})
        with urlopen(asked) as answer:
            assert answer.headers["server"] is None
            assert json.load(answer)["user"]["must_change"]
        assert _stopped(server)[0] == ""


def test_a_service_that_others_reach_without_tls_is_warned_of(own_home: Path) -> None:
    with _served("--host", "0.0.0.0") as (server, _):
        assert "请放在 TLS 之后" in str(_stopped(server)[1])


def test_a_port_that_is_taken_is_told_before_anything_is_set_up(own_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = voc("serve", "--port", str(port))
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"错误：不能监听 127.0.0.1 的端口 {port}：已被别的程序占用，请用 --port 换一个\n"
    assert not (own_home / "voc.sqlite").exists()


@pytest.mark.parametrize(("host", "reason"), [("192.0.2.1", "本机没有这个地址"), ("a b", "没有这个地址")])
def test_an_address_of_another_machine_is_told(host: str, reason: str) -> None:
    with pytest.raises(ConflictError, match=reason):
        bound(host, 0)


def test_the_administrator_is_introduced_once(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = open_parts(load_settings(), passwords=Passwords(memory_kib=8, passes=1))
    introduce(parts)
    assert "已建立管理员 admin" in capsys.readouterr().out
    introduce(parts)
    assert capsys.readouterr() == ("", "")
    parts.store.database.dispose()


def _jobs(state: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, "jobs", "list", "--state", state, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf8", env=environment(), check=True)
    return [job["id"] for job in json.loads(done.stdout)]


def test_queued_jobs_are_done_inside_the_service_unless_it_is_told_not_to(own_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "一条.jsonl"
    file.write_text('{"id": "S-1", "score": 1, "scale": [1, 5], "comment": "手机银行闪退"}\n', encoding="utf8")
    subprocess.run([sys.executable, "-c", PROGRAM, "jobs", "import", str(file)], env=environment(), check=True)
    with _served("--no-worker") as (server, _):
        _stopped(server)
    assert len(_jobs("queued")) == 1
    with _served() as (server, _):
        for _ in range(60):
            if _jobs("done"):
                break
            time.sleep(0.5)
        (done,) = _jobs("done")
        told = [line for line in _stopped(server)[1] if line.get("job_id") == done]
    assert [line["state"] for line in told] == ["running", "done"]
