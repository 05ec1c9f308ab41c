"""`voc models`: which models there are, and which one is in use."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.common import out, progress_bar, stamp, tell, user_name, write_json
from voc.cli.options import ByOption, JsonOption, ProcessesOption
from voc.cli.registry_view import gate_table, model_view, models_table
from voc.clock import now
from voc.domain.model_history import Gate
from voc.domain.permission import Action
from voc.engines.local import Engine
from voc.errors import ModelError
from voc.nlp.analyzer import code_hash
from voc.opening import damaged_history, language_in_use, model_engine, open_registry, open_store
from voc.services.auditing import note
from voc.services.promoting import (
    candidate,
    check_reason,
    measure_gate,
    promote,
    roll_back,
    seen_in_training,
)
from voc.services.registry import Listed, Registry, find, listed
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
            tell(f"不能使用：{model.refused}", style="yellow")
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
        float | None, typer.Option(min=0.0, max=1.0, help="各项指标一律容许差这么多；缺省各项有各项的容许差，见表。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="更差也启用；必须用 --reason 写明理由。")] = False,
    reason: Annotated[str, typer.Option(help="理由，记在历史里。")] = "",
    by: ByOption = None,
    processes: ProcessesOption = None,
) -> None:
    """启用模型库里的一个模型：先与现用的模型在同样的记录上比较，更差的拒绝。

    例：`voc models promote 1a2b3c4d5e6f --gate 把关.jsonl`
    """
    settings = load_settings()
    language = language_in_use(settings)
    registry = open_registry(settings)
    check_reason(force=force, reason=reason)
    model = candidate(registry, model_id, language)
    measured = _measure(registry, model, gate, settings, tolerance, processes)
    out.print(gate_table(measured, width=out.width))
    for name in seen_in_training(model, measured):
        tell(f"注意：候选模型训练时用过 {name}，在它上面的数字偏高", style="yellow")
    # Opened only now: measuring takes long, and nobody else could write meanwhile.
    with open_store(settings, create=True).work() as session:
        note(session, stamp(), Action.MODEL_PROMOTE, "model", model.id, change="promoted", passed=measured.passed)
        promote(registry, model, measured, by=by or user_name(), at=now(), force=force, reason=reason)
    tell(f"已启用模型 {model.id}；voc models rollback 可以退回，voc models compare {model.id} 列出哪些接触的判断会变")
    _warn(settings, registry)


def _measure(
    registry: Registry,
    model: Listed,
    paths: list[Path],
    settings: Settings,
    tolerance: float | None,
    processes: int | None,
) -> Gate:
    with ExitStack() as stack:
        ours = stack.enter_context(model_engine(model.folder, settings, processes=processes))
        theirs: Engine | str
        try:
            theirs = stack.enter_context(model_engine(registry.place(registry.in_use()), settings, processes=processes))
        except ModelError as error:
            theirs = str(error)
        progress = stack.enter_context(progress_bar("把关"))
        return measure_gate(
            paths, candidate=ours, current=theirs, zone=settings.timezone, tolerance=tolerance, progress=progress
        )


def roll_back_model(reason: Annotated[str, typer.Option(help="理由，记在历史里。")] = "", by: ByOption = None) -> None:
    """退回上一个在用的模型；已经不能用的跳过，最早退到随附的模型。

    例：`voc models rollback --reason 误报变多`
    """
    settings = load_settings()
    registry = open_registry(settings)
    language = language_in_use(settings)
    with open_store(settings, create=True).work() as session:
        model, passed = roll_back(registry, language, by=by or user_name(), at=now(), reason=reason)
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
