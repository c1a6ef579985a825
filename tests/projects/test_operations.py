"""Making projects and changing their schemes and settings."""

import pytest
from sqlalchemy import select

from annotator.core.errors import Conflict, Refused, Stale
from annotator.core.scheme import as_json
from annotator.database import db, write_tx
from annotator.projects.models import LabelRow, SchemeRevision
from annotator.projects.operations import add_labels, change_project, create_project, put_scheme
from annotator.projects.queries import (
    find_project,
    label_ids,
    label_names,
    members_of,
    project_access,
    scheme_of,
)
from annotator.projects.schemas import MAX_GUIDELINES

SMALL = {"layers": [{"name": "entity", "kind": "span", "labels": [{"name": "PER"}]}]}


def small(*labels, **fields):
    entity = {"name": "entity", "kind": "span", "labels": [{"name": name} for name in labels]}
    return {"layers": [entity | fields]}


def test_a_new_project_has_the_default_scheme_and_its_maker_as_manager(person):
    ana = person("ana")
    project = create_project("  Été à Kyïv ", actor_id=ana.id)
    assert (project.slug, project.name, project.language) == ("ete-a-kyiv", "Été à Kyïv", "en")
    assert [layer.name for layer in scheme_of(project).layers] == [
        "entity", "claim", "stance", "support", "topic",
    ]  # fmt: skip
    assert project_access(project.slug, ana).role == "manager"
    assert [(user.name, role) for user, role in members_of(project.id)] == [("ana", "manager")]


def test_every_label_and_role_has_a_number(project):
    numbers = label_ids(project.id)
    assert set(numbers) == set(scheme_of(project).label_names())
    assert ("stance", "holder") in numbers
    assert label_names(project.id) == {number: pair for pair, number in numbers.items()}


def test_slugs_stay_apart_and_speak_ascii(context):
    names = ["Peace", "Peace!", "Мир", "和平", "x" * 150]
    slugs = [create_project(name).slug for name in names]
    assert slugs == ["peace", "peace-2", "project", "project-2", "x" * 60]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00b", "x" * 201])
def test_a_name_that_cannot_be_shown_is_refused(context, name):
    with pytest.raises(Refused) as refusal:
        create_project(name)
    assert "name" in refusal.value.errors


def test_a_taken_name_is_a_conflict_whatever_its_case(project):
    with pytest.raises(Conflict):
        create_project("PEACE TALKS")


@pytest.mark.parametrize("code", ["french", "f", "fr_FR", "fr-", "12", "f r", "é"])
def test_a_language_that_is_no_code_is_refused(context, code):
    with pytest.raises(Refused) as refusal:
        create_project("Peace", code)
    assert "language" in refusal.value.errors


