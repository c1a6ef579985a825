"""The look of a scheme's labels: one small stylesheet for each revision of a scheme."""

from collections.abc import Iterator, Mapping
from colorsys import hls_to_rgb, rgb_to_hls

from annotator.core.lanes import DRAWN
from annotator.core.scheme import Layer, Scheme

LIGHT_GROUND = "#f1efea"
DARK_GROUND = "#2b2e33"
"""The darkest light and the lightest dark ground that labels stand on."""
READABLE = 4.5
"""Least contrast of a label's colour with its ground, either one being the text."""

LINES = {
    "solid": "linear-gradient({0},{0})",
    "dashed": "repeating-linear-gradient(90deg,{0} 0 7px,#0000 7px 10px)",
    "dotted": "repeating-linear-gradient(90deg,{0} 0 3px,#0000 3px 6px)",
    "double": "linear-gradient({0} 1px,#0000 1px 2px,{0} 2px)",
}
"""How the lines of the first, second, … span layer are drawn, so that colour is not the only sign."""
GAP = "linear-gradient(#0000 1px,{0} 1px 2px,#0000 2px)"


def label_numbers(scheme: Scheme) -> dict[tuple[str, str], int]:
    """Number all labels, archived ones too, in the order of the scheme; pages name them by it (class `k3`)."""
    pairs = ((layer.name, label.name) for layer in scheme.layers for label in layer.labels)
    return {pair: number for number, pair in enumerate(pairs)}


def label_stylesheet(scheme: Scheme) -> str:
    """Return the rules for the colours, names and lines of all labels of a scheme."""
    numbers = label_numbers(scheme)
    rules = ['@charset "UTF-8";']
    for layer in scheme.layers:
        rules.extend(
            _color_rule(numbers[layer.name, each.name], each.color) for each in layer.labels
        )
    for index, layer in enumerate(layer for layer in scheme.layers if layer.kind == "span"):
        style = [*LINES][index % len(LINES)]
        for label in layer.labels:
            rules.extend(_line_rules(numbers[layer.name, label.name], label.name, style))
        rules.extend(_hiding_rules(layer, numbers))
    return "\n".join(rules) + "\n"


def readable(color: str, ground: str) -> str:
    """Return the colour (#rrggbb), made darker or lighter until it is readable on the ground."""
    hue, lightness, saturation = rgb_to_hls(*(c / 255 for c in _channels(color)))
    goal = 0 if _luminance(_channels(ground)) > 0.2 else 1
    for step in range(100):
        channels = hls_to_rgb(hue, lightness + (goal - lightness) * step / 100, saturation)
        found = "#{:02x}{:02x}{:02x}".format(*(round(c * 255) for c in channels))
        if contrast(found, ground) >= READABLE:
            return found
    return "#ffffff" if goal else "#000000"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as accessibility guidelines define it."""
    dark, light = sorted((_luminance(_channels(one)), _luminance(_channels(other))))
    return (light + 0.05) / (dark + 0.05)


def _color_rule(number: int, color: str) -> str:
    shades = f"{readable(color, LIGHT_GROUND)},{readable(color, DARK_GROUND)}"
    return f".k{number}{{--k:light-dark({shades})}}:root{{--k{number}:light-dark({shades})}}"


def _line_rules(number: int, name: str, style: str) -> Iterator[str]:
    color = f"var(--k{number})"
    yield f":root{{--i{number}:{LINES[style].format(color)};--t{number}:{GAP.format(color)}}}"
    yield f'.c.k{number}::after{{content:"{_css_string(name)}"}}'
    yield f".label.k{number}{{border-block-end-style:{style}}}"
    for lane in range(DRAWN):
        yield f".u{lane}-{number}{{--u{lane}:var(--i{number})}}"
        yield f".t{lane}-{number}{{--u{lane}:var(--t{number})}}"


def _hiding_rules(layer: Layer, numbers: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """Yield what hides a layer's lines and names when the text says so; their room stays."""
    hidden = f'#document[data-hidden~="{_css_string(layer.name)}"]'
    own = [numbers[layer.name, label.name] for label in layer.labels]
    if own:
        yield f"{hidden}{{{''.join(f'--i{n}:none;--t{n}:none;' for n in own)}}}"
        yield f"{hidden} .c:is({','.join(f'.k{n}' for n in own)}){{display:none}}"


def _css_string(text: str) -> str:
    """Escape all but letters, digits and a few marks, so that no name can end the string it stands in."""
    return "".join(c if c.isalnum() or c in "_-.: " else f"\\{ord(c):x} " for c in text)


def _channels(color: str) -> tuple[int, int, int]:
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _luminance(channels: tuple[int, int, int]) -> float:
    shares = [c / 255 for c in channels]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
