"""8-bit integers in place of most of an exported graph's numbers.

Weights get a scale for each output channel, embeddings one for each row. What the layers hand on
is measured once, on windows of the training corpora, and rounded on a fixed scale: nothing is
then looked for in the text that is read, and a window's result does not depend on what else
stands in it or beside it, as it does where the range is taken from each text anew.

A few features of a transformer are ten times as large as the rest and would make that scale too
coarse for all others. Each feature is scaled before the product and its weights the other way (Xiao
et al. 2023, SmoothQuant); where a product narrows what comes out of another function, the features
that reach furthest are left in full precision (Dettmers et al. 2022, LLM.int8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Product:
    """A matrix product of the graph: ``value`` times ``weights``, plus ``bias``."""

    node: onnx.NodeProto
    weights: Floats
    """(inputs, outputs)"""
    bias: Floats
    """(outputs,)"""
    seen: Range
    """Of the inputs."""
    divided: Floats | None = None
    """By what the inputs are still to be divided."""
    apart: int = 0
    """So many inputs, the first, stay in full precision."""

    @property
    def name(self) -> str:
        """The node's."""
        return str(self.node.name)

    @property
    def value(self) -> str:
        """What is multiplied."""
        return str(self.node.input[0])

    def with_inputs(self, order: NDArray[np.int64], scale: Floats | None = None) -> Product:
        """For inputs in another order, which are then each divided by ``scale``."""
        scale = np.ones(len(order), np.float32) if scale is None else scale
        seen = Range(self.seen.low[order] / scale, self.seen.high[order] / scale)
        return replace(self, weights=self.weights[order] * scale[:, None], seen=seen)

    def with_outputs(self, order: NDArray[np.int64], scale: Floats | None = None) -> Product:
        """With outputs in another order, which are then each divided by ``scale``."""
        scale = np.ones(len(order), np.float32) if scale is None else scale
        return replace(self, weights=self.weights[:, order] / scale, bias=self.bias[order] / scale)


def quantise(
    model: onnx.ModelProto,
    windows: Sequence[Feed],
    within: Sequence[str],
    carried: Mapping[str, str],
) -> onnx.ModelProto:
    """The same graph with products and embeddings in 8 bits where a node's name has one of
    ``within``.

    ``windows`` are inputs of the graph, a few hundred, of the kind of text it will read.
    ``carried`` names products (by a part of their nodes' names and what stands there in the other
    one's) whose inputs are the outputs of an earlier one, which were added up among words or, if
    the product has fewer outputs than inputs, put each by itself through one function. The earlier
    product's weights can then bring its outputs to the scale or the order that is wanted, which
    takes no time.
    """
    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    products = prepared(read_products(model, windows, within), carried)
    writer = _Writer(constants)
    for node in graph.node:
        if node.name in products:
            writer.product(products[node.name])
        elif _is_named(node, within) and _is_embedding(node, constants):
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


def read_products(
    model: onnx.ModelProto, windows: Sequence[Feed], within: Sequence[str]
) -> dict[str, Product]:
    """The products with constants, by name."""
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = [
        node
        for node in model.graph.node
        if _is_named(node, within) and node.op_type == "Gemm" and node.input[1] in constants
    ]
    ranges = measure_ranges(model, [node.input[0] for node in nodes], windows)
    out = {}
    for node in nodes:
        weights, bias = (
            numpy_helper.to_array(constants[name]).astype(np.float32) for name in node.input[1:]
        )
        turned = any(each.name == "transB" and each.i for each in node.attribute)
        out[node.name] = Product(
            node, weights.T if turned else weights, bias, ranges[node.input[0]]
        )
    return out


def prepared(products: Mapping[str, Product], carried: Mapping[str, str]) -> dict[str, Product]:
    """The products as they are to be rounded."""
    together: dict[str, list[Floats]] = {}
    for product in products.values():
        together.setdefault(product.value, []).append(product.weights)
    out: dict[str, Product] = {}
    for name, product in products.items():
        inputs, outputs = product.weights.shape
        source = _source(name, carried)
        if source in out and inputs > outputs:
            order = np.argsort(-product.seen.reach, kind="stable")
            out[source] = out[source].with_outputs(order)
            out[name] = replace(product.with_inputs(order), apart=APART)
            continue
        # Products of one value share its rounding.
        scale = _smoothing(product.seen, np.concatenate(together[product.value], 1))
        same = np.arange(inputs)
        out[name] = product.with_inputs(same, scale)
        if source in out:
            out[source] = out[source].with_outputs(same, scale)
        else:
            out[name] = replace(out[name], divided=scale)
    return out


