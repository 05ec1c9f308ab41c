"""Commands on the database."""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from api.ids import new_id
from voc.cli.common import (
    REJECTS_EXIT,
    analysis_engine,
    out,
    progress_bar,
    read_mapping,
    readable_inputs,
    rejects_path,
    stamp,
    tell,
    write_json,
)
from voc.cli.naming import named, people_of
from voc.cli.options import JsonOption, MappingOption, ProcessesOption, SourceOption
from voc.cli.render import contact_view, points_table, safe, totals_panel
from voc.cli.review_render import review_record, review_text
from voc.clock import now
from voc.domain.permission import Action
from voc.domain.taxonomy import Taxonomy
from voc.domain.week import Week, day_start
from voc.engines.local import Engine
from voc.errors import ConflictError, InputError, NotFoundError
from voc.export.points import points_record
from voc.export.records import analysis_record
from voc.nlp.language import shipped_objects, shipped_taxonomy
from voc.opening import AHEAD, Store, open_database, open_store
from voc.services import importing
from voc.services.auditing import note
from voc.services.frequencies import PointFilter, frequencies
from voc.services.importing import DEFAULT_SOURCE, Importer, ImportSummary
from voc.services.showing import show as show_contact
from voc.services.weekly import build_weekly, export_weekly, latest_version, read_departments
from voc.settings import Settings, load_settings, read_hash_key
from voc.storage.counting import ContactFilter
from voc.storage.engine import SchemaState, schema_state, upgrade


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="JSONL、CSV 或 XLSX 文件；`-` 为标准输入。")],
    source: SourceOption = DEFAULT_SOURCE,
    mapping: MappingOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="遇到第一条坏记录就停止。")] = False,
    rejects_dir: Annotated[Path | None, typer.Option(help="拒收文件放在哪个目录；缺省在输入文件旁边。")] = None,
    processes: ProcessesOption = None,
) -> None:
    """导入文件，遮盖个人信息后入库，并立即分析。

    同一来源、同一编号、内容相同的记录会跳过；内容变了就成为新的修订并重新分析。中断后再执行同一命令即可接着做完。
    坏记录写入 `*.rejects.*`（仅自己可读），改好后把它当普通文件再导入一次。

    例：

    `voc import 通话.jsonl 满意度.csv --mapping mapping.toml`

    `voc import 通话.rejects.jsonl`
    """
    settings = load_settings()
    store = open_store(settings, create=True)
    with readable_inputs(files) as paths, analysis_engine(settings, processes=processes) as engine:
        importer = replace(open_importer(settings, store, engine), source=source, mapping=read_mapping(mapping))
        summaries = [_noted_import(store, importer, path, rejects_dir, files, strict=strict) for path in paths]
    if any(s.rejected_count for s in summaries):
        raise typer.Exit(REJECTS_EXIT)


def open_importer(settings: Settings, store: Store, engine: Engine) -> Importer:
    """What imports into a store, with the key and the zone of the settings."""
    return Importer(
        unit_of_work=store.work,
        engine=engine,
        key=read_hash_key(settings.hash_key_file),
        zone=settings.timezone,
        clock=now,
    )


def _noted_import(
    store: Store, importer: Importer, path: Path, rejects_dir: Path | None, files: list[Path], *, strict: bool
) -> ImportSummary:
    """An import takes many transactions: one note before the first, one after the last."""
    import_id = new_id()
    with store.work() as session:
        note(session, stamp(), Action.IMPORT_WRITE, "import", import_id, change="begun")
    summary = _import_one(importer, path, rejects_dir, files, strict=strict)
    counts = {name: getattr(summary, name) for name in ("new_count", "changed_count", "rejected_count")}
    with store.work() as session:
        note(session, stamp(), Action.IMPORT_WRITE, "import", import_id, change="done", **counts)
    return summary


def _import_one(
    importer: Importer, path: Path, rejects_dir: Path | None, files: list[Path], *, strict: bool
) -> ImportSummary:
    folder = Path.cwd() if files == [Path("-")] and rejects_dir is None else rejects_dir
    with progress_bar(f"导入 {path.name}") as progress:
        summary = importer.run(path, rejects=rejects_path(path, folder), strict=strict, progress=progress)
    report_import(summary)
    return summary


