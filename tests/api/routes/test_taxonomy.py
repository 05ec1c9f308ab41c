from tests.api.serving import Caller


def test_causes_come_with_their_factors_and_the_objects(lead: Caller) -> None:
    found = lead.get("taxonomy").json()
    assert [cause["code"] for cause in found["causes"]] == ["person", "product", "rule"]
    assert sum(len(cause["factors"]) for cause in found["causes"]) == 24
    assert "手机银行" in found["business_objects"]
