"""Memory and speed of importing one large JSONL file.

    python benchmarks/import_memory.py [--megabytes 1000] [--word-times] [--folder DIR] [--processes N]

Writes calls made of built-in phrases by a seeded generator into a temporary folder, imports them with `voc import` in a
process of its own, and prints its peak resident memory, records and megabytes a second. With `--word-times` every
utterance carries the time of each of its words, as recognisers write them: most of such a file is not text, and a
gigabyte of it is read in minutes, where one of bare text takes an hour. The folder needs about four times the size of
the file.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1_000_000
LIMIT_MB = 300
START = datetime(2026, 8, 31, 1, 0, tzinfo=UTC)
QUEUES = ("手机银行", "信用卡", "账户服务", "个人贷款", "企业网银")

OPENINGS = ("您好，{n}号为您服务，请讲", "您好，请问有什么可以帮您", "晚上好，这里是{q}专线")
WISHES = (
    "我想问一下{o}怎么一直不行啊",
    "那个，我的{o}昨天开始就出问题了",
    "我就想办一下{o}，跑了{n}趟了",
    "你们这个{o}到底什么时候能弄好",
    "嗯我先说一下情况，我的{o}前天还好好的，今天就不能用了",
)
OBJECTS = ("手机银行登录", "转账", "信用卡账单", "预留手机号", "U盾", "贷款利率", "短信通知", "人脸识别", "理财赎回")
QUESTIONS = ("您稍等我查一下", "请问您是在哪一步提示的呢", "麻烦您报一下卡号后四位", "您方便再说一遍吗")
REPLIES = ("后四位是{n}", "就是点确认那一步，提示{n}", "我说了好几遍了，你听清楚没有", "对，就是这样", "嗯好的你查吧")
RULES = (
    "这个业务需要您本人带身份证到网点办理",
    "一般三到五个工作日处理完",
    "单日限额是{n}元，系统设定的",
    "这个要收{n}元手续费",
)
FEELINGS = (
    "那我不是白打电话了吗",
    "行吧，那我再等等",
    "你们这规定也太死板了，我上班哪有时间",
    "太慢了，每次都这样",
    "好的好的，谢谢你啊",
    "我手机是138{m}，有消息打给我",
)
CLOSINGS = ("请问还有其他可以帮您的吗", "感谢来电，再见", "请您稍后对我的服务做出评价")


def calls(count_bytes: int, *, word_times: bool = False, seed: int = 1) -> Iterator[bytes]:
    """Lines of different calls, of about so many bytes together."""
    chance = random.Random(seed)
    written = number = 0
    while written < count_bytes:
        text = json.dumps(_call(number, chance, word_times), ensure_ascii=False).encode() + b"\n"
        written, number = written + len(text), number + 1
        yield text


def _call(number: int, chance: random.Random, word_times: bool) -> dict[str, object]:
    queue = chance.choice(QUEUES)

    def said(phrases: tuple[str, ...]) -> str:
        return chance.choice(phrases).format(
            n=chance.randrange(1, 10_000), o=chance.choice(OBJECTS), q=queue, m=chance.randrange(10**7, 10**8)
        )

    turns = [("agent", said(OPENINGS)), ("customer", f"{said(WISHES)}，{said(WISHES)}")]
    for _ in range(chance.randrange(4, 14)):
        turns += [
            ("agent", said(chance.choice((QUESTIONS, RULES)))),
            ("customer", said(chance.choice((REPLIES, FEELINGS)))),
        ]
    turns += [("agent", said(CLOSINGS)), ("customer", said(FEELINGS))]
    record: dict[str, object] = {
        "kind": "conversation",
        "id": f"M-{number:08}",
        "started_at": (START + timedelta(seconds=40 * number)).isoformat(),
        "channel": "phone",
        "queue": queue,
        "agent_id": f"A{chance.randrange(200)}",
        "customer_id": f"K{chance.randrange(10**9)}",
        "utterances": [
            {"speaker": speaker, "text": text, "start_ms": 4000 * i, "end_ms": 4000 * i + 3500}
            | ({"words": _words(text, 4000 * i)} if word_times else {})
            for i, (speaker, text) in enumerate(turns)
        ],
    }
    if chance.random() < 0.4:
        record["survey"] = {"score": chance.randrange(1, 6), "scale": [1, 5], "comment": ""}
    return record


def _words(text: str, start_ms: int) -> list[dict[str, object]]:
    return [
        {"word": c, "start_ms": start_ms + 60 * i, "end_ms": start_ms + 60 * i + 55, "confidence": 0.97}
        for i, c in enumerate(text)
    ]


def write_calls(path: Path, size: int, *, word_times: bool) -> int:
    """How many calls were written."""
    count = 0
    with path.open("wb") as stream:
        for text in calls(size, word_times=word_times):
            stream.write(text)
            count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--word-times", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voc-memory-", dir=asked.folder) as name:
        folder = Path(name)
        path = folder / "calls.jsonl"
        count = write_calls(path, asked.megabytes * MEGABYTE, word_times=asked.word_times)
        size = path.stat().st_size / MEGABYTE
        print(f"文件     {size:,.0f} MB，{count:,} 通电话")
        began = time.perf_counter()
        command = [sys.executable, "-c", "from voc.cli import main; main()"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "VOC_HOME": str(folder / "home")}
        environment.pop("VOC_DATABASE_URL", None)
        imported = subprocess.run(
            [*command, "import", str(path), "--processes", str(asked.processes)], env=environment, check=False
        )
        seconds = time.perf_counter() - began
        database = (folder / "home" / "voc.sqlite").stat().st_size / MEGABYTE
    # Of the largest process; on Linux in KiB, on macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / MEGABYTE
    print(f"退出码   {imported.returncode}")
    print(f"用时     {seconds:,.0f} s（{count / seconds:,.0f} 条/s，{size / seconds:.2f} MB/s）")
    print(f"数据库   {database:,.0f} MB")
    print(f"内存峰值 {peak:,.0f} MB（上限 {LIMIT_MB} MB）")
    sys.exit(0 if imported.returncode == 0 and peak < LIMIT_MB else 1)


if __name__ == "__main__":
    main()
