"""Running the encoder: one process for each picture, which ends within its limits whatever the file is."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commerce.media.application import encoder
from commerce.media.domain.policies import (
    MEMORY,
    MOST_PIXELS,
    MOST_PROGRESSIVE_PIXELS,
    PROCESSOR_SECONDS,
    SECONDS,
)

RULES = {
    "memory": MEMORY,
    "seconds": PROCESSOR_SECONDS,
    "most_pixels": MOST_PIXELS,
    "most_progressive_pixels": MOST_PROGRESSIVE_PIXELS,
}
# Isolated: neither the working folder nor variables of the environment say what is imported.
COMMAND = [sys.executable, "-I", "-B", str(Path(encoder.__file__)), json.dumps(RULES)]
# One heap: each thread's own would count against the limit before anything is in it.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}


@dataclass(frozen=True, slots=True)
class Encoded:
    """`ended` is 0 with the picture in `webp`, or why there is none, as the encoder says; `facts` go with that."""

    ended: int
    webp: bytes = b""
    facts: dict[str, Any] = field(default_factory=dict)


def encode(content: bytes, *, longest_side: int) -> Encoded:
    """The encoder's answer: a picture of at most so many pixels a side, or why not.

    Killed for its memory or its time, it has said that the picture is too heavy.
    """
    try:
        answer = subprocess.run(  # noqa: S603 - our own program
            [*COMMAND, str(longest_side)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env=ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Encoded(encoder.TOO_HEAVY)
    if answer.returncode == 0:
        return Encoded(0, webp=answer.stdout)
    if answer.returncode == encoder.TOO_MANY_PIXELS:
        return Encoded(encoder.TOO_MANY_PIXELS, facts=json.loads(answer.stdout))
    return Encoded(encoder.NOT_A_PICTURE if answer.returncode == encoder.NOT_A_PICTURE else encoder.TOO_HEAVY)
