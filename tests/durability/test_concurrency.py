from pathlib import Path
from uuid import uuid4

import pytest

from tests.durability.calls import Call, Caller
from tests.durability.crowding import gather, lost_updates
from tests.durability.installation import found, serving

VISITORS, DOCUMENTS, SECONDS = 32, 10, 5.0


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_crowd_on_few_documents_loses_no_update(tmp_path: Path, workers: int) -> None:
    installation = found(tmp_path, people=2, documents=DOCUMENTS)
    with serving(installation, workers) as running:
        crowd = gather(installation, running, VISITORS, SECONDS)
        faults = lost_updates(running, crowd)

    assert crowd.failures == []
    assert faults == []
    assert len(crowd.changes) > DOCUMENTS, "several people must have worked on one document"
    assert crowd.counted.total() >= DOCUMENTS
    for seen, answer in crowd.stale:
        assert answer.revision > seen
        assert len(answer.body["changed"]) >= answer.revision - seen
    report = installation.check()
    assert report.faults == []
    assert report.events == crowd.changes.total()


def test_a_stale_write_is_refused_with_what_changed(tmp_path: Path) -> None:
    installation = found(tmp_path, people=1, documents=1)
    (document,), (token,) = installation.documents, installation.tokens.values()
    path, span = f"/documents/{document}", str(uuid4())
    body = {"id": span, "start": 0, "end": 5, "label": "PER"}
    with serving(installation) as running, Caller(running.url, token) as caller:
        first = caller.send(Call("POST", f"{path}/spans", body))
        second = caller.send(Call("PUT", f"{path}/note", {"text": "seen"}, first.revision))
        refused = caller.send(Call("DELETE", f"{path}/spans/{span}", seen=first.revision))
        stored = caller.read(document)

    assert (first.tag, second.tag) == ('"1"', '"2"')
    assert refused.status == 412
    assert refused.body["revision"] == 2
    assert [change["object"] for change in refused.body["changed"]] == ["note"]
    assert [one["id"] for one in stored["spans"]] == [span]
    assert stored["revision"] == 2
