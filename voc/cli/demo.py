"""`voc demo`: the shipped samples from file to workbook."""

import sys
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Annotated

import typer
from rich.rule import Rule

from voc.cli.common import analysis_engine, out, progress_bar, rejects_path, tell
from voc.cli.render import contact_view, points_table, totals_panel
from voc.cli.store import open_importer, report_import, write_weekly
from voc.domain.attribution import Kind
from voc.domain.painpoint import ItchPoint, PainPoint
from voc.domain.week import Week
from voc.errors import InputError
from voc.nlp.language import shipped_objects, shipped_taxonomy
from voc.opening import Store, open_store
from voc.services.frequencies import Frequencies, PointFilter, frequencies
from voc.services.showing import most_telling_call
from voc.settings import Settings, load_settings, shipped
from voc.storage.counting import ContactFilter

SAMPLES = ("calls.jsonl", "call_surveys.jsonl", "comments.jsonl", "scores.csv")
LAST_WEEK = Week(2026, 45)
TOP = 10


def demo(
    out_dir: Annotated[Path, typer.Option("--out", help="数据库与工作簿写到哪个目录。")] = Path("out"),
) -> None:
    """用自带的样例走一遍：导入、分析、总览、十大痛点、一通带证据的电话、周报工作簿。

    可以反复执行：已导入的不会重复，也不会丢失。不碰 VOC_DATABASE_URL 里的数据库。

    例：`voc demo --out out`
    """
    settings = _demo_settings(load_settings(), out_dir)
    taxonomy = shipped_taxonomy()
    out.print(Rule("客户之声 · 演示"))
    store = open_store(settings, create=True)
    _import_samples(settings, store)
    with store.look() as session:
        found = frequencies(session, ContactFilter(), PointFilter(), objects=shipped_objects(), zone=settings.timezone)
        call = most_telling_call(session)
    out.print(totals_panel(found.statistics, found.totals, taxonomy))
    out.print(points_table(_pains(found), taxonomy, title=f"最常见的 {TOP} 个痛点（十周）", width=out.width))
    if call is not None and call.analysis is not None:
        out.print(Rule("一通电话，证据高亮"))
        out.print(contact_view(call.stored.contact, call.analysis, taxonomy, zone=settings.timezone))
    paths = write_weekly(store, LAST_WEEK, out_dir, settings.departments_file, settings.timezone)
    _next_steps(out_dir, paths)


def _demo_settings(settings: Settings, folder: Path) -> Settings:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"无法建立目录 {folder}：{error.strerror}") from error
    return replace(
        settings,
        home=folder,
        database_url=f"sqlite:///{folder / 'demo.sqlite'}",
        hash_key_file=folder / "demo.key",
        departments_file=shipped("samples") / "departments.toml",
    )


def _import_samples(settings: Settings, store: Store) -> None:
    with analysis_engine(settings) as engine:
        importer = open_importer(settings, store, engine)
        for name in SAMPLES:
            path = shipped("samples") / name
            with progress_bar(f"导入并分析 {name}") as progress:
                report_import(importer.run(path, rejects=rejects_path(path, settings.home), progress=progress))


def _pains(found: Frequencies) -> tuple[PainPoint | ItchPoint, ...]:
    return tuple(p for p in found.points if p.key.kind is Kind.PAIN)[:TOP]


def _next_steps(folder: Path, paths: tuple[Path, ...]) -> None:
    out.print(Rule("接下来可以试试"))
    for path in paths:
        out.print(f"  周报工作簿  {path}", markup=False)
    database = f"VOC_DATABASE_URL=sqlite:///{folder / 'demo.sqlite'}"
    voc = "voc" if which("voc") else sys.argv[0]
    for command, what in (
        (f"{database} voc show EB-01", "三次来电、座席无可挑剔、仍不满意的那通电话"),
        (f"{database} voc painpoints --week {LAST_WEEK}", "最后一周的痛点与痒点"),
        ("voc analyze 你的通话.jsonl --out 结果.jsonl", "分析自己的文件，不用数据库"),
        ("voc import 你的通话.jsonl 满意度.csv", "导入自己的数据"),
        ("voc --help", "全部命令"),
    ):
        out.print("  " + command.replace("voc ", f"{voc} ", 1), markup=False, style="bold")
        out.print(f"      {what}", style="dim")
    tell("演示数据为本项目撰写的样例；随附的模型在训练时见过它们，这里的数字不代表准确率。", style="dim")
