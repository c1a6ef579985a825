"""Documents with all that can be on them, for properties of formats."""

from hypothesis import strategies as st

from annotator.core.records import KINDS, STATUSES, AnnotationRecord, DocumentRecord, Relation
from annotator.core.spans import Span

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(characters)
names = st.text(characters, min_size=1).map(str.strip).filter(bool)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
attributes = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["a", "b"]),
        "sure": st.booleans(),
        "gloss": texts,
        "score": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    },
)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A span of any layer that allows overlap, in one piece or several."""
    cuts = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)
    places = sorted(draw(cuts))
    places = places[: len(places) // 2 * 2]
    fragments = tuple(zip(places[::2], places[1::2], strict=True))
    layer, label = draw(st.sampled_from([("entity", "PER"), ("entity", "OLD"), ("stance", "PER")]))
    return Span(
        id=draw(st.uuids()),
        start=places[0],
        end=places[-1],
        layer=layer,
        label=label,
        attributes=draw(attributes) if layer == "entity" else {},
        fragments=fragments if len(fragments) > 1 else (),
        note=draw(texts),
        origin=draw(st.sampled_from(["", "propagated"])),
    )


@st.composite
def relations(draw: st.DrawFn, marked: list[Span]) -> Relation:
    """A relation between two spans, or a role filled by a text."""
    head = draw(st.sampled_from(marked))
    others = [one for one in marked if one.id != head.id]
    if head.layer == "stance" and (not others or draw(st.booleans())):
        value = draw(st.just("author") | texts.filter(str.strip))
        return Relation(draw(st.uuids()), "holder", head.id, None, value)
    return Relation(draw(st.uuids()), "KNOWS", head.id, draw(st.sampled_from(others)).id)


@st.composite
def annotation_sets(draw: st.DrawFn, text: str) -> AnnotationRecord:
    keys = ("id", lambda one: (one.start, one.end, one.fragments, one.layer, one.label))
    marked: list[Span] = []
    if len(text) > 1:
        unique = (lambda one: one.id, keys[1])
        marked = draw(st.lists(spans(text), max_size=4, unique_by=unique))
    joined: list[Relation] = []
    if len(marked) > 1:
        unique_relation = (
            lambda one: one.id,
            lambda one: (one.label, one.head, one.tail, one.value),
        )
        joined = draw(st.lists(relations(marked), max_size=3, unique_by=unique_relation))
    topics = st.permutations(["war", "peace"]).flatmap(
        lambda both: st.sampled_from([(), tuple(both), (both[0],)])
    )
    return AnnotationRecord(
        annotator=draw(names),
        kind=draw(st.sampled_from(KINDS)),
        status=draw(st.sampled_from(STATUSES)),
        spans=tuple(marked),
        relations=tuple(joined),
        labels=draw(
            st.fixed_dictionaries({}, optional={"topic": topics, "mood": st.just(("bad",))})
        ),
        note=draw(texts),
        flag=draw(st.none() | texts),
        revision=draw(st.integers(0, 2**40)),
    )


@st.composite
def documents(draw: st.DrawFn) -> DocumentRecord:
    text = draw(st.text(characters, min_size=1))
    meta = draw(
        st.dictionaries(texts, json_values, max_size=3)
        | st.just({"annotators": ["ana", "ben"]})
        | st.just({"annotators": 3})
    )
    sets = st.lists(
        annotation_sets(text), max_size=3, unique_by=lambda one: (one.kind, one.annotator)
    )
    return DocumentRecord(draw(names), text, meta, tuple(draw(sets)))
