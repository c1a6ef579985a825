from annotator.annotations.options import LabelOptions
from annotator.core.scheme_reader import read_scheme

SCHEME = read_scheme(
    {
        "layers": [
            {
                "name": "entity",
                "kind": "span",
                "labels": [{"name": "PER"}, {"name": "OLD", "archived": True}],
            },
            {"name": "stance", "kind": "span", "labels": [{"name": "PER"}]},
            {"name": "topic", "kind": "document", "labels": [{"name": "war"}]},
        ]
    }
)


def test_one_option_is_chosen_and_archived_labels_are_not_offered() -> None:
    assert LabelOptions(SCHEME)["stance", "PER"] == (
        '<optgroup label="entity"><option value="entity/PER">PER</option></optgroup>'
        '<optgroup label="stance"><option value="stance/PER" selected>PER</option></optgroup>'
    )


def test_an_archived_label_stays_where_it_is_chosen() -> None:
    drawn = LabelOptions(SCHEME)["entity", "OLD"]

    assert '<option value="entity/OLD" selected>OLD</option>' in drawn
    assert drawn.count("selected") == 1
