"""`voc serve` as a process of its own on loopback, over a database that is filled, for benchmarks that call it.

Accounts are made in the database directly, with cheap passwords' cost left as it is: signing in is what users do.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2

from voc.domain.account import Role, User
from voc.opening import Store, open_store
from voc.services.accounts import add_user
from voc.services.auditing import SYSTEM, Stamp
from voc.services.passwords import Passwords
from voc.settings import Settings, load_settings
from voc.storage.accounts import Accounts

ROOT = Path(__file__).resolve().parents[1]
V1 = "/api/v1"
PASSWORD = "benchmarks on loopback"
CSRF_HEADER = "X-CSRF-Token"
PATIENCE_S = 120
SAID = (
    "转账一直转圈，转不出去",
    "登录提示网络异常，卸了重装还是一样",
    "改预留手机号非得去网点，跑了两趟",
    "查账单客服说不清楚，还挂我电话",
    "跨行手续费太高",
    "缴费挺好的，谢谢",
)


@dataclass(slots=True)
class Running:
    """`base` is the address of the service; `log` is what it wrote."""

    settings: Settings
    store: Store
    base: str
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes]

    def start(self) -> None:
        self.process = _started(self.environment, self.base, self.log)

    def kill(self) -> None:
        """As a power failure does."""
        self.process.kill()
        self.process.wait()

    def ready(self) -> None:
        """Wait until it answers that the database is there."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"voc serve 结束了（{self.process.returncode}），见 {self.log}")
            try:
                if httpx2.get(f"{self.base}/readyz", timeout=5).status_code == 200:
                    return
            except httpx2.TransportError:
                pass
            time.sleep(0.1)
        raise TimeoutError

    def add(self, name: str, *roles: Role) -> User:
        """A user whose password is `PASSWORD`."""
        user, at, passwords = User(f"u-{name}", name, frozenset(roles)), datetime.now(UTC), Passwords()
        with self.store.work() as session:
            add_user(session, user, passwords=passwords, stamp=Stamp(SYSTEM, at))
            Accounts(session).set_password(user.id, passwords.hash(PASSWORD), must_change=False, at=at)
        return user


def new_home(folder: Path, database: str, **settings: str) -> dict[str, str]:
    """The environment of a service with a folder of its own; `database` is an address, or empty for SQLite there."""
    own = {"VOC_HOME": str(folder), "VOC_DATABASE_URL": database, "PYTHONPATH": str(ROOT), **settings}
    return {**{k: v for k, v in os.environ.items() if not k.startswith("VOC_")}, **own}


@contextmanager
def running(folder: Path, database: str = "", **settings: str) -> Iterator[Running]:
    """A service until the block ends, over a new or empty database."""
    environment = new_home(folder, database, **settings)
    known = load_settings(environment)
    store = open_store(known, create=True)
    base, log = f"http://127.0.0.1:{_free_port()}", folder / "serve.log"
    service = Running(known, store, base, environment, log, _started(environment, base, log))
    try:
        service.ready()
        yield service
    finally:
        if service.process.poll() is None:
            service.process.send_signal(signal.SIGTERM)
            service.process.wait(PATIENCE_S)
        store.database.dispose()


def voc(environment: Mapping[str, str], *arguments: str) -> str:
    """What a command of ours printed; it must succeed."""
    command = [sys.executable, "-c", "from voc.cli import main; main()", *arguments]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"voc {arguments[0]} 失败：{done.stderr}")
    return done.stdout


def comments(prefix: str, count: int) -> str:
    """JSONL of so many survey comments."""
    rows = (
        {"id": f"{prefix}-{n:06}", "comment": f"{SAID[n % len(SAID)]}，{n}次", "channel": "app", "score": n % 3 + 1}
        for n in range(count)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def signed_in(client: httpx2.Client, name: str) -> httpx2.Client:
    """The same client with a session and the token that changes need."""
    answer = client.post(f"{V1}/auth/login", json={"name": name, "password": PASSWORD})
    answer.raise_for_status()
    client.headers[CSRF_HEADER] = answer.json()["csrf_token"]
    return client


def _started(environment: Mapping[str, str], base: str, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from voc.cli import main; main()", "serve", "--port", base.rsplit(":", 1)[1]]
    with log.open("ab") as output:
        return subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output, stdin=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
