"""Graphs in 8-bit integers say nearly the same as in full precision."""

from __future__ import annotations

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")
from onnx import helper, numpy_helper  # noqa: E402

from training.quantise import measure_ranges, quantise, rounded  # noqa: E402

WIDTH, WIDER = 16, 48
ROWS = 7000


def graph(seed=0):
    """Rows of an embedding, a product that widens, one that narrows; and one that stays out."""
    rng = np.random.default_rng(seed)
    numbers = {
        "rows": rng.normal(size=(ROWS, WIDTH)),
        "up": rng.normal(size=(WIDTH, WIDER)),
        "up_bias": rng.normal(size=WIDER),
        "down": rng.normal(size=(WIDER, WIDTH)),
        "head": rng.normal(size=(WIDTH, 3)),
    }
    # One feature is far larger than the others, as in transformers.
    numbers["rows"][:, 5] *= 30
    nodes = [
        helper.make_node("Gather", ["rows", "ids"], ["x"], "/encoder/pieces"),
        helper.make_node("MatMul", ["x", "up"], ["a"], "/encoder/up"),
        helper.make_node("Add", ["a", "up_bias"], ["b"], "/encoder/bias"),
        helper.make_node("Relu", ["b"], ["c"], "/encoder/relu"),
        helper.make_node("MatMul", ["c", "down"], ["h"], "/encoder/down"),
        helper.make_node("MatMul", ["h", "head"], ["tag"], "/head"),
    ]
    floats, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    made = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("ids", whole, ["batch", "pieces"])],
        [helper.make_tensor_value_info(name, floats, None) for name in ("h", "tag")],
        [numpy_helper.from_array(value.astype(np.float32), key) for key, value in numbers.items()],
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def run(model, ids):
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(["h", "tag"], {"ids": ids})


@pytest.fixture(scope="module")
def windows():
    rng = np.random.default_rng(1)
    return [{"ids": rng.integers(0, ROWS, (1, 20))} for _ in range(60)]


@pytest.fixture(scope="module")
def small(windows):
    return quantise(graph(), windows, "/encoder/")


def test_the_result_is_nearly_the_same(small):
    ids = np.random.default_rng(2).integers(0, ROWS, (1, 50))
    for exact, found in zip(run(graph(), ids), run(small, ids), strict=True):
        assert np.abs(found - exact).max() < 0.05 * np.abs(exact).max()
        assert np.linalg.norm(found - exact) < 0.02 * np.linalg.norm(exact)


def test_only_what_is_named_becomes_integers(small):
    kept = {t.name: t.data_type for t in small.graph.initializer}
    assert "head" in kept and not {"rows", "up", "down"} & set(kept)
    integers = [name for name, kind in kept.items() if kind == onnx.TensorProto.INT8]
    assert len(integers) == 3
    assert len(small.SerializeToString()) < 0.4 * len(graph().SerializeToString())


def test_neighbours_change_nothing(small):
    ids = np.random.default_rng(3).integers(0, ROWS, (4, 12))
    together = run(small, ids)
    for i in range(4):
        for all_rows, one in zip(together, run(small, ids[i : i + 1]), strict=True):
            assert np.array_equal(all_rows[i], one[0])


def test_ranges_are_of_each_feature(windows):
    ranges = measure_ranges(graph(), ["x"], windows)["x"]
    seen = np.concatenate([run_rows(w["ids"]) for w in windows])
    assert np.allclose(ranges.low, np.minimum(seen.min(0), 0))
    assert np.allclose(ranges.high, np.maximum(seen.max(0), 0))
    assert np.allclose(ranges.reach, np.abs(seen).max(0))


def run_rows(ids):
    rows = next(t for t in graph().graph.initializer if t.name == "rows")
    return numpy_helper.to_array(rows)[ids[0]]


def test_rounding_is_to_half_a_step():
    weights = np.random.default_rng(4).normal(size=(9, 5)).astype(np.float32)
    integers, scales = rounded(weights, 0)
    assert integers.dtype == np.int8 and scales.shape == (1, 5)
    assert (np.abs(integers * scales - weights) <= scales / 2 + 1e-6).all()
    assert np.abs(integers).max(0).tolist() == [127] * 5
