"""What is exported trains as it is."""

import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Shell

STEPS = 300


def test_the_exported_entities_train_a_model_that_knows_them(shell: Shell, tmp_path: Path) -> None:
    import spacy  # noqa: PLC0415 -- slow to import
    from spacy.training import Corpus  # noqa: PLC0415

    shell.ok("seed")
    shell.ok(
        "export",
        "demo",
        "--format",
        "spacy",
        "--annotations",
        "ana",
        "--layer",
        "entity",
        "--output",
        tmp_path / "out",
    )
    folder = tmp_path / "out" / "entity"

    train = [sys.executable, "-m", "spacy", "train", "config.cfg", "--output", "model"]
    subprocess.run([*train, "--training.max_steps", str(STEPS)], cwd=folder, check=True)

    nlp = spacy.load(folder / "model" / "model-last")
    scores = nlp.evaluate(list(Corpus(folder / "train")(nlp)))
    assert scores["ents_f"] > 0.95
