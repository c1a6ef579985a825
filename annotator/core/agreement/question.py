"""The question: what people ask of agreement."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: nothing means all layers, all labels, all annotators who finished a document."""

    layers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