def report_import(summary: ImportSummary) -> None:
    """One line for what became of a file, and what was wrong with the first rows set aside."""
    tell(
        f"{summary.file}：新增 {summary.new_count}，变更 {summary.changed_count}，未变 {summary.unchanged_count}，"
        f"拒收 {summary.rejected_count}；分析了 {summary.analysed_count} 次接触"
    )
    for error in summary.first_errors:
        tell(f"  拒收：{error}")
    if summary.rejects is not None:
        tell(f"  拒收的记录在 {summary.rejects}，原因在 {summary.rejects}.reasons.csv，改好后可再次导入")


def reanalyze(processes: ProcessesOption = None) -> None:
    """用当前的模型、规则与词典重新分析库里的全部接触；旧版本的分析仍可查看。

    已有当前版本分析的接触会跳过，中断后再执行即可接着做完。

    例：`VOC_MODEL=models/mine voc reanalyze`
    """
    settings = load_settings()
    store = open_store(settings)
    work_id = new_id()
    with analysis_engine(settings, processes=processes) as engine, progress_bar("重新分析") as progress:
        with store.work() as session:
            facts = {"change": "begun", "version": str(engine.version)}
            note(session, stamp(), Action.REANALYSIS_WRITE, "reanalysis", work_id, **facts)
        count = importing.reanalyze(unit_of_work=store.work, engine=engine, clock=now, progress=progress)
    with store.work() as session:
        note(session, stamp(), Action.REANALYSIS_WRITE, "reanalysis", work_id, change="done", contacts=count)
    tell(f"重新分析了 {count} 次接触")


def painpoints(
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从这一天起（含）。")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到这一天止（含）。")] = None,
    week: Annotated[str | None, typer.Option(help="某一周，如 2026-W45；不能与起止日期同用。")] = None,
    cause: Annotated[str | None, typer.Option(help="原因：person、product、rule 或中文名。")] = None,
    factor: Annotated[str | None, typer.Option(help="因子：如 rule.channel、channel 或 渠道限制。")] = None,
    business_object: Annotated[str | None, typer.Option("--object", help="业务对象，含其下级。")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="渠道，可重复。")] = None,
    queue: Annotated[list[str] | None, typer.Option(help="队列，可重复。")] = None,
    top: Annotated[int, typer.Option(min=1, help="最多显示多少个。")] = 20,
    as_json: JsonOption = False,
) -> None:
    """列出痛点与痒点：什么业务、哪个因子、多少次接触、占比与区间、逐周变化。

    占比的分母是筛选范围内全部已判断的接触；待人工的不计入。

    例：

    `voc painpoints --week 2026-W45`

    `voc painpoints --cause 规则产生 --since 2026-10-01 --json`
    """
    settings = load_settings()
    store = open_store(settings)
    taxonomy, objects = shipped_taxonomy(), shipped_objects()
    contacts = contact_filter(since, until, week, settings.timezone, channel, queue)
    if business_object is not None and business_object not in objects.by_name:
        raise InputError(f"业务对象表里没有“{business_object}”")
    wanted = PointFilter(code_of(taxonomy, cause, factor), business_object)
    with store.look() as session:
        found = frequencies(session, contacts, wanted, objects=objects, zone=settings.timezone)
    if as_json:
        write_json(points_record(found.points[:top], taxonomy))
        return
    out.print(totals_panel(found.statistics, found.totals, taxonomy))
    out.print(
        points_table(found.points[:top], taxonomy, title=f"痛点与痒点（共 {len(found.points)} 个）", width=out.width)
    )


def code_of(taxonomy: Taxonomy, cause: str | None, factor: str | None) -> str | None:
    """The code that `--cause` or `--factor` means."""
    if cause is not None and factor is not None:
        raise InputError("--cause 与 --factor 只能用一个")
    word = cause or factor
    return None if word is None else taxonomy.find(word)


