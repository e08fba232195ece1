"""The files of a corpus, within limits."""

import gzip
import io
import tarfile
from pathlib import Path, PurePosixPath

import pytest

from quotes.evaluate import files
from quotes.evaluate.attributions import EvaluationError
from quotes.evaluate.files import read_texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_bytes(b"two\r\nlines")
    (tmp_path / "in" / "a.txt.gz").write_bytes(gzip.compress("eins – zwei".encode()))
    (tmp_path / "other.bin").write_bytes(b"\xff")
    return tmp_path


def archive(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for name, content in members.items():
            member = tarfile.TarInfo(f"{name}.txt")
            member.size = len(content)
            file.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(link)
    return path


def test_a_folder(folder: Path) -> None:
    assert read_texts(folder, ".txt") == {
        PurePosixPath("in/a.txt"): "eins – zwei",
        PurePosixPath("in/b.txt"): "two\r\nlines",
    }


def test_an_archive_without_its_links(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.tar.gz", b=b"two", a=b"one")
    assert list(read_texts(path, ".txt").items()) == [
        (PurePosixPath("a.txt"), "one"),
        (PurePosixPath("b.txt"), "two"),
    ]


def test_one_file(folder: Path) -> None:
    assert read_texts(folder / "in" / "a.txt.gz", ".txt") == {PurePosixPath("a.txt"): "eins – zwei"}


def test_limits(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = archive(tmp_path / "large.tar.gz", a=b"x" * 3000, b=b"x" * 3000)
    monkeypatch.setattr(files, "LARGEST_CORPUS", 5000)
    with pytest.raises(EvaluationError, match=r"large.tar.gz: more than"):
        read_texts(large, ".txt")
    monkeypatch.setattr(files, "LARGEST_FILE", 2000)
    with pytest.raises(EvaluationError, match=r"large.tar.gz: a.txt: larger than"):
        read_texts(large, ".txt")
    (folder / "in" / "a.txt.gz").write_bytes(gzip.compress(b"x" * 3000))
    with pytest.raises(EvaluationError, match=r"a.txt.gz: larger than"):
        read_texts(folder, ".txt")
    monkeypatch.setattr(files, "MOST_FILES", 1)
    for path in (folder, large):
        with pytest.raises(EvaluationError, match="more than 1 files"):
            read_texts(path, ".none")


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"x" * 3000)[:-9])
    with pytest.raises(EvaluationError, match=r"a.txt.gz: not a whole gzip file"):
        read_texts(path, ".txt")
    path.write_bytes(b"no gzip")
    with pytest.raises(EvaluationError, match=r"a.txt.gz: not a whole gzip file"):
        read_texts(path, ".txt")
    whole = archive(tmp_path / "a.tar.gz", a=b"0123456789" * 100).read_bytes()
    (tmp_path / "a.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EvaluationError, match=r"a.tar.gz: not a whole tar archive"):
        read_texts(tmp_path / "a.tar.gz", ".txt")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    with pytest.raises(EvaluationError, match=r"b.txt: not UTF-8; convert it"):
        read_texts(tmp_path / "b.txt", ".txt")
    with pytest.raises(EvaluationError, match=r"missing.txt"):
        read_texts(tmp_path / "missing.txt", ".txt")
