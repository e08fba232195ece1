"""8-bit integers in place of most of an exported graph's numbers.

Weights get a scale for each output channel, embeddings one for each row. What the layers hand on
is measured once, on windows of the training corpora, and rounded on a fixed scale: nothing is
then looked for in the text that is read, and a window's result does not depend on what else
stands in it or beside it, as it does where the range is taken from each text anew.

A few features of a transformer are ten times as large as the rest and would make that scale too
coarse for all others. Where the product widens its input, each feature is scaled before it and its
weights the other way (Xiao et al. 2023, SmoothQuant); where it narrows its input, the features that
reach furthest are left in full precision (Dettmers et al. 2022, LLM.int8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

Floats = NDArray[np.float32]
Feed = Mapping[str, NDArray[Any]]

#: How far the scale of a feature follows the feature rather than its weights.
FOLLOWS = 0.8
#: Features that stay in full precision where a product narrows its input.
APART = 8
#: Room above what was measured.
MARGIN = 1.05
#: An embedding with fewer numbers is not worth the rounding.
LARGE = 100_000


@dataclass(frozen=True, slots=True)
class Range:
    """The lowest and highest value of each feature: (features,)."""

    low: Floats
    high: Floats

    @property
    def reach(self) -> Floats:
        """The largest absolute value of each feature."""
        return np.maximum(np.maximum(self.high, -self.low), 1e-5)


def quantise(model: onnx.ModelProto, windows: Sequence[Feed], within: str) -> onnx.ModelProto:
    """The same graph with the products and embeddings of the nodes named ``within`` in 8 bits.

    ``windows`` are inputs of the graph, a few hundred, of the kind of text it will read.
    """
    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    chosen = [node for node in graph.node if within in node.name]
    products = [n for n in chosen if n.op_type == "MatMul" and n.input[1] in constants]
    ranges = measure_ranges(model, [n.input[0] for n in products], windows)
    writer = _Writer(constants)
    biases = _biases(graph, products, constants)
    added = {id(add) for add, _ in biases.values()}
    for node in graph.node:
        if id(node) in added:
            continue
        if any(node is product for product in products):
            add, bias = biases.get(node.name, (None, ""))
            output = add.output[0] if add is not None else node.output[0]
            writer.product(node, ranges[node.input[0]], bias, output)
        elif within in node.name and _is_embedding(node, constants):
            writer.embedding(node)
        else:
            writer.nodes.append(node)
    out = onnx.ModelProto()
    out.CopyFrom(model)
    del out.graph.node[:]
    out.graph.node.extend(writer.nodes)
    used = {name for node in writer.nodes for name in node.input}
    used.update(value.name for value in graph.output)
    del out.graph.initializer[:]
    out.graph.initializer.extend(t for name, t in constants.items() if name in used)
    if not any(opset.domain == "com.microsoft" for opset in out.opset_import):
        out.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return out


def measure_ranges(
    model: onnx.ModelProto, names: Iterable[str], windows: Sequence[Feed]
) -> dict[str, Range]:
    """The range of each feature (last axis) of the named values over all windows."""
    import onnxruntime

    names = list(dict.fromkeys(names))
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    del watched.graph.output[:]
    watched.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names
    )
    session = onnxruntime.InferenceSession(
        watched.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    low: dict[str, Floats] = {}
    high: dict[str, Floats] = {}
    for window in windows:
        for name, value in zip(names, session.run(names, dict(window)), strict=True):
            rows = value.reshape(-1, value.shape[-1])
            low[name] = np.minimum(low.get(name, np.float32(0)), rows.min(0))
            high[name] = np.maximum(high.get(name, np.float32(0)), rows.max(0))
    return {name: Range(low[name], high[name]) for name in names}


def rounded(weights: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Integers from -127 to 127, and the scales that make them the weights again.

    ``axis`` is the one over which a scale is shared.
    """
    scales = np.maximum(np.abs(weights).max(axis, keepdims=True), 1e-9) / 127
    return np.round(weights / scales).astype(np.int8), scales.astype(np.float32)


def _is_embedding(node: onnx.NodeProto, constants: Mapping[str, onnx.TensorProto]) -> bool:
    if node.op_type != "Gather" or node.input[0] not in constants:
        return False
    tensor = constants[node.input[0]]
    is_float = tensor.data_type == onnx.TensorProto.FLOAT
    return is_float and len(tensor.dims) == 2 and int(np.prod(tensor.dims)) >= LARGE


