"""The manifest of an artefact: what its files should be, what it was made of, and what it fits.

Reading it never runs anything: it is JSON, and says of each file which hash it must have.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voc.errors import ModelError
from voc.nlp.language import Language
from voc.nlp.plain_file import read_plain
from voc.nlp.swapping import put_files

# Of a model; of one with an encoder, as programs that do not know of one would leave out what it reads; of an encoder.
SCHEMA, ENCODER_SCHEMA, FITTED_SCHEMA = 6, 7, 2
MANIFEST = "manifest.json"
# What no manifest comes near: reading or showing more could take all memory, or more calls than Python stacks.
LARGEST, DEEPEST = 8_000_000, 20
# Bytes of all files together that a manifest names: far more than a model has.
LARGEST_FILES = 500_000_000
_SEAL = "seal"
# What a folder holds; manifests of models, which were first, do not say so.
MODEL_KIND, ENCODER_KIND = "model", "encoder"
_KINDS = {MODEL_KIND: ("模型", "训练（voc train）"), ENCODER_KIND: ("编码器", "拟合（voc fit-encoder）")}
_SCHEMAS: Mapping[str, tuple[int, ...]] = {MODEL_KIND: (SCHEMA, ENCODER_SCHEMA), ENCODER_KIND: (FITTED_SCHEMA,)}
_NAMES = {"rules": "规则文件", "dictionary": "词典", "taxonomy": "分类表", "taxonomy_hash": "分类表"}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A manifest with the files that it names, all of them as it says."""

    manifest: Mapping[str, Any] = field(hash=False)
    files: Mapping[str, bytes] = field(hash=False)


def fits_of(language: Language) -> dict[str, str]:
    """Hashes of what a model must be used with."""
    return {
        "rules": language.base_hash,
        "dictionary": language.dictionary_hash,
        "taxonomy": language.taxonomy.version,
        "taxonomy_hash": language.taxonomy_hash,
    }


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with a hash over all the rest of it, so that a changed measure or source is found too."""
    rest = {key: value for key, value in manifest.items() if key != _SEAL}
    return rest | {_SEAL: content_hash(as_json(rest))}


def put_sealed(folder: Path, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Write files into a folder, in place of the model or encoder there, under a sealed manifest with their hashes.

    OSError where it cannot be written, or holds something else.
    """
    hashes = {name: content_hash(content) for name, content in sorted(files.items())}
    put_files(folder, {**files, MANIFEST: as_json(sealed({**manifest, "files": hashes}))}, own=own_files(folder))


def own_files(folder: Path) -> frozenset[str]:
    """Names of the files of the model or encoder in a folder, of whatever version; none where it holds neither.

    All others are somebody else's, whatever they are called.
    """
    try:
        manifest = json.loads(read_plain(folder / MANIFEST, LARGEST).decode("utf8"))
    except (OSError, ValueError, RecursionError):
        return frozenset()
    # A program of another kind may well call a file of its own so.
    ours = isinstance(manifest, dict) and isinstance(manifest.get("schema"), int)
    if not ours or not all(isinstance(manifest.get(key), dict) for key in ("files", "trained_on")):
        return frozenset()
    # Only what lies there: a manifest may name any path.
    there = {path.name for path in folder.iterdir()}
    return frozenset(there & {*manifest["files"], MANIFEST})


