"""Refusals: what the tool answers when it will not do what was asked, in words for the person who asked."""

from collections.abc import Mapping, Sequence

from annotator.core.sentences import sentence


class Refused(Exception):
    """The request cannot be carried out; `str(refusal)` says in English what is wrong and how to mend it.

    `message` is the same; when it was made by `sentence`, pages can say it in another language.
    `errors` scopes messages by field path (`spans.3.end`) for programs and forms.
    """

    title = sentence("The request was refused")

    def __init__(self, message: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        """Keep the sentence for people and the messages by field."""
        super().__init__(message)
        self.message = message
        self.errors = {field: list(messages) for field, messages in (errors or {}).items()}

    @classmethod
    def field(cls, name: str, message: str) -> "Refused":
        """Make a refusal that concerns one field."""
        return cls(message, {name: [message]})


class Malformed(Refused):
    """What was sent cannot be parsed at all."""

    title = sentence("The request could not be read")


class NotFound(Refused):
    """The thing does not exist, or is not this person's to see: the two are never told apart."""

    title = sentence("Not found")


class Forbidden(Refused):
    """The thing is this person's to see, but not to do this to."""

    title = sentence("Not allowed")


class Conflict(Refused):
    """An id or key is already taken by other content, or there is nothing to act on."""

    title = sentence("Conflict")


class Gone(Refused):
    """The thing existed under this id and was deleted."""

    title = sentence("Deleted")


class Stale(Refused):
    """The writer had seen an older revision than the one stored."""

    title = sentence("Changed since you looked")

    def __init__(self, message: str, revision: int, changed: Sequence[object] = ()) -> None:
        """Carry the current revision and what changed since the one the writer saw."""
        super().__init__(message)
        self.revision = revision
        self.changed = list(changed)


class TooLarge(Refused):
    """More was sent than the tool accepts in one piece."""

    title = sentence("Too large")


class TooMany(Refused):
    """Too many attempts in a short time."""

    title = sentence("Too many attempts")