def test_a_language_is_kept_in_lower_case(context):
    assert create_project("Peace", "pt-BR").language == "pt-br"


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"annotators_per_document": 0}, "settings.annotators_per_document"),
        ({"annotators_per_document": 51}, "settings.annotators_per_document"),
        ({"annotators_per_document": "2"}, "settings.annotators_per_document"),
        ({"guidelines": 3}, "settings.guidelines"),
        ({"colour": "red"}, "settings.colour"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_path(context, settings, path):
    with pytest.raises(Refused) as refusal:
        create_project("Peace", settings=settings)
    assert list(refusal.value.errors) == [path]
    with pytest.raises(Refused, match="no project 'Peace'"):
        find_project("Peace")


def test_guidelines_that_are_too_long_are_refused_with_the_limit(project):
    with pytest.raises(Refused, match=str(MAX_GUIDELINES)):
        change_project(project.id, {"settings": {"guidelines": "x" * (MAX_GUIDELINES + 1)}})


def test_changed_settings_leave_the_others_alone(project):
    change_project(project.id, {"settings": {"annotators_per_document": 2}})
    changed = change_project(
        project.id, {"name": "Talks", "language": "FR", "settings": {"guidelines": "# Mark names"}}
    )
    assert (changed.name, changed.language, changed.slug) == ("Talks", "fr", "peace-talks")
    assert changed.settings == {"annotators_per_document": 2, "guidelines": "# Mark names"}


def test_a_project_may_keep_its_name_but_not_take_anothers(project):
    create_project("War")
    assert change_project(project.id, {"name": "Peace Talks"}).name == "Peace Talks"
    with pytest.raises(Conflict):
        change_project(project.id, {"name": "war"})


def test_what_a_new_scheme_leaves_out_stays_archived(project):
    changed = put_scheme(project.id, small("PER", "GPE"))
    scheme = scheme_of(changed)
    entity = scheme.layer("entity")
    assert [label.name for label in entity.labels] == ["PER", "GPE", "ORG", "LOC", "MISC"]
    assert [label.archived for label in entity.labels] == [False, False, True, True, True]
    assert all(layer.archived for layer in scheme.layers if layer.name != "entity")
    assert scheme.layer("claim").attributes
    assert ("entity", "GPE") in label_ids(project.id)


def test_a_left_out_label_comes_back_under_its_number(project):
    before = label_ids(project.id)["entity", "ORG"]
    put_scheme(project.id, small("PER"))
    changed = put_scheme(project.id, small("PER", "ORG"))
    assert not scheme_of(changed).layer("entity").label("ORG").archived
    assert label_ids(project.id)["entity", "ORG"] == before


def test_left_out_attributes_and_roles_stay_archived(context):
    attributes = [{"name": "sure", "type": "boolean"}]
    first = small("PER", attributes=attributes, roles=[{"name": "title"}])
    project = create_project("Peace", scheme_body=first)
    layer = scheme_of(put_scheme(project.id, small("PER"))).layer("entity")
    assert [(part.name, part.archived) for part in layer.attributes] == [("sure", True)]
    assert [(part.name, part.archived) for part in layer.roles] == [("title", True)]


def test_every_revision_is_kept_with_its_author(project, person):
    ana = person("ana")
    put_scheme(project.id, small("PER"), actor_id=ana.id)
    rows = db.session.scalars(select(SchemeRevision).order_by(SchemeRevision.revision)).all()
    assert [(row.revision, row.actor_id) for row in rows] == [(1, None), (2, ana.id)]
    assert len(rows[0].scheme["layers"]) == 5
    assert rows[1].scheme == as_json(scheme_of(project))


def test_the_same_scheme_again_changes_nothing(project):
    first = put_scheme(project.id, small("PER")).scheme_revision
    assert put_scheme(project.id, project.scheme).scheme_revision == first == 2


def test_a_scheme_seen_before_a_change_is_stale(project):
    put_scheme(project.id, small("PER"), revision=1)
    with pytest.raises(Stale) as refusal:
        put_scheme(project.id, small("ORG"), revision=1)
    assert refusal.value.revision == 2


def test_the_kind_of_a_layer_stays(project):
    with pytest.raises(Refused) as refusal:
        put_scheme(project.id, {"layers": [{"name": "entity", "kind": "document", "labels": []}]})
    assert list(refusal.value.errors) == ["layers.0.kind"]


def test_a_new_name_may_not_clash_with_an_archived_one(project):
    body = {"layers": [{"name": "link", "kind": "relation", "labels": [{"name": "holder"}]}]}
    with pytest.raises(Refused, match="holder"):
        put_scheme(project.id, body)


def choice(*choices):
    return small("PER", attributes=[{"name": "sex", "type": "choice", "choices": [*choices]}])


def test_choices_go_while_nothing_is_marked_and_stay_afterwards(context):
    project = create_project("Peace", scheme_body=choice("f", "m", "typo"))
    put_scheme(project.id, choice("f", "m"))
    with write_tx() as session:
        session.scalars(select(LabelRow).where(LabelRow.name == "PER")).one().uses = 1
    put_scheme(project.id, choice("m", "f", "x"))
    with pytest.raises(Refused) as refusal:
        put_scheme(project.id, choice("f", "m"))
    assert list(refusal.value.errors) == ["layers.0.attributes.0.choices"]
    boolean = small("PER", attributes=[{"name": "sex", "type": "boolean"}])
    with pytest.raises(Refused) as refusal:
        put_scheme(project.id, boolean)
    assert list(refusal.value.errors) == ["layers.0.attributes.0.type"]


def test_labels_are_added_once_and_brought_back(project):
    put_scheme(project.id, small("PER"))
    wanted = [("entity", "PER"), ("entity", "GPE"), ("entity", "ORG"), ("event", "STRIKE")]
    assert add_labels(project.id, wanted) == wanted[1:]
    assert add_labels(project.id, wanted) == []
    scheme = scheme_of(find_project("peace-talks"))
    assert scheme.resolve("STRIKE")[0].kind == "span"
    assert scheme.resolve("ORG", "entity")
    assert ("event", "STRIKE") in label_ids(project.id)


def test_a_label_brought_back_takes_nobodys_key(context):
    project = create_project("Peace", scheme_body=small("PER"))
    assert scheme_of(project).layer("entity").label("PER").key == "1"
    put_scheme(project.id, small("ORG"))
    add_labels(project.id, [("entity", "PER")])
    labels = scheme_of(find_project("peace")).layer("entity").labels
    assert {label.name: label.key for label in labels} == {"ORG": "1", "PER": "2"}


def test_a_label_that_cannot_be_a_name_is_refused_whole(project):
    with pytest.raises(Refused):
        add_labels(project.id, [("entity", "GPE"), ("entity", "<b>")])
    assert ("entity", "GPE") not in label_ids(project.id)


def test_a_scheme_taken_back_is_not_remembered(project):
    class ChangedMind(Exception):
        pass

    def put_and_take_back():
        with write_tx():
            scheme_of(put_scheme(project.id, small("GPE")))
            raise ChangedMind

    with pytest.raises(ChangedMind):
        put_and_take_back()
    put_scheme(project.id, small("PER"))
    assert scheme_of(find_project("peace-talks")).layer("entity").label("GPE") is None
