"""`voc models`: which models there are, and which one is in use."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.common import out, progress_bar, stamp, tell, user_name, write_json
from voc.cli.options import ByOption, JsonOption, ProcessesOption
from voc.cli.registry_view import gate_view, model_view, models_table
from voc.clock import now
from voc.domain.permission import Action
from voc.nlp.analyzer import code_hash
from voc.opening import damaged_history, language_in_use, model_engine, open_registry, open_store
from voc.services.auditing import note
from voc.services.gating import measured_in_files
from voc.services.model_history import undone
from voc.services.promoting import candidate, check_reason, promote, roll_back
from voc.services.registry import Registry, find, listed
from voc.services.showing_models import card_of, events_of, listed_record, model_record
from voc.settings import Settings, load_settings

ModelId = Annotated[str, typer.Argument(metavar="ID", help="模型的编号，见 voc models list。")]


def list_models(as_json: JsonOption = False) -> None:
    """列出随附的模型与模型库里的模型：编号、入库时间、训练时测得的数字、是否在用、能不能用。

    例：`voc models list`
    """
    settings = load_settings()
    registry = open_registry(settings)
    found = listed(registry, language_in_use(settings))
    if as_json:
        write_json([listed_record(m) for m in found])
        return
    out.print(models_table(found, zone=settings.timezone, width=out.width))
    for model in found:
        if model.refused is not None:
            tell(f"{'在用的 ' if model.in_use else ''}{model.id} 不能使用：{model.refused}", style="yellow")
    _warn(settings, registry)


def show_model(model_id: ModelId, as_json: JsonOption = False) -> None:
    """显示一个模型：模型卡、各种哈希、测得的数字，以及它在模型库里的经历。

    例：`voc models show 1a2b3c4d5e6f`
    """
    settings = load_settings()
    registry = open_registry(settings)
    model = find(registry, model_id, language_in_use(settings))
    events = events_of(registry, model)
    if as_json:
        write_json(model_record(model, events))
        return
    out.print(model_view(model, card_of(model), events, code=code_hash(), zone=settings.timezone))


def promote_model(
    model_id: ModelId,
    gate: Annotated[list[Path], typer.Option(help="用来把关的标注文件；现用的模型与候选模型都在上面测。可重复。")],
    tolerance: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="各项指标一律容许差这么多；缺省各项有各项的，见表。比缺省的宽就要 --force 与 --reason。",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="更差或不能比较也启用；必须用 --reason 写明理由。")] = False,
    reason: Annotated[str, typer.Option(help="理由，记在历史里。")] = "",
    by: ByOption = None,
    processes: ProcessesOption = None,
) -> None:
    """启用模型库里的一个模型：先与现用的模型在两者训练时都没有见过的记录上比较，更差的、不能比较的拒绝。

    例：`voc models promote 1a2b3c4d5e6f --gate 把关.jsonl`
    """
    settings = load_settings()
    language = language_in_use(settings)
    registry = open_registry(settings)
    check_reason(force=force, reason=reason, tolerance=tolerance)
    before = registry.version()
    model = candidate(registry, model_id, language)
    with progress_bar("把关") as progress:
        measured = measured_in_files(
            registry,
            model,
            gate,
            language=language,
            open_engine=partial(model_engine, settings=settings, processes=processes),
            zone=settings.timezone,
            tolerance=tolerance,
            progress=progress,
        )
    out.print(gate_view(measured, width=out.width))
    # Opened only now: measuring takes long, and nobody else could write meanwhile.
    who, at = by or user_name(), now()
    with undone(registry.folder, by=who, at=at), open_store(settings, create=True).work() as session:
        note(session, stamp(), Action.MODEL_PROMOTE, "model", model.id, change="promoted", passed=measured.passed)
        promote(registry, model, measured, by=who, at=at, force=force, reason=reason, after=before)
    tell(f"已启用模型 {model.id}；voc models rollback 可以退回，voc models compare {model.id} 列出哪些接触的判断会变")
    _warn(settings, registry)


def roll_back_model(reason: Annotated[str, typer.Option(help="理由，记在历史里。")] = "", by: ByOption = None) -> None:
    """退回上一个在用的模型；已经不能用的跳过，最早退到随附的模型。

    例：`voc models rollback --reason 误报变多`
    """
    settings = load_settings()
    registry = open_registry(settings)
    language = language_in_use(settings)
    who, at = by or user_name(), now()
    with undone(registry.folder, by=who, at=at), open_store(settings, create=True).work() as session:
        model, passed = roll_back(registry, language, by=who, at=at, reason=reason)
        note(session, stamp(), Action.MODEL_PROMOTE, "model", model.id, change="rolled_back")
    for other in passed:
        tell(f"跳过 {other.id}：{other.refused}", style="yellow")
    tell(f"已退回模型 {model.id}" + ("（随附）" if model.shipped else ""))
    _warn(settings, registry)


def _warn(settings: Settings, registry: Registry) -> None:
    history = registry.history()
    if history.unreadable:
        tell(damaged_history(history), style="yellow")
    if settings.model_folder is not None:
        tell(f"注意：设了 VOC_MODEL={settings.model_folder}，各命令用它，而不用模型库里启用的模型", style="yellow")
