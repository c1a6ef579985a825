"""The demo project: made once, from the documents and the work in the folder `seeds`."""

from pathlib import Path

from annotator.accounts.queries import user_named_or_none
from annotator.accounts.system import system_user
from annotator.config import ROOT
from annotator.core.errors import NotFound
from annotator.database import write_tx
from annotator.interchange.importing import Import, ImportOptions, import_documents
from annotator.interchange.report import ImportReport
from annotator.interchange.sources import source_at
from annotator.projects.operations import create_project, put_guidelines
from annotator.projects.queries import find_project

SLUG = "demo"
SEEDS = ROOT / "seeds"


def seed(folder: Path = SEEDS) -> ImportReport | None:
    """Make the demo project; None when it is there already."""
    try:
        find_project(SLUG)
    except NotFound:
        pass
    else:
        return None
    actor = (user_named_or_none("admin") or system_user()).id
    with write_tx():
        project = create_project("Demo", "fr", actor_id=actor)
        put_guidelines(project.id, (folder / "guidelines.md").read_text(encoding="utf-8"))
        job = Import(project.id, actor, ImportOptions())
        return import_documents(job, [source_at(folder / "demo.jsonl", "demo.jsonl", "jsonl")])
