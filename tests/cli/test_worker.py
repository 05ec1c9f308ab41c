import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.running import ROOT, environment, voc
from tests.cli.test_jobs import queued, shown
from tests.inputs import answer, numbered, write
from voc.cli.worker import stopping
from voc.clock import now

PATIENCE_S = 180


def start_worker(*options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", "from voc.cli import main; main()", "worker", *options]
    return subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True)


def read_until(running: "subprocess.Popen[str]", word: str) -> str:
    assert running.stderr is not None
    for line in running.stderr:
        if word in line:
            return line
    raise AssertionError(f"the worker ended without saying {word}")


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_end_puts_its_job_back_and_another_goes_on(tmp_path: Path, sign: int) -> None:
    job_id = queued("import", write(tmp_path / "a.jsonl", *numbered(1_000)))
    with start_worker() as running:
        read_until(running, "进行中")
        while shown(job_id)["done_count"] == 0:
            time.sleep(0.05)
        running.send_signal(sign)
        read_until(running, f"导入 {job_id} 排队")
        assert running.wait(PATIENCE_S) == 0
    half = shown(job_id)
    assert (half["state"], 0 < half["done_count"] < 1_000) == ("queued", True)
    voc("worker", "--once")
    counts = shown(job_id)["result"]["counts"]
    assert (counts["new_count"], counts["unchanged_count"], counts["analysed_count"]) == (1_000, 0, 1_000)


@pytest.mark.slow
def test_workers_that_are_killed_and_frozen_ten_times_lose_nothing_and_do_nothing_twice() -> None:
    chaos = ROOT / "benchmarks" / "chaos_jobs.py"
    done = subprocess.run(
        [sys.executable, chaos, "--kills", "10", "--records", "300"], env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "全部记录、分析与拒收的行恰好一次"
    assert "强行结束 10 次" in done.stdout


def test_a_worker_waits_for_jobs_until_it_is_asked_to_end() -> None:
    before = signal.getsignal(signal.SIGTERM)

    def end() -> None:
        while signal.getsignal(signal.SIGTERM) == before:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    beside = Thread(target=end, daemon=True)
    beside.start()
    outcome = voc("worker")
    beside.join()
    assert (outcome.code, outcome.err) == (0, "等待任务，Ctrl-C 结束\n")


def test_expired_uploads_are_removed_by_the_worker(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = queued("import", write(tmp_path / "a.jsonl", answer("S-1")))
    voc("jobs", "cancel", job_id)
    voc("worker", "--once")
    assert len(list((own_home / "uploads").iterdir())) == 1
    later = now().timestamp() + 8 * 24 * 3600
    monkeypatch.setattr("voc.cli.worker.now", lambda: type(now()).fromtimestamp(later, now().tzinfo))
    voc("worker", "--once")
    assert list((own_home / "uploads").iterdir()) == []


def test_the_handlers_of_signals_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stopping() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(5)
    assert signal.getsignal(signal.SIGTERM) == before


def test_rules_that_the_model_does_not_fit_fail_the_job(tmp_path: Path) -> None:
    assert voc("import", write(tmp_path / "a.jsonl", answer("S-1"))).code == 0
    rules = tmp_path / "rules"
    rules.mkdir()
    job_id = queued("reanalyze", "--rules", rules)
    failed = voc("worker", "--once").err.splitlines()[-1]
    assert failed.startswith(f"重新分析 {job_id} 失败：")
    assert shown(job_id)["order"]["rules"] == str(rules)
    assert shown(job_id)["error"] in failed
