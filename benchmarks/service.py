"""Fifty inspectors reviewing at once over HTTP, on SQLite and on a throwaway PostgreSQL, beside one inspector alone.

    python benchmarks/service.py [--inspectors 50] [--reviews 6] [--pause 2]

Starts `voc serve` on loopback over a new database with 1,000 comments and the sample calls, analysed, and a sampling
plan. Each inspector signs in, then again and again takes the next task, opens the contact, begins the review, tells
whether the customer is dissatisfied, judges the machine's claim, marks a cause with evidence, undoes once, submits;
between two steps lie `--pause` seconds on average (half to one and a half), where people take far longer. First one
inspector does it alone. For each kind of request: how many, p50, p95 and the largest in ms, and the ratio of p95 to
that of the inspector alone. In the end the database is asked for every verdict that was answered with success. Exit
code 1 when a p95 of queue or save is 200 ms or more, a request fails, a task was given to two, or a verdict is missing.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import httpx2  # noqa: E402

from benchmarks.running_service import V1, Running, comments, running, signed_in, voc  # noqa: E402
from tests.postgresql import running_server  # noqa: E402
from voc.domain.account import Role  # noqa: E402
from voc.domain.review import ReviewStatus  # noqa: E402
from voc.storage.reviews import Reviews  # noqa: E402

COMMENTS = 1000
MOST_MS = 200.0
# What is promised to be fast; opening a contact is shown beside it.
PROMISED = ("领取任务", "保存一项", "提交")
ALONE, TOGETHER = "独自", "同时"


@dataclass(slots=True)
class Inspector:
    """One person at work; `saved` are the steps of each submitted review that were answered with success."""

    name: str
    client: httpx2.Client
    chance: random.Random
    pause_s: float
    took: dict[str, list[float]] = field(default_factory=dict)
    tasks: list[str] = field(default_factory=list)
    saved: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def work(self, count: int) -> None:
        """Review so many contacts, or as many as there are."""
        # Not all in the same moment.
        time.sleep(self.chance.uniform(0, self.pause_s))
        for _ in range(count):
            if not self.review():
                return

    def review(self) -> bool:
        task = self._ask("领取任务", "POST", "tasks/next")
        if task is None or task.status_code == 204:
            return False
        taken = task.json()
        self.tasks.append(taken["id"])
        contact = self._ask("打开接触", "GET", f"contacts/{taken['contact_key']}")
        begun = self._ask("保存一项", "POST", f"tasks/{taken['id']}/review")
        if contact is None or begun is None:
            return False
        steps, review_id, version = 0, begun.json()["id"], begun.headers["ETag"]
        for step in (*_verdicts(contact.json()), None):
            path = f"reviews/{review_id}/" + ("undo" if step is None else "changes")
            done = self._ask("保存一项", "POST", path, json=step, headers={"If-Match": version})
            if done is None:
                return False
            steps, version = steps + 1, done.headers["ETag"]
        done = self._ask("提交", "POST", f"reviews/{review_id}/submit", headers={"If-Match": version})
        if done is not None:
            self.saved[review_id] = steps + 1
        return done is not None

    def _ask(self, kind: str, method: str, path: str, **content: Any) -> httpx2.Response | None:
        began = time.perf_counter()
        try:
            answer = self.client.request(method, f"{V1}/{path}", **content)
        except httpx2.TransportError as error:
            self.faults.append(f"{kind} {type(error).__name__}")
            return None
        self.took.setdefault(kind, []).append(1000 * (time.perf_counter() - began))
        if not answer.is_success:
            self.faults.append(f"{kind} {answer.status_code} {answer.json().get('detail', '')}")
            return None
        time.sleep(self.chance.uniform(0.5, 1.5) * self.pause_s)
        return answer


def _verdicts(contact: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What is told of a contact, the last of it to be undone."""
    analysis = contact["analysis"]
    yield {"step": "tell_dissatisfied", "dissatisfied": True}
    for claim in analysis["attributions"][:1]:
        yield {"step": "cite", "cause": claim["cause"], "factor": claim["factor"], "right": False}
    said = (
        {"utterance": -1, "start": 0, "end": 2} if contact["call"] is None else {"utterance": 1, "start": 0, "end": 1}
    )
    yield {"step": "put_finding", "finding": {"cause": "product", "factor": "product.stability", "evidence": [said]}}
    yield {"step": "tell_primary", "cause": "product"}
    yield {"step": "tell_resolved", "resolved": False}


