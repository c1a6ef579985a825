"""The labels among which a row of the table of spans offers to choose, drawn once for each label on the page."""

from html import escape

from markupsafe import Markup

from annotator.core.scheme import Scheme


class LabelOptions(dict[tuple[str, str], Markup]):
    """The `<option>`s of all span labels by the (layer, label) that is chosen; archived ones only where chosen."""

    def __init__(self, scheme: Scheme) -> None:
        """Begin without any: few labels stand in one table."""
        super().__init__()
        self.layers = list(scheme.of_kind("span"))

    def __missing__(self, chosen: tuple[str, str]) -> Markup:
        """Draw the options with this label chosen."""
        groups = []
        for layer in self.layers:
            pairs = [(layer.name, one.name) for one in layer.labels if not one.archived]
            pairs += [chosen] * (chosen[0] == layer.name and chosen not in pairs)
            drawn = "".join(_option(*pair, is_chosen=pair == chosen) for pair in pairs)
            groups.append(f'<optgroup label="{escape(layer.name)}">{drawn}</optgroup>')
        self[chosen] = Markup("".join(groups))  # noqa: S704 -- built from escaped parts
        return self[chosen]


def _option(layer: str, label: str, *, is_chosen: bool) -> str:
    selected = " selected" if is_chosen else ""
    return f'<option value="{escape(layer)}/{escape(label)}"{selected}>{escape(label)}</option>'
