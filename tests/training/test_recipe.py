"""The numbers of a training, and how the command line changes them."""

from __future__ import annotations

import json

import pytest

from training.recipe import PASSES, Recipe


def test_changes_keep_their_kind():
    recipe = Recipe().with_changes(["batch=4", "encoder_rate=4e-4", "layer_mix=false"])
    assert (recipe.batch, recipe.encoder_rate, recipe.layer_mix) == (4, 4e-4, False)
    assert Recipe().batch == 8


def test_passes_of_one_corpus_and_of_all():
    recipe = Recipe().with_changes(["passes.gmb=2", "passes=0.5"])
    assert recipe.passes["gmb"] == 1.0
    assert recipe.passes["polnear"] == PASSES["polnear"] / 2


@pytest.mark.parametrize(
    "change", ["batch", "bach=4", "batch=many", "layer_mix=maybe", "passes.nyt=1", "passes.gmb=x"]
)
def test_what_cannot_be_changed_is_refused(change):
    with pytest.raises(ValueError):
        Recipe().with_changes([change])


def test_the_record_is_json():
    record = Recipe(seed=3).as_record()
    assert json.loads(json.dumps(record)) == record
    assert record["seed"] == 3
    assert Recipe.from_record(record) == Recipe(seed=3)
    before = {**record, "passes": {"gmb": 0.9}}  # of a time when there was one corpus
    assert Recipe.from_record(before).reads("gmb")
    assert not Recipe.from_record(before).reads("reports")


def test_the_first_round_alone():
    recipe = Recipe().with_changes(["rounds=1"])
    assert recipe.rounds == Recipe().rounds[:1]
    assert len(Recipe().rounds) > 1


def test_a_taught_round_more():
    recipe = Recipe().with_changes(["rounds=2", "taught=1"])
    assert recipe.rounds[:-1] == Recipe().rounds[:2]
    assert [one.taught for one in recipe.rounds] == [False, False, True]
    assert recipe == Recipe()
    assert Recipe.from_record(json.loads(json.dumps(recipe.as_record()))) == recipe


def test_every_round_reads_corpora_that_there_are():
    more = Recipe().with_changes(["gum=1"])
    for one in more.rounds:
        assert set(one.of) <= set(PASSES)
    assert more.rounds[:-1] == Recipe().rounds
    assert more.reads("gum") and not Recipe().reads("gum")
    assert all(Recipe().reads(corpus) for corpus in set(PASSES) - {"gum"})
    assert [one.of.get("gum", 0) > 0 for one in more.rounds] == [False, False, False, True]
