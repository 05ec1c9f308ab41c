from api.problems import KINDS, MEDIA_TYPE
from api.responses import COMMON, refusals
from tests.api.serving import V1, Service


def test_refusals_are_described_as_problems() -> None:
    found = refusals(404, 409)
    assert list(found) == [404, 409]
    assert found[404]["description"] == KINDS[404][1]
    assert MEDIA_TYPE in found[404]["content"]


def test_every_route_below_v1_names_the_refusals_that_any_may_give(service: Service) -> None:
    document = service.app.openapi()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert not path.startswith(V1) or set(map(str, COMMON)) <= set(operation["responses"])
    assert {"Problem", "Fault"} <= set(document["components"]["schemas"])