def read_manifest(folder: Path, *, called: str = "模型") -> Mapping[str, Any]:
    """The manifest alone; ModelError when it is missing, damaged or of another schema."""
    damaged = f"{called} {folder.name} 的 {MANIFEST} 已损坏"
    try:
        content = read_plain(folder / MANIFEST, LARGEST)
    except OSError:
        raise ModelError(f"找不到{called} {folder}（缺少 {MANIFEST}）") from None
    except ValueError as error:
        raise ModelError(f"{damaged}：{error}") from None
    try:
        manifest = json.loads(content.decode("utf8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(damaged) from error
    if deeper_than(manifest, DEEPEST) or not _writable(manifest):
        raise ModelError(damaged)
    table = manifest if isinstance(manifest, dict) else {}
    kind, schema = str(table.get("kind", MODEL_KIND)), table.get("schema")
    known = _SCHEMAS.get(kind, _SCHEMAS[MODEL_KIND])
    if schema not in known:
        older = isinstance(schema, int) and 0 < schema < min(known)
        again = f"：它出自更早的版本，请重新{_KINDS[kind][1]}" if older and kind in _KINDS else ""
        raise ModelError(f"{called} {folder.name} 的格式版本不受支持{again}")
    return table


def _writable(value: object) -> bool:
    """Whether it can be written again: JSON can escape half a character, which stands in no file, and Python reads
    `NaN` and 1e999, which are no numbers."""
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf8")
    except ValueError:
        return False
    return True


def deeper_than(value: object, most: int) -> bool:
    """Whether JSON values are nested in more than `most` lists and tables, told without recursion.

    >>> deeper_than([[1], {"a": [2]}], 3), deeper_than([[1], {"a": [2]}], 2)
    (False, True)
    """
    level = [value]
    for _ in range(most + 1):
        nested = [one for one in level if isinstance(one, dict | list)]
        level = [part for one in nested for part in (one.values() if isinstance(one, dict) else one)]
        if not nested:
            return False
    return True


def verified(folder: Path, language: Language, *, needed: tuple[str, ...] = ()) -> Sealed:
    """What is `intact`, and made for these rules and words; ModelError with the reason where it is not."""
    found = intact(folder, kind=MODEL_KIND, needed=needed)
    fits, own = found.manifest.get("fits"), fits_of(language)
    differ = [k for k, v in own.items() if not isinstance(fits, dict) or fits.get(k) != v]
    if differ:
        names = "、".join(dict.fromkeys(_NAMES[k] for k in differ))
        raise ModelError(f"模型 {folder.name} 与当前的{names}不相配，请重新训练（voc train）")
    return found


def intact(folder: Path, *, kind: str, needed: tuple[str, ...] = ()) -> Sealed:
    """The manifest and every file it names (the `needed` ones among them), each with the hash that it should have.

    ModelError with the reason where one is missing or changed, or it is of another `kind`.
    """
    called, again = _KINDS[kind]
    manifest = read_manifest(folder, called=called)
    if manifest.get("kind", MODEL_KIND) != kind:
        raise ModelError(f"{folder} 里不是{called}")
    expected = manifest.get("files")
    hashes = expected if isinstance(expected, dict) else {}
    files: dict[str, bytes] = {}
    for name in sorted({*needed, *hashes}):
        most = LARGEST_FILES - sum(map(len, files.values()))
        files[name] = _checked(folder, name, hashes.get(name), called, most=most)
    if _SEAL not in manifest:
        raise ModelError(f"{called} {folder.name} 的 {MANIFEST} 没有封印，无法确认它没有被改动；请重新{again}")
    if sealed(manifest)[_SEAL] != manifest[_SEAL]:
        raise ModelError(f"{called} {folder.name} 的 {MANIFEST} 已损坏或被改动")
    return Sealed(manifest, files)


def kind_of(folder: Path) -> str | None:
    """What a folder holds: `MODEL_KIND`, `ENCODER_KIND`, or None where it has no manifest that can be read."""
    try:
        return str(read_manifest(folder).get("kind", MODEL_KIND))
    except ModelError:
        return None


def _checked(folder: Path, name: str, expected: object, called: str, *, most: int) -> bytes:
    if Path(name).name != name or "\0" in name:
        raise ModelError(f"{called} {folder.name} 的 {MANIFEST} 已损坏")
    try:
        content = read_plain(folder / name, most)
    except OSError:
        raise ModelError(f"{called} {folder.name} 缺少文件 {name}") from None
    except ValueError as error:
        raise ModelError(f"{called} {folder.name} 的文件 {name} 已损坏或被改动：{error}") from None
    if content_hash(content) != expected:
        raise ModelError(f"{called} {folder.name} 的文件 {name} 已损坏或被改动")
    return content


def as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf8")


def content_hash(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
