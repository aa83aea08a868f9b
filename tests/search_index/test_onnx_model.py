"""An operator's model: used when it is the one that was meant, refused with the reason otherwise. The models are made
here, of a few numbers; no test brings weights."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from search_index.infrastructure.embedders import onnx_model
from search_index.infrastructure.embedders.onnx_model import ModelUnusable, OnnxEmbedder, from_settings

SIDE, DIM = 8, 5


def model(*, shape: tuple[Any, ...] = ("n", 3, SIDE, SIDE), outputs: tuple[str, ...] = ("image_embeds",)) -> bytes:
    """Flattens the picture and multiplies it."""
    weights = np.random.default_rng(1).normal(size=(3 * SIDE * SIDE, DIM)).astype(np.float32)
    nodes = [helper.make_node("Flatten", ["pixels"], ["flat"], axis=1)]
    nodes += [helper.make_node("MatMul", ["flat", "weights"], [name]) for name in outputs]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", DIM]) for name in outputs],
        [numpy_helper.from_array(weights, "weights")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return bytes(made.SerializeToString())


def kept(tmp_path: Path, content: bytes) -> tuple[Path, str]:
    file = tmp_path / "model.onnx"
    file.write_bytes(content)
    return file, hashlib.sha256(content).hexdigest()


def embedder_of(tmp_path: Path, content: bytes, family: str = "clip") -> OnnxEmbedder:
    file, sha256 = kept(tmp_path, content)
    return OnnxEmbedder.of(file, sha256=sha256, family=family)


def test_pictures_become_vectors_of_the_models_own_size(tmp_path: Path) -> None:
    embedder = embedder_of(tmp_path, model())
    pictures = [Image.new("RGB", (40, 20), "red"), Image.new("RGB", (20, 40), "blue"), Image.new("RGB", (9, 9), "red")]
    vectors = embedder.embed(pictures)
    assert (vectors.shape, str(vectors.dtype), embedder.dim, embedder.modality) == ((3, DIM), "float32", DIM, "image")
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert not np.allclose(vectors[0], vectors[1], atol=0.01)


def test_its_id_is_that_of_its_weights(tmp_path: Path) -> None:
    file, sha256 = kept(tmp_path, model())
    assert OnnxEmbedder.of(file, sha256=sha256.upper(), family="clip").id == f"onnx-{sha256[:16]}"


def test_families_see_the_same_picture_in_their_own_way(tmp_path: Path) -> None:
    picture = [Image.new("RGB", (20, 20), "orange")]
    clip, siglip = (embedder_of(tmp_path, model(), family).embed(picture) for family in ("clip", "siglip"))
    assert not np.allclose(clip, siglip, atol=0.001)


def test_of_several_outputs_the_one_named_as_a_vector_is_taken(tmp_path: Path) -> None:
    one = embedder_of(tmp_path, model(outputs=("logits", "image_embeds")))
    assert one.embed([Image.new("RGB", (9, 9))]).shape == (1, DIM)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no model", "no ONNX model"),
        (model(shape=("n", SIDE * SIDE * 3)), "not pictures"),
        (model(shape=("n", 3, "h", "w")), "how large|not pictures"),
        (model(outputs=("a", "b")), "none or several"),
    ],
    ids=["garbage", "no picture goes in", "of any size", "two vectors"],
)
def test_a_model_of_another_form_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ModelUnusable, match=said):
        embedder_of(tmp_path, content)


def test_other_weights_than_were_meant_are_refused(tmp_path: Path) -> None:
    file, _ = kept(tmp_path, model())
    with pytest.raises(ModelUnusable, match="SHA-256"):
        OnnxEmbedder.of(file, sha256="0" * 64, family="clip")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="can't be read"):
        OnnxEmbedder.of(tmp_path / "nothing.onnx", sha256="0" * 64, family="clip")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, sha256 = kept(tmp_path, model())
    monkeypatch.setattr(onnx_model, "LARGEST_FILE", 100)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(ModelUnusable, match="bytes"):
        OnnxEmbedder.of(file, sha256=sha256, family="clip")


def test_an_unknown_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="clip, siglip"):
        embedder_of(tmp_path, model(), "resnet")


def test_without_the_runtime_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelUnusable, match="pip install onnxruntime"):
        embedder_of(tmp_path, model())


def test_weights_that_lie_elsewhere_are_not_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model may say that its numbers are in another file; the checksum says nothing of that file."""
    made = onnx.load_from_string(model())
    [weights] = made.graph.initializer
    (tmp_path / "weights.bin").write_bytes(weights.raw_data)
    onnx.external_data_helper.set_external_data(weights, "weights.bin")
    weights.ClearField("raw_data")
    monkeypatch.chdir(tmp_path.parent)
    with pytest.raises(ModelUnusable, match="no ONNX model"):
        embedder_of(tmp_path, made.SerializeToString())


def test_the_settings_name_it(tmp_path: Path, settings: Any) -> None:
    file, sha256 = kept(tmp_path, model())
    settings.ONNX_PICTURE_MODEL, settings.ONNX_PICTURE_MODEL_SHA256 = str(file), sha256
    settings.ONNX_PICTURE_MODEL_FAMILY = "siglip"
    assert from_settings().dim == DIM
