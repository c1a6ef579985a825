"""Texts that are hard to count in, each with the stretches to label in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARK = re.compile("[⟦⟧]")

# A few lines of French news, with elisions, inner hyphens and a character outside the basic plane.
PROSE = (
    "L’adhésion de la Suède à l’OTAN réjouit Élise Mercier, députée de Loire-Atlantique.\n"
    "« C’est un jour heureux 🎉 », dit la porte-parole des Nord-européens.\n"
    "\n"
    "Aujourd’hui, Aïssa N’Diaye s’y oppose.\n"
)


@dataclass(frozen=True)
class Case:
    """A text and extents in it: code points, end exclusive, each with its quote."""

    name: str
    text: str
    quotes: tuple[tuple[int, int, str], ...] = field(default=())

    def __post_init__(self) -> None:
        for start, end, quote in self.quotes:
            assert self.text[start:end] == quote, self.name


def marked(name: str, source: str) -> Case:
    """Read a text whose one stretch to label stands in ⟦these brackets⟧."""
    start, end = source.index("⟦"), source.index("⟧") - 1
    text = MARK.sub("", source)
    return Case(name, text, ((start, end, text[start:end]),))


OWN = [
    marked("plain", "The ⟦council⟧ met."),
    marked("whole", "⟦Everything⟧"),
    marked("astral-before", "🎈🎈 chez ⟦Léa⟧"),
    marked("astral-inside", "Ils ont crié ⟦« 🎉 vive 𝔐arie »⟧ hier"),
    marked("family", "👩‍👧‍👧 et ⟦👨🏾‍🍳⟧ dînent"),
    marked("flags", "🇧🇪🇨🇭⟦🇱🇺⟧🇫🇷 votent"),
    marked("keycap", "Tapez ⟦7️⃣⟧ puis dièse"),
    marked("composed", "⟦Noémie⟧ et Noe\u0301mie"),
    marked("decomposed", "Noémie et ⟦Noe\u0301mie⟧"),
    marked("carriage-returns", "Objet : grève\r\n\r\nLe ⟦maire\r\nde Brest⟧ répond\r\n"),
    marked("lone-carriage-return", "un\rdeux ⟦trois\rquatre⟧ cinq"),
    marked("blank-lines", "\n\n\n⟦après⟧ le vide\n\n"),
    marked("over-blocks", "Début ⟦ici\npuis là\n\net fin⟧ enfin\n"),
    marked("markup", 'Si a < b && b > c, alors ⟦<em title="x">&eacute;</em>⟧ reste tel quel'),
    marked("no-break", "Il a dit\u00a0: «\u202f⟦trop\u00a0tard⟧\u202f»"),
    marked("tabs", "nom\tprénom\t ⟦ville\tpays⟧  \t"),
    marked("hebrew", "שלום ל⟦משה כהן⟧ מחיפה"),
    marked("arabic-and-latin", "قالت شركة ⟦Airbus⟧ إنها ستستثمر"),
    marked("bidi-marks", "prix \u200f⟦42\u200f⟧ \u202aabc\u202c"),
    marked("thai", "ฉันไป⟦เชียงราย⟧เมื่อวาน"),
    marked("rare-han", "昨日⟦𩸽定食⟧を食べた"),
    marked("other-separators", "a\u2028b\u2029c\x0bd\x0ce\x85 ⟦cible⟧"),
    marked("byte-order-mark-inside", "a\ufeff ⟦b\ufeffc⟧"),
    marked("many-marks", "Z\u0351\u036b\u0343a\u0302\u0332 ⟦l\u0334\u0308g\u0321⟧ ok"),
    marked("long-line", "Une phrase assez courte. " * 500 + "⟦Toulon⟧ termine la ligne."),
    marked("no-end", "Fin sans saut à ⟦Metz⟧"),
    marked("many-blocks", "Une ligne 🎈.\n" * 90 + "Le ⟦dernier⟧ bloc.\n"),
]


def shared(corpora: Path) -> Iterator[Case]:
    """Read the hard texts of the corpora, those that hold something to label."""
    for case in json.loads((corpora / "offset_cases.json").read_text())["cases"]:
        yield Case(case["id"], case["text"], ((case["start"], case["end"], case["quote"]),))
    lines = (corpora / "tricky-texts" / "expected.jsonl").read_text().split("\n")
    for record in map(json.loads, filter(None, lines)):
        quotes = {(one["start"], one["end"], one["surface"]) for one in record["annotations"]}
        if quotes:
            yield Case(record["id"], record["text"], tuple(sorted(quotes)))
