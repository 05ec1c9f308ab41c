"""The service killed (`kill -9`) again and again while inspectors review and imports run; nothing lost, nothing twice.

    python benchmarks/chaos_service.py [--kills 100] [--inspectors 4] [--records 200] [--seed 1] [--database URL]

Starts `voc serve` on loopback, with its job worker inside, over an empty database (`--database`; a temporary SQLite
file otherwise), queues imports of generated survey comments, and lets inspectors review without a pause. The service is
killed at random moments, mostly once an import has got further, and started again; inspectors go on from what they read
then, as a person whose page failed to save would. Each verdict they give is a text of its own. In the end: every
verdict that was answered with success stands in the history exactly once, any other at most once; every record is there
exactly once and analysed once, with the counts and rejects of every job exact; no task was done twice. Exit code 1
otherwise.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import httpx2  # noqa: E402

from benchmarks.chaos_jobs import EARLY_SHARE, LEASE_S, LONGEST_PAUSE_S, Chaos, waited_for  # noqa: E402
from benchmarks.running_service import V1, Running, running, signed_in, voc  # noqa: E402
from voc.domain.account import Role  # noqa: E402
from voc.domain.review import ReviewStatus  # noqa: E402
from voc.domain.reviewing.changes import TellComment  # noqa: E402
from voc.domain.reviewing.tasks import TaskState  # noqa: E402
from voc.storage.review_tasks import ReviewTasks, TaskFilter  # noqa: E402
from voc.storage.reviews import Reviews  # noqa: E402

TASKS = 2000
VERDICTS = 3
QUEUED = 2


@dataclass(slots=True)
class Inspector:
    """`given` are all verdicts by their text, with the review; `answered` are those answered with success."""

    name: str
    client: httpx2.Client
    stop: threading.Event
    given: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    submitted: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    broken_off: int = 0

    def work(self) -> None:
        while not self.stop.is_set():
            try:
                self.review()
            except httpx2.TransportError:
                self.broken_off += 1
                time.sleep(0.2)

    def review(self) -> None:
        """The task in hand, from where it stands: a draft that was begun is gone on with."""
        task = self._ask("POST", "tasks/next")
        if task is None or task.status_code == 204:
            self.stop.wait(0.5)
            return
        review = self._ask("POST", f"tasks/{task.json()['id']}/review")
        if review is None:
            return
        review_id, version = review.json()["id"], review.headers["ETag"]
        steps: list[dict[str, Any]] = [{"step": "tell_dissatisfied", "dissatisfied": False}]
        for _ in range(VERDICTS):
            text = f"{self.name} {len(self.given)}"
            self.given[text] = review_id
            steps.append({"step": "tell_comment", "comment": text})
        for step in steps:
            done = self._ask("POST", f"reviews/{review_id}/changes", json=step, headers={"If-Match": version})
            if done is None:
                return
            version = done.headers["ETag"]
            if "comment" in step:
                self.answered.add(step["comment"])
        if self._ask("POST", f"reviews/{review_id}/submit", headers={"If-Match": version}) is not None:
            self.submitted.append(review_id)

    def _ask(self, method: str, path: str, **content: Any) -> httpx2.Response | None:
        answer = self.client.request(method, f"{V1}/{path}", **content)
        if answer.is_success:
            return answer
        self.faults.append(f"{self.name} {method} {path.split('/')[0]} {answer.status_code}")
        return None


def faults(service: Running, people: list[Inspector]) -> Iterator[str]:
    """Everything in the reviews that is not as it was answered."""
    with service.store.look() as session:
        reviews = Reviews(session)
        for one in people:
            yield from one.faults
            told: Counter[str] = Counter()
            for review_id in sorted(set(one.given.values())):
                told.update(e.step.comment for e in reviews.events(review_id) if isinstance(e.step, TellComment))
            yield from (f"{text} 丢了" for text in sorted(one.answered) if not told[text])
            yield from (f"{text} 有 {count} 次" for text, count in sorted(told.items()) if count > 1)
            for review_id in one.submitted:
                if reviews.read(review_id).status is ReviewStatus.DRAFT:
                    yield f"{review_id} 的提交丢了"
        done = ReviewTasks(session).find(TaskFilter(states=(TaskState.DONE,)), limit=2 * TASKS)
        twice = Counter(task.review_id for task in done)
        yield from (f"复核 {id} 完成了 {count} 个任务" for id, count in twice.items() if count > 1)
        known = {review_id for one in people for review_id in one.given.values()}
        yield from (f"任务 {task.id} 的复核不是任何人的" for task in done if task.review_id not in known)


def strike(service: Running, chaos: Chaos) -> None:
    """Keep imports queued, and kill the service: at any moment, mostly once an import has got further.

    A job that nobody gets any further is given up after so many tries, as it should be.
    """
    while sum(not job.state.ended for job in chaos.jobs()) < QUEUED:
        chaos.queue()
    before = progress(chaos)
    if chaos.chance.random() > EARLY_SHARE:
        waited_for(lambda: progress(chaos) != before)
    time.sleep(chaos.chance.uniform(0, LONGEST_PAUSE_S))
    service.kill()
    service.start()
    service.ready()


def progress(chaos: Chaos) -> int:
    return sum(job.done_count for job in chaos.jobs())


def run(service: Running, asked: argparse.Namespace) -> tuple[list[str], str]:
    """What is wrong, and what was done."""
    chaos = Chaos(service.settings, service.store, random.Random(asked.seed), asked.records)
    while len(chaos.rows) * asked.records < asked.inspectors * 100:
        chaos.queue()
    waited_for(lambda: all(job.state.ended for job in chaos.jobs()))
    voc(service.environment, "review", "plan", "强行结束", "--size", str(TASKS), "--seed", "1")
    stop, people = threading.Event(), []
    for n in range(asked.inspectors):
        service.add(f"inspector-{n}", Role.INSPECTOR)
        client = httpx2.Client(base_url=service.base, timeout=30)
        people.append(Inspector(f"inspector-{n}", signed_in(client, f"inspector-{n}"), stop))
    threads = [threading.Thread(target=one.work) for one in people]
    for thread in threads:
        thread.start()
    try:
        for _ in range(asked.kills):
            strike(service, chaos)
        waited_for(lambda: all(job.state.ended for job in chaos.jobs()))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    answered = sum(len(one.answered) for one in people)
    done = (
        f"强行结束 {asked.kills} 次；{sum(one.broken_off for one in people)} 个请求没有回答，"
        f"{answered} 项判断、{sum(len(one.submitted) for one in people)} 份复核得到回答；"
        f"{len(chaos.jobs())} 次导入，{sum(job.done_count for job in chaos.jobs())} 条记录"
    )
    return [*faults(service, people), *chaos.faults()], done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--inspectors", type=int, default=4)
    parser.add_argument("--records", type=int, default=200, help="records of each import")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="address of an empty database")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voc-chaos-") as name:
        began = time.monotonic()
        with running(Path(name), asked.database, VOC_JOB_LEASE_S=str(LEASE_S)) as service:
            found, done = run(service, asked)
        print(f"{done}，{time.monotonic() - began:.0f} 秒")
    print("\n".join(found[:50]) or "得到回答的判断恰好一次；全部记录、分析与拒收的行恰好一次")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
