"""What is exported trains as it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def trained(folder: Path, *stages: tuple[str, str, int]) -> dict[str, float]:
    """Train stage after stage (configuration, output, steps); return the scores of the last on its own training data."""
    import spacy  # noqa: PLC0415 -- slow to import
    from spacy.training import Corpus  # noqa: PLC0415

    for config, output, steps in stages:
        train = [sys.executable, "-m", "spacy", "train", config, "--output", output]
        subprocess.run([*train, "--training.max_steps", str(steps)], cwd=folder, check=True)
    nlp = spacy.load(folder / stages[-1][1] / "model-last")
    return nlp.evaluate(list(Corpus(folder / "train")(nlp)))


def exported(shell: Shell, folder: Path, layer: str) -> Path:
    shell.ok("seed")
    whose = ("--annotations", "ana", "--layer", layer)
    shell.ok("export", "demo", "--format", "spacy", *whose, "--output", folder)
    return folder / layer


def test_the_exported_entities_train_a_model_that_knows_them(shell: Shell, tmp_path: Path) -> None:
    folder = exported(shell, tmp_path / "out", "entity")

    assert trained(folder, ("config.cfg", "model", 300))["ents_f"] > 0.95


@pytest.mark.slow
def test_the_exported_claims_train_two_stages_that_know_them(shell: Shell, tmp_path: Path) -> None:
    folder = exported(shell, tmp_path / "out", "claim")

    stages = (("span_finder.cfg", "span_finder", 300), ("spancat.cfg", "out", 100))
    assert trained(folder, *stages)["spans_sc_f"] > 0.9


@pytest.mark.slow
def test_the_exported_topics_train_a_model_that_knows_them(shell: Shell, tmp_path: Path) -> None:
    folder = exported(shell, tmp_path / "out", "topic")

    assert trained(folder, ("config.cfg", "out", 100))["cats_score"] > 0.9
