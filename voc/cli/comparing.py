"""`voc models compare`: what a model would change, before it is taken into use."""

from contextlib import nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.common import out, progress_bar, tell, write_json
from voc.cli.job_view import difference_view
from voc.cli.options import JsonOption, ProcessesOption
from voc.export.atomic import replace_file
from voc.export.differences import difference_titles
from voc.nlp.language import shipped_taxonomy
from voc.opening import chosen_engine, open_store
from voc.services.model_difference import NO_DIFFERENCE, parts_of_difference
from voc.settings import load_settings
from voc.storage.differences import count_analysed


def compare(
    model_id: Annotated[str, typer.Argument(metavar="ID", help="模型的编号，见 voc models list。")],
    csv: Annotated[Path | None, typer.Option(help="把判断会变的接触写到这个 CSV 文件，前后的判断都在内。")] = None,
    processes: ProcessesOption = None,
    as_json: JsonOption = False,
) -> None:
    """启用之前的差异报告：换用这个模型，库里哪些接触的判断会变，与人的判断一致的多了还是少了。

    什么也不存：库里的分析与人的复核都不动。

    例：`voc models compare 1a2b3c4d5e6f --csv 差异.csv`
    """
    settings = load_settings()
    store, warn = open_store(settings), partial(tell, style="yellow")
    with store.look() as session:
        total = count_analysed(session)
    found, done = NO_DIFFERENCE, 0
    with (
        chosen_engine(settings, warn, processes, model_id, None) as engine,
        nullcontext() if csv is None else replace_file(csv, mode=0o600) as listed,
        progress_bar("比较") as progress,
    ):
        if listed is not None:
            listed.write(difference_titles())
        for part in parts_of_difference(store.look, engine):
            found, done = found.plus(part), done + len(part.pairs)
            if listed is not None:
                listed.writelines(part.lines)
            progress(done, total)
    if as_json:
        write_json(asdict(found))
        return
    out.print(difference_view(found.summary, found.agreement, shipped_taxonomy()))
