"""The larger encoder beside the one that is read where none is named."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import quotes
from quotes import language
from quotes.cli import cli
from quotes.language.encoder import QuotesEncoder
from quotes.language.files import FileComponent

WEIGHTS = language.WEIGHTS
TEXT = (
    "“The bridge will open in May,” Mayor Ann Lee of Springfield told reporters on Tuesday.\n\n"
    "The police said that two men from Ohio had been arrested. She did not name them."
)


class Some(FileComponent):
    FILES = ("a", "b")

    def _forget(self) -> None:
        self.built = None


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """The bundled weights in a folder that a test may change; without the larger encoder."""
    shutil.copytree(WEIGHTS / "encoder", tmp_path / "encoder")
    shutil.copy(WEIGHTS / "lemmas.bin", tmp_path)
    monkeypatch.setattr(language, "WEIGHTS", tmp_path)
    return tmp_path


def with_model(weights: Path) -> Path:
    folder = weights / "accurate"
    folder.mkdir()
    shutil.copy(weights / "encoder/model.onnx", folder)
    return folder


def test_each_file_is_that_of_the_first_folder_that_has_it(tmp_path):
    own, shared = tmp_path / "own", tmp_path / "shared"
    for folder, names in ((own, "a"), (shared, "ab")):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(f"{name} of {folder.name}")
    assert Some().from_folders((own, shared))._files == {"a": b"a of own", "b": b"b of shared"}
    assert Some().from_folders((shared, own))._files["a"] == b"a of shared"
    (shared / "b").unlink()
    with pytest.raises(FileNotFoundError, match="shared/b"):
        Some().from_folders((own, shared))


def test_where_it_is_not_installed_it_says_what_helps(elsewhere):
    with pytest.raises(OSError, match="accurate weights are not installed") as raised:
        quotes.load("accurate")
    said = str(raised.value)
    assert str(elsewhere / "accurate/model.onnx") in said
    assert "training/README.md" in said and "\n" not in said
    # A folder with a part of it is not enough, though the rest could be had elsewhere.
    (elsewhere / "accurate").mkdir()
    shutil.copy(elsewhere / "encoder/labels.json", elsewhere / "accurate")
    with pytest.raises(language.MissingWeights):
        language.folders("accurate")


@pytest.mark.parametrize("command", ["extract -", "info", "evaluate polnear nowhere"])
def test_commands_say_so_in_a_line(elsewhere, tmp_path, command):
    words = command.replace("nowhere", str(corpus(tmp_path))).split()
    result = CliRunner().invoke(cli, [*words, "--pipeline", "accurate"], input=TEXT)
    assert result.exit_code == 1
    assert "the accurate weights are not installed" in result.stderr
    assert len(result.stderr.splitlines()) == 1 and "Traceback" not in result.stderr


def corpus(folder: Path) -> Path:
    """One article as PolNeAR has it, in which nothing is annotated."""
    found = folder / "corpus"
    for kind, suffix, text in (("text", "txt", TEXT), ("attributions", "ann", "")):
        (found / kind).mkdir(parents=True)
        (found / kind / f"nyt_2016-01-01_a-bridge_0001.{suffix}").write_text(text)
    return found


def test_it_is_the_same_pipeline_with_another_encoder(elsewhere, nlp):
    with_model(elsewhere)
    found = quotes.load("accurate")
    assert found.meta["name"] == "quotes_en_accurate"
    assert found.pipe_names == nlp.pipe_names
    assert quotes.extract(TEXT, found) == quotes.extract(TEXT, nlp)


def test_its_files_come_before_those_that_are_shared(elsewhere):
    folder = with_model(elsewhere)
    model = folder / "model.onnx"
    model.write_bytes(model.read_bytes() + b"\0")
    encoder = quotes.load("accurate").get_pipe("quotes_encoder")
    assert isinstance(encoder, QuotesEncoder)
    assert encoder._files["model.onnx"] == model.read_bytes()
    assert encoder._files["labels.json"] == (WEIGHTS / "encoder/labels.json").read_bytes()


def test_no_name_is_what_it_was(elsewhere):
    with_model(elsewhere).joinpath("model.onnx").write_bytes(b"not a model")
    found = quotes.load()
    assert found.meta["name"] == "quotes_en"
    assert found.get_pipe("quotes_encoder")._files["model.onnx"] != b"not a model"


def test_info_tells_its_scores(elsewhere):
    folder = with_model(elsewhere)
    result = CliRunner().invoke(cli, ["info", "--json", "--pipeline", "accurate"])
    assert "training makes them" in json.loads(result.stdout)["pipeline"]["state"]
    (folder / "scores.json").write_text('{"name": "quotes_en_accurate", "megabytes": 3}')
    result = CliRunner().invoke(cli, ["info", "--json", "--pipeline", "accurate"])
    assert json.loads(result.stdout)["pipeline"]["megabytes"] == 3


@pytest.fixture(scope="module")
def accurate():
    """The larger encoder's pipeline, where its weights are."""
    try:
        return quotes.load("accurate")
    except language.MissingWeights:
        pytest.skip("the accurate weights are not there")


def test_the_larger_encoder_reads(accurate):
    doc = accurate(TEXT)
    assert doc.tensor.shape == (len(doc), 768)
    (direct, indirect) = quotes.extract(TEXT, accurate)
    assert (direct.speaker.name, direct.cue.text) == ("Ann Lee", "told")
    assert direct.text == "The bridge will open in May"
    assert indirect.source.text == "The police"
    ann = next(token for token in doc if token.text == "Ann")
    assert (ann.ent_type_, ann.tag_) == ("PERSON", "NNP")


def test_its_scores_are_of_its_model(accurate):
    model = WEIGHTS / "accurate/model.onnx"
    scores = language.model_card("accurate")
    assert scores["measured"]["model_sha256"] == hashlib.sha256(model.read_bytes()).hexdigest()
    assert scores["measured"]["part"] == "test"
