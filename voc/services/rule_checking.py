"""Whether a proposed rule file may stand beside the rules there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voc.errors import ConflictError, FaultsError, Place
from voc.nlp.language import Language
from voc.nlp.rules import RuleSet
from voc.nlp.rules.checking import check_addition
from voc.nlp.rules.examples import broken_examples
from voc.nlp.rules.findings import Fault, Finding
from voc.nlp.tokenizer import Tokenizer

# Sorts behind the names of the other files, and is what faults are told of.
NAME = "提案.toml"


@dataclass(frozen=True, slots=True)
class Checked:
    """The rules of a sound file, with the lists of all, and what is worth knowing of them."""

    rule_set: RuleSet
    notices: tuple[Finding, ...]

    @property
    def factor(self) -> str:
        return self.rule_set.rules[0].factor


def checked(text: str, others: Mapping[str, str], language: Language) -> Checked:
    """A file that is sound beside the `others`; FaultsError with every fault and its place."""
    rule_set, findings = check_addition(
        NAME, text, others, language.taxonomy, language.objects.table, language.tokenizer
    )
    found = [f for f in findings if f.fault is not Fault.EXAMPLE]
    found += _unkept(rule_set, language.tokenizer)
    faults = [finding for finding in found if not finding.fault.notice]
    if not rule_set.rules and not faults:
        faults = [Finding(Fault.SYNTAX, Place(NAME), None, "没有规则，应有 [[rule]]")]
    if faults:
        raise FaultsError([_told(fault) for fault in faults])
    return Checked(rule_set, tuple(found))


def still_sound(text: str, others: Mapping[str, str], language: Language) -> Checked:
    """The same for a file that was sound once; ConflictError where the others have changed so that it is not."""
    try:
        return checked(text, others, language)
    except FaultsError as error:
        raise ConflictError(f"规则变了，提案现在不成立：{error}") from error


def _told(finding: Finding) -> tuple[str, str]:
    label = "" if finding.fault is Fault.SYNTAX else f"{finding.fault.label}："
    rule = "" if finding.rule is None else f"规则 {finding.rule}："
    return str(finding.where or NAME), f"{label}{rule}{finding.reason}"


def _unkept(rule_set: RuleSet, tokenizer: Tokenizer) -> Iterable[Finding]:
    """Examples that are not kept, by their number: they may be what a customer said, and errors quote nobody."""
    for broken in broken_examples(rule_set.rules, rule_set.lists, tokenizer):
        place = rule_set.origins[broken.rule.id].value(broken.key, broken.number)
        reason = f"{broken.key} 的第 {broken.number + 1} 句{broken.reason}"
        yield Finding(Fault.EXAMPLE, place, broken.rule.id, reason)
