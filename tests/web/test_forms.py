"""Forms with what cannot be stored."""


def test_a_form_with_a_nul_is_refused_by_its_field(client):
    answer = client.post("/refuse/gone", data={"note": "a\0b"})

    assert answer.status_code == 422
    assert "There is a NUL character at offset 1: remove it." in answer.text


def test_what_programs_send_is_no_form(client, bearer):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post("/api/v1/read", data=b'{"name": "x"}', headers=bearer | form)

    assert answer.json["body"] == {"name": "x"}
