from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.files import StoredFile

CONTENT = bytes(range(100))


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    app, path = FastAPI(), tmp_path / "a.bin"
    path.write_bytes(CONTENT)
    app.get("/file")(lambda: StoredFile(path))
    return TestClient(app)


def test_a_file_is_given_whole_or_in_part(client: TestClient) -> None:
    assert client.get("/file").content == CONTENT
    part = client.get("/file", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, CONTENT[10:20])


@pytest.mark.parametrize(("asked", "status"), [("bytes=100-", 416), ("bytes=5-1", 400), ("words=1-2", 400)])
def test_a_range_that_is_none_is_a_problem_like_any_other(client: TestClient, asked: str, status: int) -> None:
    refused = client.get("/file", headers={"Range": asked})
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")
    assert (refused.json()["status"], refused.json()["instance"]) == (status, "/file")
    assert (refused.headers.get("content-range") is not None) == (status == 416)
