"""The description of the API: whole, valid, and readable without scripts."""

import re

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from annotator.home.openapi import api_rules


@pytest.fixture
def document(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.mimetype == "application/json"
    return answer.json


def called(path):
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path).removeprefix("/api/v1")


def test_the_description_is_valid_openapi(document):
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_call_is_described(app, document):
    calls = {
        (called(rule.rule), method.lower())
        for rule in api_rules(app)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert len(calls) > 20
    described = {
        (path, method) for path, operations in document["paths"].items() for method in operations
    }
    assert described == calls


def test_every_address_under_the_api_is_a_call_or_its_documentation(app):
    open_to_all = {"/api/v1/openapi.json", "/api/v1/docs"}
    addresses = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert addresses == open_to_all | {rule.rule for rule in api_rules(app)}


def test_names_are_unique_and_parameters_typed(document):
    operations = [operation for calls in document["paths"].values() for operation in calls.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] for operation in operations)
    [number] = document["paths"]["/documents/{document_id}"]["get"]["parameters"]
    assert (number["in"], number["schema"]) == ("path", {"type": "integer"})


def test_shapes_say_what_they_are_and_refer_to_each_other(document):
    schemas = document["components"]["schemas"]
    assert schemas["projects.ProjectBody"]["description"] == "A project to be made."
    assert schemas["projects.ProjectBody"]["properties"]["settings"] == {
        "$ref": "#/components/schemas/projects.SettingsSchema"
    }
    number = schemas["projects.SettingsSchema"]["properties"]["annotators_per_document"]
    assert sorted(number["type"]) == ["integer", "null"]


def test_every_call_says_how_it_refuses_and_asks_for_a_token(document):
    assert document["security"] == [{"token": []}]
    for calls in document["paths"].values():
        for operation in calls.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_the_documentation_lists_every_call(client, document):
    page = client.get("/api/v1/docs").text
    for path, calls in document["paths"].items():
        for method, operation in calls.items():
            assert f"{method.upper()} /api/v1{path}</code>" in page
            assert operation["summary"].split(":")[0].split("'")[0] in page
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in page


def test_what_is_not_json_is_described_by_its_type(document):
    documents = document["paths"]["/projects/{slug}/documents"]["post"]["requestBody"]["content"]
    assert set(documents) == {"application/x-ndjson", "application/json"}
    packed = document["paths"]["/exports/{job_id}/download"]["get"]["responses"]["200"]["content"]
    assert set(packed) == {"application/zip"}


def test_writers_are_told_of_revisions(document):
    spans = document["paths"]["/documents/{document_id}/spans"]["post"]
    assert "If-Match" in [parameter["name"] for parameter in spans["parameters"]]
    assert "ETag" in spans["responses"]["201"]["headers"]