def _source(name: str, carried: Mapping[str, str]) -> str:
    for later, earlier in carried.items():
        if later in name:
            return name.replace(later, earlier)
    return ""


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


def _is_named(node: onnx.NodeProto, within: Sequence[str]) -> bool:
    return any(part in node.name for part in within)


def _is_embedding(node: onnx.NodeProto, constants: Mapping[str, onnx.TensorProto]) -> bool:
    if node.op_type != "Gather" or node.input[0] not in constants:
        return False
    tensor = constants[node.input[0]]
    is_float = tensor.data_type == onnx.TensorProto.FLOAT
    return is_float and len(tensor.dims) == 2 and int(np.prod(tensor.dims)) >= LARGE


class _Writer:
    """Collects the nodes of the new graph, and adds to its constants."""

    def __init__(self, constants: dict[str, onnx.TensorProto]) -> None:
        self.constants = constants
        self.nodes: list[onnx.NodeProto] = []
        self.integers: dict[str, tuple[str, str, str]] = {}

    def product(self, product: Product) -> None:
        """A product in integers, and the rest of it in full precision."""
        name, apart, weights = product.name, product.apart, product.weights.copy()
        low, high = product.seen.low.copy(), product.seen.high.copy()
        weights[:apart] = low[:apart] = high[:apart] = 0
        step = MARGIN * (high.max() - low.min()) / 255
        zero = np.round(-MARGIN * low.min() / step)
        value, steps, zeros = self._rounded(product, step, zero)
        integers, scales = rounded(weights, 0)
        inputs = [
            value,
            self._constant(name, "integers", integers),
            steps,
            self._constant(name, "scales", scales[0]),
            zeros,
            "",
            self._constant(name, "bias", product.bias),
        ]
        output = product.node.output[0]
        whole = f"{name}/integer" if apart else output
        self.nodes.append(
            helper.make_node(
                "MatMulIntegerToFloat", inputs, [whole], f"{name}/product", domain="com.microsoft"
            )
        )
        if apart:
            numbers = {"from": [0], "to": [apart], "axis": [1]}
            cut = [self._constant(name, key, np.array(x)) for key, x in numbers.items()]
            far = self._node("Slice", [product.value, *cut], name)
            far_weights = self._constant(name, "far_weights", product.weights[:apart])
            self.nodes.append(helper.make_node("Gemm", [far, far_weights, whole], [output], name))

    def embedding(self, node: onnx.NodeProto) -> None:
        """Rows looked up as integers and scaled after."""
        name, rows = node.name, node.input[1]
        integers, scales = rounded(numpy_helper.to_array(self.constants[node.input[0]]), 1)
        whole = self._node("Gather", [self._constant(name, "integers", integers), rows], name)
        scale = self._node("Gather", [self._constant(name, "scales", scales), rows], name, "of_row")
        number = self._node("Cast", [whole], name, to=onnx.TensorProto.FLOAT)
        self.nodes.append(helper.make_node("Mul", [number, scale], list(node.output), name))

    def _rounded(self, product: Product, step: float, zero: float) -> tuple[str, str, str]:
        """Its inputs in integers, their step and their zero, once for all products of them."""
        value = product.value
        if value not in self.integers:
            name, divided = f"{value}/rounded", value
            if product.divided is not None:
                scale = self._constant(name, "scale", 1 / product.divided)
                divided = self._node("Mul", [value, scale], name)
            steps = self._constant(name, "step", np.array(step, np.float32))
            zeros = self._constant(name, "zero", np.array(zero, np.uint8))
            whole = self._node("QuantizeLinear", [divided, steps, zeros], name)
            self.integers[value] = whole, steps, zeros
        return self.integers[value]

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
