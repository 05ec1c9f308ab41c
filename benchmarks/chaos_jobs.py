"""Workers that are killed (`kill -9`) or frozen again and again during imports, and must lose and double nothing.

    python benchmarks/chaos_jobs.py [--kills 100] [--records 400] [--workers 2] [--seed 1] [--database URL]

Queues imports of generated survey comments, some rows of them broken, keeps so many `voc worker` processes running, and
strikes at one of them at a random moment while it holds a job, mostly after it stored something: with a kill, each
fourth time by freezing it until its lease has run out and letting it go on (these do not count as kills). In the end,
without strikes, all jobs are finished; exit code 1 unless every record is there exactly once, every contact is analysed
once, and counts and rejects of every job are exact. `--database` names an empty database; a temporary SQLite file
otherwise.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from api.ids import new_id
from voc.domain.job import Job, JobState
from voc.domain.job_work import ImportCounts, ImportOrder, ImportResult
from voc.opening import Store, open_folder, open_store
from voc.services.jobs import outputs, submit
from voc.settings import Settings, load_settings
from voc.storage.jobs import Jobs
from voc.storage.tables import AnalysisRow, ContactRow, RecordRow, SurveyRevisionRow

ROOT = Path(__file__).resolve().parents[1]
LEASE_S = 2
LONGEST_PAUSE_S = 1.5
EARLY_SHARE = 0.3
FROZEN_S = 2.5 * LEASE_S
FREEZE_EVERY = 4
BROKEN_EVERY = 20
PATIENCE_S = 600
SAID = ("转账一直转圈", "登录提示网络异常", "改密码非得去网点", "查账单客服说不清楚", "缴费挺好的")


@dataclass(slots=True)
class Chaos:
    """One run; `rows` are what each job was given, by its id."""

    settings: Settings
    store: Store
    chance: random.Random
    record_count: int
    rows: dict[str, list[str]] = field(default_factory=dict)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def queue(self) -> None:
        """One more import, of records that no other has."""
        number = len(self.rows)
        lines = list(_lines(number, self.record_count, self.chance))
        folder, upload_id, job_id, now = open_folder(self.settings), new_id(), new_id(), datetime.now(UTC)
        with folder.receiving(upload_id) as incoming:
            incoming.write("".join(lines).encode())
        with self.store.work() as session:
            folder.registered(
                session, upload_id, f"{number}.jsonl", owner_id="chaos", byte_count=incoming.byte_count, at=now
            )
            submit(session, ImportOrder(upload_id, "chaos"), job_id=job_id, owner_id="chaos", at=now)
        self.rows[job_id] = lines

    def jobs(self) -> list[Job]:
        with self.store.look() as session:
            return [Jobs(session).get(job_id) for job_id in self.rows]

    def start(self) -> None:
        command = [sys.executable, "-c", "from voc.cli import main; main()", "worker"]
        self.workers.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL))

    def at_work(self) -> list[tuple[subprocess.Popen[bytes], Job]]:
        """The workers that hold a job, told by the process number in their name."""
        held = {int(job.lease.worker.split(":")[1]): job for job in self.jobs() if job.lease is not None}
        return [(worker, held[worker.pid]) for worker in self.workers if worker.pid in held]

    def strike(self, *, freeze: bool) -> None:
        """Strike at a worker that holds a job: at any moment, mostly once it has got further since it took it."""
        victim, job = self.chance.choice(waited_for(self.at_work))
        if self.chance.random() > EARLY_SHARE:
            waited_for(lambda: self._got_further(job))
        time.sleep(self.chance.uniform(0, LONGEST_PAUSE_S))
        if freeze:
            victim.send_signal(signal.SIGSTOP)
            time.sleep(FROZEN_S)
            victim.send_signal(signal.SIGCONT)
            return
        victim.kill()
        victim.wait()
        self.workers.remove(victim)
        self.start()

    def _got_further(self, before: Job) -> bool:
        with self.store.look() as session:
            job = Jobs(session).get(before.id)
        return job.lease != before.lease or job.done_count > before.done_count

    def finish(self) -> None:
        """Let the workers end their jobs in peace, then ask them to stop.

        A worker started a moment ago may not listen yet: the signal ends it, and it has taken nothing.
        """
        waited_for(lambda: all(job.state.ended for job in self.jobs()))
        for worker in self.workers:
            worker.terminate()
        codes = [worker.wait(PATIENCE_S) for worker in self.workers]
        assert set(codes) <= {0, -signal.SIGTERM}, codes

    def faults(self) -> Iterator[str]:
        """Everything that is not as it would be without a kill."""
        total = 0
        for job in self.jobs():
            broken = [line for line in self.rows[job.id] if line.startswith("{坏")]
            count = len(self.rows[job.id]) - len(broken)
            total += count
            if job.state is not JobState.DONE or not isinstance(job.result, ImportResult):
                yield f"{job.id} {job.state.label} {job.error}"
            elif job.result.counts != ImportCounts(count, 0, 0, count) or job.result.rejected_count != len(broken):
                yield f"{job.id} {job.result}"
            elif self._rejects(job) != "".join(broken):
                yield f"{job.id} 的拒收文件不对"
        found = {name: self._count(statement) for name, statement in _COUNTS.items()}
        yield from (f"{name} {count}，应为 {total}" for name, count in found.items() if count != total)

    def _rejects(self, job: Job) -> str:
        with self.store.look() as session:
            files = outputs(session, job, open_folder(self.settings))
        return files[0].path.read_text("utf-8-sig") if files else ""

    def _count(self, statement: sa.Select[tuple[int]]) -> int:
        with self.store.look() as session:
            return session.scalar(statement) or 0


_COUNTS = {
    "记录": sa.select(sa.func.count()).select_from(RecordRow),
    "不同编号": sa.select(sa.func.count(sa.distinct(RecordRow.external_id))),
    "修订": sa.select(sa.func.count()).select_from(SurveyRevisionRow),
    "接触": sa.select(sa.func.count()).select_from(ContactRow),
    "已分析": sa.select(sa.func.count()).select_from(ContactRow).where(ContactRow.version_id.is_not(None)),
    "分析": sa.select(sa.func.count()).select_from(AnalysisRow),
}


def _lines(job: int, count: int, chance: random.Random) -> Iterator[str]:
    for number in range(count):
        if number % BROKEN_EVERY == BROKEN_EVERY // 2:
            yield f"{{坏 {job}-{number}\n"
        comment = f"{chance.choice(SAID)}，{number}次了"
        yield (
            json.dumps({"id": f"K-{job}-{number:06}", "comment": comment, "channel": "app"}, ensure_ascii=False) + "\n"
        )


def waited_for(ask):  # type: ignore[no-untyped-def]
    """The first answer that is not empty or false."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise TimeoutError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--records", type=int, default=400, help="records of each import")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="address of an empty database")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voc-chaos-") as name:
        os.environ |= {"VOC_HOME": name, "VOC_JOB_LEASE_S": str(LEASE_S), "PYTHONPATH": str(ROOT)}
        os.environ.pop("VOC_UPLOADS", None)
        os.environ["VOC_DATABASE_URL"] = asked.database or ""
        settings = load_settings()
        chaos = Chaos(settings, open_store(settings, create=True), random.Random(asked.seed), asked.records)
        began = time.monotonic()
        for _ in range(asked.workers):
            chaos.start()
        try:
            kills = strikes = 0
            while kills < asked.kills:
                while sum(not job.state.ended for job in chaos.jobs()) < asked.workers + 1:
                    chaos.queue()
                strikes += 1
                freeze = strikes % FREEZE_EVERY == 0
                chaos.strike(freeze=freeze)
                kills += not freeze
            chaos.finish()
        finally:
            for worker in chaos.workers:
                worker.kill()
                worker.wait()
        faults = list(chaos.faults())
        jobs, claims = chaos.jobs(), sum(job.claim_count for job in chaos.jobs())
    print(f"强行结束 {kills} 次，冻结 {strikes - kills} 次；{len(jobs)} 个任务，领取 {claims} 次，", end="")
    print(f"{sum(job.done_count for job in jobs)} 条记录，{time.monotonic() - began:.0f} 秒")
    print("\n".join(faults) or "全部记录、分析与拒收的行恰好一次")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