def _biases(
    graph: onnx.GraphProto,
    products: Sequence[onnx.NodeProto],
    constants: Mapping[str, onnx.TensorProto],
) -> dict[str, tuple[onnx.NodeProto, str]]:
    """For the products to whose result alone a constant is added: that node, and the constant."""
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    out = {}
    for product in products:
        following = readers.get(product.output[0], [])
        if len(following) == 1 and following[0].op_type == "Add":
            others = [name for name in following[0].input if name in constants]
            if others:
                out[product.name] = following[0], others[0]
    return out


class _Writer:
    """Collects the nodes of the new graph, and adds to its constants."""

    def __init__(self, constants: dict[str, onnx.TensorProto]) -> None:
        self.constants = constants
        self.nodes: list[onnx.NodeProto] = []

    def product(self, node: onnx.NodeProto, seen: Range, bias: str, output: str) -> None:
        """A matrix product in integers: ``input[0]`` times a constant, plus a constant."""
        name, value = node.name, node.input[0]
        weights: Floats = numpy_helper.to_array(self.constants[node.input[1]]).astype(np.float32)
        low, high = seen.low, seen.high
        apart = ""
        if weights.shape[0] > weights.shape[1]:
            far = np.sort(np.argsort(-seen.reach)[:APART])
            apart = self._apart(name, value, far, weights[far])
            weights, low, high = weights.copy(), low.copy(), high.copy()
            weights[far] = low[far] = high[far] = 0
        else:
            scale = _smoothing(seen, weights)
            weights, low, high = weights * scale[:, None], low / scale, high / scale
            value = self._node("Mul", [value, self._constant(name, "scale", 1 / scale)], name)
        step = MARGIN * (high.max() - low.min()) / 255
        zero = np.round(-MARGIN * low.min() / step)
        integers, scales = rounded(weights, 0)
        steps = self._constant(name, "step", np.array(step, np.float32))
        zeros = self._constant(name, "zero", np.array(zero, np.uint8))
        value = self._node("QuantizeLinear", [value, steps, zeros], name)
        inputs = [
            value,
            self._constant(name, "integers", integers),
            steps,
            self._constant(name, "scales", scales[0]),
            zeros,
            "",
            bias,
        ]
        whole = f"{name}/integer" if apart else output
        self.nodes.append(
            helper.make_node(
                "MatMulIntegerToFloat", inputs, [whole], f"{name}/product", domain="com.microsoft"
            )
        )
        if apart:
            self.nodes.append(helper.make_node("Add", [whole, apart], [output], f"{name}/sum"))

    def embedding(self, node: onnx.NodeProto) -> None:
        """Rows looked up as integers and scaled after."""
        name, rows = node.name, node.input[1]
        integers, scales = rounded(numpy_helper.to_array(self.constants[node.input[0]]), 1)
        whole = self._node("Gather", [self._constant(name, "integers", integers), rows], name)
        scale = self._node("Gather", [self._constant(name, "scales", scales), rows], name, "of_row")
        number = self._node("Cast", [whole], name, to=onnx.TensorProto.FLOAT)
        self.nodes.append(helper.make_node("Mul", [number, scale], list(node.output), name))

    def _apart(self, name: str, value: str, features: NDArray[np.int64], weights: Floats) -> str:
        index = self._constant(name, "far", features)
        picked = self._node("Gather", [value, index], name, "far_features", axis=-1)
        return self._node("MatMul", [picked, self._constant(name, "far_weights", weights)], name)

    def _constant(self, name: str, what: str, value: NDArray[Any]) -> str:
        key = f"{name}/{what}"
        self.constants[key] = numpy_helper.from_array(value, key)
        return key

    def _node(self, kind: str, inputs: list[str], name: str, what: str = "", **options: Any) -> str:
        output = f"{name}/{what or kind}"
        self.nodes.append(helper.make_node(kind, inputs, [output], f"{output}_node", **options))
        return output


def _smoothing(seen: Range, weights: Floats) -> Floats:
    """(features,): by what to divide each feature and multiply its weights; 1 on average."""
    largest = np.maximum(np.abs(weights).max(1), 1e-5)
    scale = seen.reach**FOLLOWS / largest ** (1 - FOLLOWS)
    out: Floats = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
    return out
