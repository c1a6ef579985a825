"""Who is in a project, as what, and who sees it."""

import pytest

from annotator.core.errors import NotFound, Refused
from annotator.database import db, now, write_tx
from annotator.projects.members import add_member, ensure_member, remove_member
from annotator.projects.models import Project
from annotator.projects.operations import create_project
from annotator.projects.queries import find_project, members_of, project_access, projects_of


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("manager", (True, True, True, True)),
        ("curator", (True, False, True, True)),
        ("annotator", (True, False, False, False)),
        ("reader", (False, False, True, False)),
    ],
)
def test_a_role_says_what_one_may_do(project, person, role, rights):
    ana = person("ana")
    add_member(project.id, ana.id, role)
    may = project_access("peace-talks", ana)
    assert may == project_access(project.id, ana)
    assert (may.role, may.user_id) == (role, ana.id)
    assert (may.may_annotate, may.may_manage, may.may_see_others, may.may_curate) == rights


def test_a_project_is_nobodys_but_its_members_and_the_administrators(project, person):
    stranger, admin = person("stranger"), person("admin", "admin")
    for wanted in ("peace-talks", project.id, "nothing", 99):
        with pytest.raises(NotFound) as refusal:
            project_access(wanted, stranger)
        assert str(refusal.value) == "There is no such project, or you are not a member of it."
    assert projects_of(stranger) == []
    assert project_access("peace-talks", admin).may_manage
    assert [access.project.slug for access in projects_of(admin)] == ["peace-talks"]


def test_an_administrator_who_is_a_member_of_one_project_sees_all(project, person):
    admin = person("admin", "admin")
    other = create_project("War", actor_id=person("ana").id)
    add_member(project.id, admin.id, "reader")
    assert [access.role for access in projects_of(admin)] == ["manager", "manager"]
    assert project_access(other.id, admin).may_manage


def test_the_projects_of_a_person_come_in_pages(person):
    ana = person("ana")
    made = [create_project(f"Project {at}", actor_id=ana.id).id for at in range(5)]
    create_project("Of another", actor_id=person("ben").id)
    first = [access.project.id for access in projects_of(ana, limit=3)]
    rest = [access.project.id for access in projects_of(ana, after=first[-1], limit=3)]
    assert first + rest == made


def test_an_archived_project_is_gone(project, person):
    admin = person("admin", "admin")
    with write_tx() as session:
        session.get(Project, project.id).archived_at = now()
    with pytest.raises(NotFound):
        project_access("peace-talks", admin)
    with pytest.raises(NotFound):
        find_project("peace-talks")
    assert projects_of(admin) == []


def test_a_project_is_found_by_slug_before_name(context):
    first = create_project("Peace!")
    second = create_project("peace")
    assert (first.slug, second.slug) == ("peace", "peace-2")
    assert find_project("peace").id == first.id
    assert find_project("Peace!").id == first.id
    assert find_project("peace-2").id == second.id


def test_a_member_who_left_sees_nothing_and_may_come_back(project, person):
    ana, ben = person("ana"), person("ben")
    add_member(project.id, ana.id, "manager")
    add_member(project.id, ben.id, "annotator")
    remove_member(project.id, ben.id)
    with pytest.raises(NotFound):
        project_access(project.id, ben)
    assert [user.name for user, _ in members_of(project.id)] == ["ana"]
    with pytest.raises(NotFound):
        remove_member(project.id, ben.id)
    add_member(project.id, ben.id, "curator")
    assert project_access(project.id, ben).role == "curator"


def test_the_last_manager_stays(project, person):
    ana, ben = person("ana"), person("ben")
    add_member(project.id, ana.id, "manager")
    add_member(project.id, ben.id, "curator")
    for act in (
        lambda: remove_member(project.id, ana.id),
        lambda: add_member(project.id, ana.id, "annotator"),
    ):
        with pytest.raises(Refused, match="at least one manager"):
            act()
    add_member(project.id, ben.id, "manager")
    remove_member(project.id, ana.id)
    assert [role for _, role in members_of(project.id)] == ["manager"]


def test_a_disabled_manager_does_not_count_as_one(project, person):
    ana, ben = person("ana"), person("ben")
    for user in (ana, ben):
        add_member(project.id, user.id, "manager")
    with write_tx() as session:
        session.merge(ben).active = False
    with pytest.raises(Refused):
        remove_member(project.id, ana.id)
    assert project_access(project.id, ana).may_manage


def test_ensuring_a_member_leaves_a_present_role(project, person):
    ana = person("ana")
    ensure_member(project.id, ana.id, "manager")
    ensure_member(project.id, ana.id, "annotator")
    assert project_access(project.id, ana).role == "manager"


def test_an_unknown_role_is_refused(project, person):
    with pytest.raises(Refused) as refusal:
        add_member(project.id, person("ana").id, "owner")
    assert "role" in refusal.value.errors
    assert db.session.get(Project, project.id) is not None
