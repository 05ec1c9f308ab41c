"""An import that is killed (`kill -9`) again and again, and must lose and double nothing.

    python benchmarks/interrupted_import.py [--records 50000] [--kills 5] [--processes N]

Imports generated survey comments into a temporary database, kills the importing process after so many further chunks
have become visible, starts it again, and prints what is in the database after every run. Exit code 1 unless in the end
every record is there exactly once and every contact is analysed.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAUSE_S = 0.02
SUBJECTS = ("转账", "登录", "刷脸", "查账单", "改密码", "还款", "买理财", "缴费")
COMPLAINTS = ("一直转圈", "提示网络异常", "非得去网点", "客服说不清楚", "收费太高", "额度太低", "找不到入口", "挺好的")


@dataclass(frozen=True, slots=True)
class Found:
    """What a database holds."""

    records: int = 0
    distinct: int = 0
    revisions: int = 0
    contacts: int = 0
    analysed: int = 0
    analyses: int = 0


QUERIES = (
    "SELECT count(*) FROM record",
    "SELECT count(DISTINCT external_id) FROM record",
    "SELECT count(*) FROM survey_revision",
    "SELECT count(*) FROM contact",
    "SELECT count(*) FROM contact WHERE version_id IS NOT NULL",
    "SELECT count(*) FROM analysis",
)


def write_comments(path: Path, count: int) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="utf8") as stream:
        for number in range(count):
            comment = f"{chance.choice(SUBJECTS)}{chance.choice(COMPLAINTS)}，{number}次了"
            record = {"id": f"K-{number:06}", "comment": comment, "channel": "app"}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def look(database: Path) -> Found:
    """Everything at one moment; nothing where there are no tables yet."""
    if not database.exists():
        return Found()
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)
    try:
        connection.execute("BEGIN")
        return Found(*(connection.execute(query).fetchone()[0] for query in QUERIES))
    except sqlite3.OperationalError:
        return Found()
    finally:
        connection.close()


def start(path: Path, home: Path, processes: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "VOC_HOME": str(home)}
    environment.pop("VOC_DATABASE_URL", None)
    command = [sys.executable, "-c", "from voc.cli import main; main()", "import", str(path)]
    return subprocess.Popen([*command, "--processes", str(processes)], env=environment, stderr=subprocess.DEVNULL)


def kill_after(running: subprocess.Popen[bytes], database: Path, records: int) -> bool:
    """Kill once so many records are visible; false when the import ended first."""
    while running.poll() is None:
        if look(database).records >= records:
            running.send_signal(signal.SIGKILL)
            running.wait()
            return True
        time.sleep(PAUSE_S)
    return False


def show(name: str, found: Found) -> None:
    print(f"{name:10}" + "".join(f"{value:>10,}" for value in astuple(found)), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voc-kill-") as name:
        home, path = Path(name) / "home", Path(name) / "comments.jsonl"
        database = home / "voc.sqlite"
        write_comments(path, asked.records)
        print(f"{'':10}{'记录':>8}{'不同编号':>6}{'修订':>8}{'接触':>8}{'已分析':>7}{'分析':>8}")
        for kill in range(1, asked.kills + 1):
            running = start(path, home, asked.processes)
            if kill_after(running, database, asked.records * kill // (asked.kills + 1)):
                show(f"第{kill}次中断", look(database))
        code = start(path, home, asked.processes).wait()
        found = look(database)
        show("最后", found)
    whole = code == 0 and set(astuple(found)) == {asked.records}
    print("全部记录恰好一次，全部接触已分析" if whole else f"不完整（退出码 {code}）")
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
