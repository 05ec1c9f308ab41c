"""Options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

MappingOption = Annotated[Path | None, typer.Option(help="列名与取值的对应表（TOML），见 docs/formats.md。")]
ProcessesOption = Annotated[
    int | None, typer.Option(min=1, help="并行的进程数；缺省取 VOC_PROCESSES。结果与进程数无关。")
]
SourceOption = Annotated[str, typer.Option(help="来源名；同一来源里编号唯一。")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从这一天起（含）。")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到这一天止（含）。")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
LabelledArgument = Annotated[list[Path], typer.Argument(metavar="LABELLED…", help="带 gold 标注的 JSONL 文件。")]
ByOption = Annotated[str | None, typer.Option("--by", help="记在历史里的人名；缺省为当前的系统用户。")]
