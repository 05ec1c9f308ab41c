"""`voc train` and `voc evaluate`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from voc.cli.common import analysis_engine, out, progress_bar, tell
from voc.cli.options import JsonOption, ProcessesOption
from voc.nlp.language import language_with
from voc.settings import load_settings

Labelled = Annotated[list[Path], typer.Argument(metavar="LABELLED…", help="带 gold 标注的 JSONL 文件。")]


def train(
    labelled: Labelled,
    out_dir: Annotated[Path, typer.Option("--out", help="模型写到哪个目录（会覆盖其中的模型）。")],
    fresh_labels: Annotated[
        list[Path] | None,
        typer.Option(help="按编号给出的标注，写规则的人没有看过；用来确定规则的票可信到什么程度。可重复。"),
    ] = None,
) -> None:
    """用带标注的文件训练模型，写出 npz + JSON（不用 pickle）与模型卡。

    同样的输入在同样的平台上得到同样的字节。

    例：`voc train data/samples/comments.jsonl data/samples/calls.jsonl --out models/mine`
    """
    # Only here: scikit-learn takes seconds to load, and nothing else needs it.
    from voc.services.training import train as fit

    settings = load_settings()
    with progress_bar("阅读训练数据") as progress:
        model_id, trained = fit(
            labelled,
            out_dir,
            language=language_with(settings.rules_folder),
            fresh_labels=fresh_labels or (),
            zone=settings.timezone,
            progress=progress,
            step=tell,
        )
    tell(f"模型 {model_id} 已写入 {out_dir}；要使用它，请设 VOC_MODEL={out_dir}")
    out.print(measures_table({"留出法（评论）": dict(trained.measures)}))


def evaluate(labelled: Labelled, as_json: JsonOption = False, processes: ProcessesOption = None) -> None:
    """在带标注的文件上测量当前模型：F1、校准误差、弃权、证据重合，以及通话的时刻与阶段。

    例：`voc evaluate data/samples/calls.jsonl --json`
    """
    from voc.services.evaluating import evaluate as measure_files

    settings = load_settings()
    with analysis_engine(settings, processes=processes) as engine, progress_bar("评测") as progress:
        measured = measure_files(labelled, engine=engine, zone=settings.timezone, progress=progress)
    if as_json:
        out.file.write(json.dumps(measured, ensure_ascii=False, indent=1) + "\n")
        return
    out.print(measures_table(measured))


def measures_table(measured: dict[str, dict[str, float | int | None]]) -> Table:
    """One column a file, one row a measure."""
    table = Table("指标", *(Path(name).name for name in measured))
    names = dict.fromkeys(name for values in measured.values() for name in values)
    for name in names:
        table.add_row(name, *(_cell(values.get(name)) for values in measured.values()))
    return table


def _cell(value: float | int | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.4f}"
