"""The service that dies at any moment, while it is used."""

import subprocess
import sys

import pytest

from tests.cli.running import ROOT, environment
from tests.postgresql import Server

CHAOS = ROOT / "benchmarks" / "chaos_service.py"


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 6), ("postgresql", 4)])
def test_a_service_that_is_killed_during_imports_and_reviews_loses_nothing_and_does_nothing_twice(
    kind: str, kills: int, request: pytest.FixtureRequest
) -> None:
    command = [sys.executable, str(CHAOS), "--kills", str(kills), "--inspectors", "2", "--records", "60"]
    if kind == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        command += ["--database", server.new_database().render_as_string(hide_password=False)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "得到回答的判断恰好一次；全部记录、分析与拒收的行恰好一次", (
        done.stdout + done.stderr
    )
    assert done.returncode == 0
    assert f"强行结束 {kills} 次" in done.stdout
