"""A whole document by keyboard alone and by mouse alone: few acts, equal sets, undone to nothing and done again."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import NewPage
from tests.browser.labelling_desk import Desk
from tests.browser.people import sign_in
from tests.browser.scripted_hand import Counting, Extent, Keyboard, Mouse
from tests.browser.serving import Server

PER_ENTITY, PER_RELATION, PER_STANCE = 2.0, 4, 12
Mark = tuple[str, str, int]


@dataclass(frozen=True)
class Plan:
    """What is labelled in a text: (label, quote, which occurrence, from 0); the ends of links are such marks, too."""

    text: str
    entities: list[Mark]
    claims: list[tuple[Mark, Mark]]
    stance: tuple[Mark, Mark, Mark]

    def extent(self, mark: Mark) -> Extent:
        """Return where a mark lies."""
        _, quote, nth = mark
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(quote, at + 1)
        return at, at + len(quote)


OURS = Plan(
    "Élise Mercier a quitté Rennes mardi pour Lorient, où Keolis présentait le plan Armor à Kaan Aydın.\n"
    "« La ligne coûtera trop cher », répète Mercier ; Aydın répond que le budget suffit 🙂.\n"
    "\n"
    "À Quimper, la CGT soutient le plan Horizon, et Vannes attend. Le Télégramme y a envoyé Léa Roy et Paul Tanguy.\n"
    "Brest a refusé le tramway de Keolis, mais Nantes hésite, assure Ina Le Goff depuis Vitré.\n",
    [
        *(("PER", name, 0) for name in ("Élise Mercier", "Kaan Aydın", "Léa Roy", "Paul Tanguy")),
        *(("PER", "Mercier", 1), ("PER", "Aydın", 1), ("PER", "Ina Le Goff", 0)),
        *(("LOC", name, 0) for name in ("Rennes", "Lorient", "Quimper", "Vannes", "Brest")),
        *(("LOC", "Nantes", 0), ("LOC", "Vitré", 0), ("MISC", "Armor", 0), ("MISC", "Horizon", 0)),
        *(("ORG", name, 0) for name in ("Keolis", "CGT", "Le Télégramme")),
        ("ORG", "Keolis", 1),
    ],
    [
        (("CLAIM", "La ligne coûtera trop cher", 0), ("PER", "Mercier", 1)),
        (("CLAIM", "le budget suffit", 0), ("PER", "Aydın", 1)),
    ],
    (("AGAINST", "refusé", 0), ("LOC", "Brest", 0), ("ORG", "Keolis", 1)),
)
NAMES = [
    *(("ORG", name, 0) for name in ("OTAN", "Conseil européen", "Otan", "Kremlin")),
    *(("ORG", "Nations Unies", 0), ("PER", "Rutte", 1), ("PER", "Rutte", 3)),
    *(("PER", name, 0) for name in ("Volodymyr Zelenski", "Kim Jong Un", "Poutine")),
    *(("LOC", name, 0) for name in ("Koursk", "Moscou", "Ukraine", "Bruxelles", "Pyongyang")),
    *(("LOC", "Japon", 0), ("LOC", "Australie", 0), ("LOC", "Moscou", 1)),
    *(("MISC", "nord-coréens", 0), ("MISC", "Ukrainiens", 0)),
]


def plans() -> Iterator[Any]:
    """Return ours, and the article beside the corpora where there is one."""
    yield pytest.param(OURS, id="ours")
    named = os.environ.get("ANNOTATOR_TEST_CORPORA")
    for file in sorted(Path(named).parent.glob("seeds/*.txt"))[:1] if named else []:
        claims = [
            (("CLAIM", "menace directe", 0), ("PER", "Rutte", 1)),
            (("CLAIM", "compromet la paix", 0), ("PER", "Rutte", 3)),
        ]
        stance = (("AGAINST", "dénoncé", 0), ("ORG", "Otan", 0), ("LOC", "Moscou", 1))
        plan = Plan(file.read_bytes().decode(), NAMES, claims, stance)
        yield pytest.param(plan, id="article")


def labelled(desk: Desk, document: int) -> list[Any]:
    """Return all that is in the set, without ids."""
    stored = desk.call("GET", f"/documents/{document}/annotations")
    places = {span["id"]: (span["start"], span["end"], span["label"]) for span in stored["spans"]}
    links = [
        (one["label"], places[one["from"]], places[one["to"]] if one.get("to") else one["value"])
        for one in stored["relations"]
    ]
    return [sorted(places.values()), sorted(links)]


@dataclass
class Run:
    """One way through a document, and the set after each step."""

    hand: Counting
    desk: Desk
    document: int
    plan: Plan

    def __post_init__(self) -> None:
        self.sets = [labelled(self.desk, self.document)]
        self.spent: dict[str, list[int]] = {"entities": [], "relation": [], "stance": []}

    def kept(self) -> None:
        """Note what is there now."""
        self.sets.append(labelled(self.desk, self.document))

    def relate(self, target: Mark, role: str) -> int:
        """Link the active span; returns what it took."""
        spent = self.hand.spent(lambda: self.hand.relate(self.plan.extent(target), role))
        self.kept()
        self.spent["relation"].append(spent)
        return spent

    def label(self, mark: Mark) -> int:
        """Label one stretch; returns what it took."""
        spent = self.hand.spent(lambda: self.hand.label(mark[0], self.plan.extent(mark)))
        self.kept()
        return spent

    def forward(self) -> None:
        """Label everything."""
        before = self.hand.acts
        for name, marks in groupby(sorted(self.plan.entities), key=lambda mark: mark[0]):
            for _ in self.hand.label_all(name, sorted(map(self.plan.extent, marks))):
                self.kept()
        self.spent["entities"].append(self.hand.acts - before)
        for claim, claimer in self.plan.claims:
            self.label(claim)
            self.relate(claimer, "claimer")
        shown, holder, target = self.plan.stance
        whole = self.label(shown)
        whole += self.relate(holder, "holder")
        whole += self.relate(target, "target")
        self.spent["stance"].append(whole)

    def check_acts(self) -> None:
        """Compare what it took with what it may take."""
        told = f"{type(self.hand).__name__}: {self.spent}\n{self.hand.log}"
        assert len(self.plan.entities) == 20, told
        assert self.spent["entities"][0] / len(self.plan.entities) <= PER_ENTITY, told
        assert max(self.spent["relation"]) <= PER_RELATION, told
        assert self.spent["stance"][0] <= PER_STANCE, told

    def back_and_forth(self) -> None:
        """Undo step by step to nothing, then do all again."""
        for wanted in reversed(self.sets[:-1]):
            self.hand.step("undo")
            assert labelled(self.desk, self.document) == wanted
        assert self.sets[0] == [[], []]
        for wanted in self.sets[1:]:
            self.hand.step("redo")
            assert labelled(self.desk, self.document) == wanted


@pytest.mark.parametrize("plan", list(plans()))
def test_document_is_labelled_by_keyboard_alone_and_by_mouse_alone(
    new_page: NewPage, server: Server, desk: Desk, plan: Plan
) -> None:
    ends = []
    for hand, document in zip((Keyboard, Mouse), desk.put(plan.text, plan.text), strict=True):
        page = new_page()
        sign_in(page, server.user, server.password)
        page.goto(f"/documents/{document}")
        page.locator("#document").focus()
        run = Run(hand(page), desk, document, plan)
        run.forward()
        run.check_acts()
        run.back_and_forth()
        ends.append(run.sets[-1])

    assert ends[0] == ends[1]
    assert len(ends[0][0]) == 23
    assert len(ends[0][1]) == 4
