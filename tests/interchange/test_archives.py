"""Zip files from strangers: what leads out of its folder, links, or unpacks to too much is refused."""

import io
import stat
import zipfile

import pytest

from annotator.core.errors import Refused, TooLarge
from annotator.interchange import archives
from annotator.interchange.archives import opened


def packed(*members, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, body in members:
            archive.writestr(name, body)
    file.seek(0)
    return file


def unpacked(file):
    with opened(file) as archive:
        found = {}
        for info in archive.members:
            target = io.BytesIO()
            archive.copy(info, target)
            found[info.filename] = target.getvalue()
        return found


def test_members_are_read_and_what_systems_leave_behind_is_passed_by():
    file = packed(("a/un.txt", "é"), ("__MACOSX/a/._un.txt", "x"), (".DS_Store", "x"), ("b/", ""))
    assert unpacked(file) == {"a/un.txt": "é".encode()}


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd.txt", "a/../../b.txt", "..\\b.txt", "C:\\b.txt"]
)
def test_names_that_lead_out_of_the_folder_are_refused(name):
    with pytest.raises(Refused, match="leads out of its folder"):
        unpacked(packed((name, "x")))


def test_links_are_refused():
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(Refused, match="holds a link"):
        unpacked(packed((link, "/etc/passwd")))


def test_a_bomb_is_refused_before_it_is_unpacked():
    file = packed(("bomb.txt", b"\0" * 200_000_000))
    target = io.BytesIO()
    with opened(file) as archive:
        with pytest.raises(TooLarge, match="bomb"):
            archive.copy(archive.members[0], target)
        packed_size = archive.members[0].compress_size
    assert len(target.getvalue()) <= archives.MAX_RATIO * packed_size + archives.CHUNK


def test_a_size_that_lies_is_of_no_use():
    file = packed(("bomb.txt", b"\0" * 20_000_000))
    data = file.getvalue().replace((20_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Refused):
        unpacked(io.BytesIO(data))


def test_totals_and_numbers_of_members_are_limited(monkeypatch):
    monkeypatch.setattr(archives, "MAX_TOTAL", 100)
    with pytest.raises(TooLarge, match="more than 100 bytes"):
        unpacked(packed(("a.txt", "x" * 60), ("b.txt", "x" * 60)))
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    with pytest.raises(TooLarge, match="holds 3 files"):
        unpacked(packed(("a.txt", "x"), ("b.txt", "x"), ("c.txt", "x")))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and no more", b"no zip at all"])
def test_damaged_archives_are_refused(data):
    with pytest.raises(Refused, match="damaged or no zip file"):
        unpacked(io.BytesIO(data))


def test_an_encrypted_member_is_refused():
    data = bytearray(packed(("a.txt", "x")).getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= archives.ENCRYPTED
    with pytest.raises(Refused, match="encrypted"):
        unpacked(io.BytesIO(bytes(data)))
