from tests.nlp.rules.rows import book, file, row, rule_set
from tests.nlp.rules.scenes import scene
from voc.domain.attribution import Evidence
from voc.domain.taxonomy import Taxonomy
from voc.nlp.gold import Gold
from voc.nlp.rules import RuleBook, load_rules
from voc.nlp.rules.health import RuleHealth, Voted, Wrong, rule_health

STABILITY, CHANNEL = "product.stability", "rule.channel"


def gold(*factors: str, dissatisfied: bool = True, causes: tuple[str, ...] | None = None, **more: object) -> Gold:
    own = sorted({f.partition(".")[0] for f in factors}) if causes is None else causes
    return Gold.parse({"dissatisfied": dissatisfied, "causes": own, "factors": factors, **more})


def health(taxonomy: Taxonomy, *contacts: tuple[str, Gold]) -> dict[str, RuleHealth]:
    texts = {
        "a.toml": file(row(), row("['老闪退']", id="always", matches='["老闪退"]')),
        "b.toml": file(
            row("['网点']", id="branch", matches='["网点"]'),
            row("['规定']", id="told", says="recital", matches='["规定"]', more='allow = ["recital"]'),
            factor=CHANNEL,
        ),
    }
    own = load_rules(texts, taxonomy)
    ready = RuleBook(own.rules, own.lists)
    scenes = [scene(*text.split(" / ")) for text, _ in contacts]
    texts = [{n: passage.reading.given for n, passage in enumerate(one.passages)} for one in scenes]
    judged = [Voted(f"C-{n}", g, ready.match(scenes[n]), texts[n]) for n, (_, g) in enumerate(contacts)]
    return {one.rule.id: one for one in rule_health(own.rules, judged)}


def test_a_rule_is_right_where_the_reader_names_its_factor(taxonomy: Taxonomy) -> None:
    rows = health(
        taxonomy,
        ("客：闪退", gold(STABILITY)),
        ("客：闪退了", gold("product.speed", factors_either=["product.speed", STABILITY])),
        ("客：好的闪退吧", gold(dissatisfied=False)),
        ("客：你好", gold(CHANNEL)),
    )
    crash = rows["crash"]
    assert (crash.contact_count, crash.coverage, crash.judged_count, crash.right_count) == (3, 0.75, 3, 2)
    assert (crash.precision, crash.interval) == (0.6667, (0.2077, 0.9385))
    assert crash.wrong == (Wrong("C-2", 0, "闪退", "好的闪退吧", (Evidence(0, 2, 4, "闪退"),)),)


def test_overlap_is_within_the_factor_and_conflict_between_causes(taxonomy: Taxonomy) -> None:
    rows = health(
        taxonomy,
        ("客：老闪退", gold(STABILITY)),
        ("客：闪退，去网点", gold(STABILITY, CHANNEL)),
        ("客：闪退", gold(STABILITY)),
    )
    assert (rows["crash"].overlap, rows["crash"].conflict) == (0.3333, 0.3333)
    assert (rows["always"].overlap, rows["always"].conflict) == (1.0, 0.0)
    assert (rows["branch"].overlap, rows["branch"].conflict) == (0.0, 1.0)


def test_a_rule_without_votes_tells_nothing(taxonomy: Taxonomy) -> None:
    branch = health(taxonomy, ("客：闪退", gold(STABILITY)))["branch"]
    assert (branch.contact_count, branch.coverage, branch.overlap, branch.precision) == (0, 0.0, 0.0, None)
    assert branch.interval == (0.0, 1.0)
    assert health(taxonomy)["branch"].coverage == 0.0


def test_what_an_agent_recites_is_judged_where_the_customer_is_dissatisfied(taxonomy: Taxonomy) -> None:
    told = health(
        taxonomy, ("座：规定", gold(dissatisfied=False)), ("座：规定", gold(CHANNEL)), ("座：规定", gold(STABILITY))
    )["told"]
    assert (told.contact_count, told.judged_count, told.right_count) == (3, 2, 1)


def test_labels_of_causes_alone_do_not_tell_whether_a_factor_is_right(taxonomy: Taxonomy) -> None:
    contacts = ("客：闪退", gold(causes=("product",))), ("客：闪退", gold(causes=("rule",)))
    crash = health(taxonomy, *contacts)["crash"]
    assert (crash.contact_count, crash.judged_count, crash.right_count) == (2, 1, 0)


def test_a_wrong_vote_is_quoted_with_all_that_was_hit_in_its_text(taxonomy: Taxonomy) -> None:
    (wrong,) = health(taxonomy, ("客：你好 / 客：闪退，又闪退 / 客：闪退", gold(CHANNEL)))["crash"].wrong
    assert (wrong.utterance, wrong.text, wrong.whole) == (1, "闪退", "闪退，又闪退")
    assert [(one.start, one.end) for one in wrong.evidence] == [(0, 2), (4, 6)]
    (unquoted,) = rule_health(rule_set(taxonomy, row()).rules, [judged_without_texts(taxonomy)])[0].wrong
    assert (unquoted.text, unquoted.whole) == ("闪退", "")


def judged_without_texts(taxonomy: Taxonomy) -> Voted:
    return Voted("C-1", gold(CHANNEL), book(taxonomy, row()).match(scene("客：老是闪退")))
