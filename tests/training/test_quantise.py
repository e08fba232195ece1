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
CARRIED = {"/out": "/value", "/down": "/up"}


def graph(seed=0):
    """Rows of an embedding, and products: two around a mean over words, two around a function of
    each feature, the first of which widens and the second narrows; and one that stays out.
    """
    rng = np.random.default_rng(seed)
    numbers = {
        "rows": rng.normal(size=(ROWS, WIDTH)),
        "query": rng.normal(size=(WIDTH, WIDTH)),
        "query_bias": rng.normal(size=WIDTH),
        "value": rng.normal(size=(WIDTH, WIDTH)),
        "value_bias": rng.normal(size=WIDTH),
        "out": rng.normal(size=(WIDTH, WIDTH)),
        "out_bias": rng.normal(size=WIDTH),
        "up": rng.normal(size=(WIDER, WIDTH)),
        "up_bias": rng.normal(size=WIDER),
        "down": rng.normal(size=(WIDER, WIDTH)),
        "down_bias": rng.normal(size=WIDTH),
        "head": rng.normal(size=(WIDTH, 3)),
    }
    # Some features are far larger than the others, as in transformers.
    numbers["rows"][:, 5] *= 30
    numbers["value"][:, 3] *= 30
    numbers["up"][[40, 7]] *= 30

    def product(value, name, **options):
        inputs = [value, name, f"{name}_bias"]
        return helper.make_node("Gemm", inputs, [f"{name}_of"], f"/encoder/{name}", **options)

    nodes = [
        helper.make_node("Gather", ["rows", "ids"], ["x"], "/encoder/pieces"),
        product("x", "query"),
        product("x", "value"),
        helper.make_node("ReduceMean", ["value_of"], ["mean"], "/mean", axes=[0]),
        helper.make_node("Add", ["value_of", "mean"], ["mixed"], "/encoder/mixed"),
        product("mixed", "out"),
        helper.make_node("Add", ["out_of", "query_of"], ["y"], "/encoder/sum"),
        product("y", "up", transB=1),
        helper.make_node("Relu", ["up_of"], ["relu"], "/encoder/relu"),
        product("relu", "down"),
        helper.make_node("MatMul", ["down_of", "head"], ["tag"], "/head"),
    ]
    floats, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    made = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("ids", whole, ["pieces"])],
        [
            helper.make_tensor_value_info(name, floats, None)
            for name in ("query_of", "out_of", "down_of", "tag")
        ],
        [numpy_helper.from_array(value.astype(np.float32), key) for key, value in numbers.items()],
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def run(model, ids):
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(["query_of", "out_of", "down_of", "tag"], {"ids": ids})


@pytest.fixture(scope="module")
def windows():
    rng = np.random.default_rng(1)
    return [{"ids": rng.integers(0, ROWS, 20)} for _ in range(60)]


@pytest.fixture(scope="module")
def small(windows):
    return quantise(graph(), windows, ["/encoder/"], CARRIED)


def test_the_result_is_nearly_the_same(small):
    ids = np.random.default_rng(2).integers(0, ROWS, 50)
    for exact, found in zip(run(graph(), ids), run(small, ids), strict=True):
        assert np.abs(found - exact).max() < 0.05 * np.abs(exact).max()
        assert np.linalg.norm(found - exact) < 0.03 * np.linalg.norm(exact)


def test_only_what_is_named_becomes_integers(small):
    kept = {t.name: t.data_type for t in small.graph.initializer}
    assert "head" in kept and not {"rows", "query", "value", "out", "up", "down"} & set(kept)
    integers = [name for name, kind in kept.items() if kind == onnx.TensorProto.INT8]
    assert len(integers) == 6
    assert len(small.SerializeToString()) < 0.4 * len(graph().SerializeToString())


def test_what_one_product_asks_of_another_takes_no_time(small):
    steps = [node.op_type for node in small.graph.node]
    # Of what the embedding and the sum hand on; not of the mean, nor of the function.
    assert steps.count("QuantizeLinear") == 4
    assert steps.count("Mul") == 2 + 1  # the embedding's own scale
    assert steps.count("Slice") == 1


def test_where_nothing_is_known_of_earlier_products(windows):
    ids = np.random.default_rng(2).integers(0, ROWS, 50)
    alone = quantise(graph(), windows, ["/encoder/"], {})
    assert [node.op_type for node in alone.graph.node].count("Mul") == 4 + 1
    for exact, found in zip(run(graph(), ids), run(alone, ids), strict=True):
        assert np.linalg.norm(found - exact) < 0.03 * np.linalg.norm(exact)


def test_ranges_are_of_each_feature(windows):
    ranges = measure_ranges(graph(), ["x"], windows)["x"]
    seen = np.concatenate([run_rows(w["ids"]) for w in windows])
    assert np.allclose(ranges.low, np.minimum(seen.min(0), 0))
    assert np.allclose(ranges.high, np.maximum(seen.max(0), 0))
    assert np.allclose(ranges.reach, np.abs(seen).max(0))


def run_rows(ids):
    rows = next(t for t in graph().graph.initializer if t.name == "rows")
    return numpy_helper.to_array(rows)[ids]


def test_rounding_is_to_half_a_step():
    weights = np.random.default_rng(4).normal(size=(9, 5)).astype(np.float32)
    integers, scales = rounded(weights, 0)
    assert integers.dtype == np.int8 and scales.shape == (1, 5)
    assert (np.abs(integers * scales - weights) <= scales / 2 + 1e-6).all()
    assert np.abs(integers).max(0).tolist() == [127] * 5
