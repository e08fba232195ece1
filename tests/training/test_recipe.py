"""The numbers of a training, and how the command line changes them."""

from __future__ import annotations

import json

import pytest

from training.recipe import PASSES, Recipe, accurate_recipe, student_recipe, teacher_recipe


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
    assert all(Recipe().reads(corpus) for corpus in set(PASSES) - {"gum", "annotated"})
    for corpus in ("gum", "annotated"):
        more = Recipe().with_changes([f"{corpus}=1"])
        for one in more.rounds:
            assert set(one.of) <= set(PASSES)
        assert more.rounds[:-1] == Recipe().rounds
        assert more.reads(corpus) and not Recipe().reads(corpus)
        assert [one.of.get(corpus, 0) > 0 for one in more.rounds] == [False, False, False, True]


def test_a_round_of_its_own():
    recipe = student_recipe().with_changes(["rounds=0", "annotated=1"])
    (one,) = recipe.rounds
    assert one.taught and one.of["annotated"] > one.of["polnear"] / 2


def test_the_accurate_encoder_is_its_teacher_s_with_fewer_layers():
    recipe = accurate_recipe(seed=2)
    assert recipe.encoder == teacher_recipe().encoder
    assert recipe.layers < teacher_recipe().layers
    assert recipe.with_changes(["layers=4"]).layers == 4
    (one,) = recipe.rounds
    assert one.taught and set(one.of) <= set(PASSES)
    # It reads windows that a student reads, so that lessons can be used for both.
    for name in ("seed", "readings", "swapped", "capitals", "curly", "straight", "silver"):
        assert getattr(accurate_recipe(), name) == getattr(student_recipe(), name)


def test_a_record_without_a_number_of_layers_is_of_the_time_when_there_were_ten():
    record = teacher_recipe().as_record()
    assert record.pop("layers") == 10
    assert Recipe.from_record(record) == teacher_recipe()
