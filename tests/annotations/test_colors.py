import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.colors import (
    DARK_GROUND,
    LIGHT_GROUND,
    READABLE,
    contrast,
    label_numbers,
    label_stylesheet,
    readable,
)
from annotator.core.scheme import Label, Layer, Scheme

SCHEME = Scheme(
    (
        Layer("entity", "span", (Label("PER", "#1b6ca8"), Label("ORG", "#ffff00", archived=True))),
        Layer("claim", "span", (Label("CLAIM", "#123"),)),
        Layer("topic", "document", (Label("war", "#8c2f2f"),)),
    )
)


@given(st.integers(0, 0xFFFFFF), st.sampled_from([LIGHT_GROUND, DARK_GROUND]))
def test_readable_makes_any_colour_readable(color, ground):
    assert contrast(readable(f"#{color:06x}", ground), ground) >= READABLE


def test_readable_keeps_a_colour_that_is():
    assert readable("#1b6ca8", "#ffffff") == "#1b6ca8"


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_label_numbers_count_all_labels_in_order():
    assert label_numbers(SCHEME) == {
        ("entity", "PER"): 0,
        ("entity", "ORG"): 1,
        ("claim", "CLAIM"): 2,
        ("topic", "war"): 3,
    }


def test_label_stylesheet_gives_each_layer_a_line_of_its_own():
    css = label_stylesheet(SCHEME)

    assert "--i0:linear-gradient(var(--k0),var(--k0))" in css
    assert "--i2:repeating-linear-gradient(" in css
    assert ".u7-2{--u7:var(--i2)}" in css
    assert ".t0-1{--u0:var(--t1)}" in css
    assert "--i3" not in css
    assert len(re.findall(r"\.k\d\{--k:light-dark\(#\w{6},#\w{6}\)\}", css)) == 4


def test_label_stylesheet_lets_no_name_end_its_string():
    name = 'a"}*{display:none}\\\n</style>é'
    scheme = Scheme((Layer("x", "span", (Label(name, "#000000"),)),))

    content = re.search(r'content:"([^"]*)"\}', label_stylesheet(scheme)).group(1)

    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), content) == name
    assert not set(content) & set('"{}<>\n*')
