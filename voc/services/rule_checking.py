"""Whether a proposed rule file may stand beside the rules there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from voc.errors import ConflictError, FaultsError, Place
from voc.nlp.language import Language
from voc.nlp.rules import RuleSet
from voc.nlp.rules.checking import check_addition
from voc.nlp.rules.findings import Fault, Finding

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
    # Examples may be what a customer said, and errors quote nobody.
    rule_set, findings = check_addition(
        NAME, text, others, language.taxonomy, language.objects.table, language.tokenizer, quoting=False
    )
    faults = [finding for finding in findings if not finding.fault.notice]
    # Last what examples say: what is wrong with a rule itself may be why they are not kept.
    faults.sort(key=lambda finding: finding.fault is Fault.EXAMPLE)
    if not rule_set.rules and not faults:
        faults = [Finding(Fault.SYNTAX, Place(NAME), None, "没有规则，应有 [[rule]]")]
    if faults:
        raise FaultsError([_told(fault) for fault in faults])
    return Checked(rule_set, findings)


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
