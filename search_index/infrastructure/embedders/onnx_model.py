"""Pictures as vectors by a neural model (CLIP, SigLIP) in the ONNX form, whose file the operator brings.

`ONNX_PICTURE_MODEL` is the file's path, `ONNX_PICTURE_MODEL_SHA256` what its bytes must sum to, and
`ONNX_PICTURE_MODEL_FAMILY` says which colours it is used to. The runtime is the optional extra `onnx`. Nothing is ever
fetched. A model sees what a thing is, so it finds more than descriptors do, at some hundred times their cost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from search_index.domain.vectors import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

# CLIP's and SigLIP's base models have 350 MB; what is larger is no model for a shop's server.
LARGEST_FILE = 1024**3
# Means and deviations of red, green and blue that pictures are brought to, as the models' own cards tell.
FAMILIES = {
    "clip": ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)),
    "siglip": ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
}
# What exporters call the vector of a whole picture, the best first.
VECTOR_NAMES = ("image_embeds", "pooler_output", "embedding")


class ModelUnusable(ImproperlyConfigured):
    """The operator's model can't be used as it is; the text says why, and what to do."""


def from_settings() -> OnnxEmbedder:
    """As the settings say. Raises ModelUnusable."""
    return OnnxEmbedder.of(
        Path(settings.ONNX_PICTURE_MODEL),
        sha256=settings.ONNX_PICTURE_MODEL_SHA256,
        family=settings.ONNX_PICTURE_MODEL_FAMILY,
    )


@dataclass(frozen=True)
class OnnxEmbedder:
    """An `Embedder` whose id is that of its weights."""

    session: Any
    id: str
    family: str
    modality: str = "image"

    @classmethod
    def of(cls, file: Path, *, sha256: str, family: str) -> OnnxEmbedder:
        """Raises ModelUnusable."""
        if family not in FAMILIES:
            raise ModelUnusable(f"ONNX_PICTURE_MODEL_FAMILY must be one of {', '.join(FAMILIES)}, not “{family}”.")
        embedder = cls(_session(_trusted(file, sha256)), f"onnx-{sha256[:16].lower()}", family)
        if not isinstance(embedder.dim, int) or not isinstance(embedder.side, int):
            raise ModelUnusable(f"{file} does not say how large its pictures and its vectors are.")
        return embedder

    @cached_property
    def side(self) -> int:
        """Pictures are squares of so many pixels a side: the model's only input has the shape (n, 3, side, side)."""
        inputs = self.session.get_inputs()
        shape = inputs[0].shape
        if len(inputs) != 1 or len(shape) != 4 or shape[1] != 3 or shape[2] != shape[3]:
            raise ModelUnusable(
                f"The model takes {[each.shape for each in inputs]}, not pictures of (n, 3, side, side)."
            )
        return shape[2]

    @cached_property
    def _output(self) -> Any:
        outputs = {each.name: each for each in self.session.get_outputs() if len(each.shape) == 2}
        named = [outputs[name] for name in VECTOR_NAMES if name in outputs] or list(outputs.values())
        if len(named) == 1 or (named and named[0].name in VECTOR_NAMES):
            return named[0]
        raise ModelUnusable(f"The model gives {sorted(outputs)}, none or several of which are vectors of a picture.")

    @property
    def dim(self) -> int:
        return self._output.shape[1]

    def embed(self, batch: Sequence[Image.Image]) -> NDArray[np.float32]:
        pixels = np.stack([self._seen(picture) for picture in batch])
        [vectors] = self.session.run([self._output.name], {self.session.get_inputs()[0].name: pixels})
        return unit(vectors)

    def _seen(self, picture: Image.Image) -> NDArray[np.float32]:
        """On white, whole: models are taught on cut-outs of the middle, but goods reach to the edge."""
        ground = Image.new("RGB", (max(picture.size),) * 2, "white")
        ground.paste(picture, ((ground.width - picture.width) // 2, (ground.height - picture.height) // 2))
        small = ground.resize((self.side, self.side), Image.Resampling.BICUBIC)
        mean, deviation = (np.array(each, dtype=np.float32) for each in FAMILIES[self.family])
        return ((np.asarray(small, dtype=np.float32) / 255 - mean) / deviation).transpose(2, 0, 1).astype(np.float32)


def _trusted(file: Path, sha256: str) -> bytes:
    """The file's bytes, which are those the operator meant. They are what is used: nothing is read twice."""
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise ModelUnusable(f"{file} has {size} bytes; a model has {LARGEST_FILE} at most.")
        content = file.read_bytes()
    except OSError as error:
        raise ModelUnusable(f"The model {file} can't be read: {error.strerror}.") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256.lower():
        raise ModelUnusable(f"{file} has the SHA-256 {found}, not “{sha256}” as ONNX_PICTURE_MODEL_SHA256 says.")
    return content


def _session(content: bytes) -> Any:
    try:
        import onnxruntime  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise ModelUnusable(
            "An ONNX model needs onnxruntime, which is not installed: pip install onnxruntime."
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelUnusable(f"This is no ONNX model that can be run: {error}") from error