def contact_filter(
    since: datetime | None,
    until: datetime | None,
    week: str | None,
    zone: tzinfo,
    channels: list[str] | None,
    queues: list[str] | None,
) -> ContactFilter:
    """What the options of a period, channels and queues restrict to; both days are included."""
    if week is not None and (since or until):
        raise InputError("--week 不能与 --since、--until 同用")
    if since is not None and until is not None and until < since:
        raise InputError("--until 早于 --since")
    wanted = ContactFilter(queues=tuple(queues or ()), channels=tuple(channels or ()))
    if week is not None:
        start, end = Week.parse(week).bounds(zone)
        return replace(wanted, since=start, until=end)
    return replace(
        wanted,
        since=None if since is None else day_start(since.date(), zone),
        until=None if until is None else day_start(_next_day(until.date()), zone),
    )


def _next_day(day: date) -> date:
    return day + timedelta(days=1)


def show(
    contact_id: Annotated[str, typer.Argument(metavar="ID", help="会话或调查的编号。")],
    source: Annotated[str | None, typer.Option(help="来源名；编号在多个来源里都有时需要。")] = None,
    as_json: JsonOption = False,
) -> None:
    """显示一次接触：全文（个人信息已遮盖）、证据高亮、情绪线、最差点与结尾、归因，以及历次分析。

    例：`voc show EB-01`
    """
    settings = load_settings()
    store = open_store(settings)
    with store.look() as session:
        shown, people = show_contact(session, contact_id, source=source), people_of(session)
    contact, analysis = shown.stored.contact, shown.analysis
    if analysis is None and as_json:
        raise NotFoundError(f"{contact.id} 还没有分析")
    if analysis is None:
        out.print(
            f"{safe(contact.id)}：还没有分析" + ("" if contact.answered else "（未答复的邀请，没有可分析的内容）"),
            markup=False,
        )
        return
    if as_json:
        verdict = {} if shown.review is None else {"review": review_record(shown.review)}
        write_json(analysis_record(analysis, contact.kind) | verdict)
        return
    out.print(contact_view(contact, analysis, shipped_taxonomy(), zone=settings.timezone))
    if shown.review is not None:
        out.print(
            review_text(named(shown.review, people, "reviewer"), shipped_taxonomy(), zone=settings.timezone),
            soft_wrap=True,
        )
    for entry in shown.history:
        at = entry.analysed_at.astimezone(settings.timezone)
        out.print(f"第 {entry.contact_revision} 版内容，{at:%Y-%m-%d %H:%M} 分析，版本 {entry.version}", style="dim")


def weekly(
    week: Annotated[str, typer.Option(help="哪一周，如 2026-W45。")],
    out_dir: Annotated[Path, typer.Option("--out", help="写到哪个目录。")],
    departments: Annotated[Path | None, typer.Option(help="部门对应表；缺省取 VOC_DEPARTMENTS。")] = None,
) -> None:
    """导出一周的工作簿，每个部门一份：概览、痛点、痒点、趋势、明细、说明，带原生图表。

    例：`voc export weekly --week 2026-W45 --out out/`
    """
    settings = load_settings()
    store = open_store(settings)
    paths = write_weekly(store, Week.parse(week), out_dir, departments or settings.departments_file, settings.timezone)
    for path in paths:
        tell(f"已写入 {path}")
    if not paths:
        tell(f"{week} 及之前没有接触，没有写入文件")


def write_weekly(store: Store, week: Week, folder: Path, departments: Path, zone: tzinfo) -> tuple[Path, ...]:
    """Build and write one week's workbooks."""
    with store.look() as session:
        reports = build_weekly(
            session,
            week,
            departments=read_departments(departments),
            objects=shipped_objects(),
            zone=zone,
            version=latest_version(session),
        )
    return export_weekly(reports, folder, taxonomy=shipped_taxonomy(), zone=zone)


def upgrade_database() -> None:
    """把数据库的表建立或升级到当前版本；数据保留。升级前请先备份数据库文件。

    例：`voc db upgrade`
    """
    database = open_database(load_settings())
    if schema_state(database) is SchemaState.AHEAD:
        raise ConflictError(AHEAD)
    upgrade(database)
    tell("数据库已是当前版本")