def inspectors(service: Running, names: Sequence[str], pause_s: float) -> list[Inspector]:
    found = []
    for name in names:
        service.add(name, Role.INSPECTOR)
        client = signed_in(httpx2.Client(base_url=service.base, timeout=30), name)
        found.append(Inspector(name, client, random.Random(name), pause_s))
    return found


def at_work(people: Sequence[Inspector], count: int) -> float:
    """All of them at once; seconds."""
    threads = [threading.Thread(target=one.work, args=(count,)) for one in people]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def fill(service: Running, folder: Path, size: int) -> None:
    given = folder / "comments.jsonl"
    given.write_text(comments("B", COMMENTS), "utf-8")
    voc(service.environment, "import", str(given), str(ROOT / "data/samples/calls.jsonl"))
    voc(service.environment, "review", "plan", "压力", "--size", str(size), "--double-share", "0.1", "--seed", "1")


def missing(service: Running, people: Sequence[Inspector]) -> Iterator[str]:
    """What is not in the database as it was answered."""
    with service.store.look() as session:
        reviews = Reviews(session)
        for one in people:
            for review_id, steps in one.saved.items():
                stored = reviews.read(review_id)
                if stored.status is ReviewStatus.DRAFT or stored.reviewer != f"u-{one.name}":
                    yield f"{review_id} {stored.status} {stored.reviewer}"
                if (found := len(reviews.events(review_id))) < steps:
                    yield f"{review_id} 有 {found} 步，应至少 {steps}"
    given = Counter(task for one in people for task in one.tasks)
    yield from (f"任务 {task} 给了 {count} 次" for task, count in given.items() if count > 1)


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(groups: dict[str, Sequence[Inspector]]) -> bool:
    """Print it; whether what is promised is fast."""
    fast = True
    took = {
        name: {kind: [t for one in people for t in one.took.get(kind, ())] for kind in (*PROMISED, "打开接触")}
        for name, people in groups.items()
    }
    print(f"  {'':10}{'次数':>6}{'p50':>9}{'p95':>9}{'最大':>9}  ms   独自 p95    倍")
    for kind, values in took[TOGETHER].items():
        p95, alone = quantile(values, 0.95), quantile(took[ALONE][kind], 0.95)
        fast &= kind not in PROMISED or p95 < MOST_MS
        print(f"  {kind:8}{len(values):8}{quantile(values, 0.5):9.1f}{p95:9.1f}{max(values):9.1f}", end="")
        print(f"{alone:13.1f}{p95 / alone:8.1f}")
    return fast


def measure(database: str, asked: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory(prefix="voc-load-") as name, running(Path(name), database) as service:
        fill(service, Path(name), (asked.inspectors + 1) * asked.reviews)
        alone = inspectors(service, ["alone"], asked.pause)
        people = inspectors(service, [f"inspector-{n:02}" for n in range(asked.inspectors)], asked.pause)
        at_work(alone, asked.reviews)
        taken = at_work(people, asked.reviews)
        requests = sum(len(times) for one in people for times in one.took.values())
        done = sum(len(one.saved) for one in people)
        kind = service.store.database.dialect.name
        print(f"\n{kind}：{len(people)} 位质检员，{done} 份复核，{requests} 个请求，{taken:.0f} 秒", end="")
        print(f"，每秒 {requests / taken:.1f} 个")
        fast = table({ALONE: alone, TOGETHER: people})
        faults = [fault for one in (*alone, *people) for fault in one.faults] + list(
            missing(service, [*alone, *people])
        )
    print("\n".join(f"  {fault}" for fault in faults[:20]) or "  没有出错；每一项判断都在，没有任务给了两个人")
    return fast and not faults and done > 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inspectors", type=int, default=50)
    parser.add_argument("--reviews", type=int, default=6, help="reviews of each inspector")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two steps, on average")
    asked = parser.parse_args()
    results = [measure("", asked)]
    with running_server() as server:
        results.append(measure(server.new_database().render_as_string(hide_password=False), asked))
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
