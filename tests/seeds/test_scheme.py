"""The demo scheme: the layers of the contract, with usable keys and colours."""

from tests.seeds.demo import LAYERS, SCHEME, Json, label_names, roles

RESERVED_KEYS = set("jkrspngmzlf/*?[]{}")


def contrast_on_white(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def all_labels() -> list[Json]:
    return [label for layer in SCHEME["layers"] for label in layer["labels"]]


def test_scheme_has_the_layers_and_labels_of_the_contract() -> None:
    assert {name: (layer["kind"], label_names(name)) for name, layer in LAYERS.items()} == {
        "entity": ("span", ["PER", "ORG", "LOC", "MISC"]),
        "claim": ("span", ["CLAIM"]),
        "stance": ("span", ["FAVOR", "AGAINST", "NEUTRAL"]),
        "support": ("relation", ["SUPPORTS", "REFUTES"]),
        "topic": ("document", ["war", "diplomacy", "economy"]),
    }
    assert set(roles()) == {("claim", "claimer"), ("stance", "holder"), ("stance", "target")}
    assert LAYERS["topic"]["multiple"] is True


def test_scheme_keys_are_unique_and_leave_the_page_its_own() -> None:
    keys = [label["key"] for label in all_labels()]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)
    assert not RESERVED_KEYS & set(keys)


def test_scheme_labels_are_described_and_readable_on_white() -> None:
    colors = [label["color"] for label in all_labels()]
    assert len(set(colors)) == len(colors)
    assert min(contrast_on_white(color) for color in colors) >= 4.5
    assert all(label["description"] for label in all_labels())
