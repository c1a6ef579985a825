"""Forms of a project's pages: what they show, and what they send as the operations take it."""

import json
from collections.abc import Mapping
from typing import Any

from annotator.core.errors import Refused
from annotator.core.scheme import Scheme, as_json
from annotator.core.sentences import sentence


def read_scheme_form(form: Mapping[str, str]) -> tuple[object, int | None]:
    """Return the scheme and the revision it was made from; refuses what is no JSON, naming line and column."""
    try:
        body: object = json.loads(form.get("scheme", ""))
    except json.JSONDecodeError as error:
        message = sentence(
            "This is not JSON: line %(lineno)s, column %(colno)s: %(msg)s.",
            lineno=error.lineno,
            colno=error.colno,
            msg=error.msg,
        )
        raise Refused.field("scheme", message) from None
    except RecursionError:
        raise Refused.field("scheme", sentence("This is nested too deeply for a scheme.")) from None
    revision = form.get("revision", "")
    return body, int(revision) if revision.isdecimal() else None


def write_scheme(scheme: Scheme) -> str:
    """Return a scheme's JSON as people like to edit it: one label, attribute or role a line."""
    layers = ",\n".join(_write_layer(layer) for layer in as_json(scheme)["layers"])
    return f'{{"layers": [\n{layers}\n]}}'


def _write_layer(layer: Mapping[str, Any]) -> str:
    lists = {name: parts for name, parts in layer.items() if isinstance(parts, list)}
    head = _write({name: value for name, value in layer.items() if name not in lists})
    lines = [
        f'   "{name}": [' + ",".join(f"\n     {_write(part)}" for part in parts) + "]"
        for name, parts in lists.items()
    ]
    return ",\n".join([f"  {head.removesuffix('}')}", *lines]) + "}"


def _write(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)


def read_settings_form(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the changes of a project that the settings page asks for; empty numbers mean all annotators, no threshold."""
    number = form.get("annotators", "").strip()
    annotators = int(number) if number.isdecimal() and len(number) < 10 else number or None
    threshold = form.get("threshold", "").strip().replace(",", ".") or None
    return {
        "name": form.get("name", ""),
        "language": form.get("language", ""),
        "settings": {"annotators_per_document": annotators, "agreement_threshold": threshold},
    }
