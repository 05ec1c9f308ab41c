"""`voc analyze`: without a database."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from voc.cli.common import REJECTS_EXIT, analysis_engine, progress_bar, read_mapping, readable_inputs, tell
from voc.cli.options import MappingOption, ProcessesOption
from voc.cli.setting_aside import SHOWN_ERRORS
from voc.errors import InputError
from voc.export.atomic import replace_file
from voc.ingest import Rejected, RejectsFile
from voc.services.analyzing import Line, analyze_files
from voc.settings import load_settings


def analyze(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", help="JSONL、CSV 或 XLSX 文件；`-` 为标准输入。")],
    out: Annotated[Path | None, typer.Option(help="结果写入文件（整份写完才出现）；缺省写到标准输出。")] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="证据按原文输出，不遮盖个人信息。")] = False,
    rejects: Annotated[Path | None, typer.Option(help="拒收的记录写入此文件，改好后可再次输入。")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="遇到第一条坏记录就停止。")] = False,
    mapping: MappingOption = None,
    processes: ProcessesOption = None,
) -> None:
    """分析会话与调查，每条记录输出一行 JSON，不使用数据库。

    同一输入里相互关联的会话与调查合在一起分析，结果写在会话那一行。

    例：

    `voc analyze calls.jsonl --out result.jsonl`

    `cat calls.jsonl surveys.jsonl | voc analyze - | head`

    `voc analyze 满意度.csv --mapping mapping.toml`
    """
    if rejects is not None and len(inputs) > 1:
        raise InputError("--rejects 只能与一个输入同用：拒收文件要能像原文件一样再次输入")
    settings = load_settings()
    with (
        readable_inputs(inputs) as paths,
        analysis_engine(settings, processes=processes) as engine,
        _target(out) as stream,
        _rejects(rejects) as set_aside,
        progress_bar("分析") as progress,
    ):
        lines = analyze_files(
            paths,
            engine=engine,
            zone=settings.timezone,
            mapping=read_mapping(mapping),
            unmasked=unmasked,
            progress=progress,
        )
        rejected = _write(lines, stream, set_aside, strict=strict)
    if rejected:
        where = f"，已写入 {rejects}" if rejects else ""
        tell(f"有 {rejected} 条记录被拒收{where}", style="yellow")
        raise typer.Exit(REJECTS_EXIT)


def _write(lines: Iterable[Line], stream: BinaryIO, set_aside: RejectsFile | None, *, strict: bool) -> int:
    rejected = 0
    for line in lines:
        if isinstance(line, str):
            stream.write(line.encode("utf8", "backslashreplace") + b"\n")
            continue
        if strict:
            raise InputError(str(line.error))
        rejected += 1
        _set_aside(line, set_aside, rejected)
    stream.flush()
    return rejected


def _set_aside(rejected: Rejected, set_aside: RejectsFile | None, count: int) -> None:
    if set_aside is not None:
        set_aside.write(rejected)
    if count <= SHOWN_ERRORS:
        tell(f"拒收：{rejected.error}")


@contextmanager
def _target(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
        return
    with replace_file(path) as stream:
        yield stream


def _rejects(path: Path | None) -> RejectsFile | nullcontext[None]:
    return nullcontext() if path is None else RejectsFile(path)
