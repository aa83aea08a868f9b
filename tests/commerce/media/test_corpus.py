"""What is sent as a picture is refused or made our own, in a process of at most 300 MiB and 10 seconds."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from commerce.core.errors import Refusal
from commerce.media.application.encoding import COMMAND, ENVIRONMENT
from commerce.media.application.use_cases.accept_picture import PictureTooHeavy, accept_picture
from commerce.media.domain.policies import LARGEST_FILE, LONGEST_SIDE, MEMORY, SECONDS
from tests.commerce.media import measuring
from tests.commerce.media.corpus import KEPT, MARK, files, saved

FILES = files()


@dataclass(frozen=True, slots=True)
class Measured:
    """Of the encoder's process: how it ended, the most memory it had in MiB, and its seconds."""

    ended: int
    mebibytes: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Measure:
    """Stands before a command, and says of its process what there was to say."""

    figures: Path

    def before(self, command: list[str]) -> list[str]:
        """Through a small process: the kernel counts for a child what its parent had when it was made."""
        return [sys.executable, "-I", "-S", str(Path(measuring.__file__)), str(self.figures), *command]

    def measured(self) -> Measured:
        ended, kibibytes, seconds = json.loads(self.figures.read_text())
        return Measured(ended, kibibytes / 1024, seconds)

    def of(self, command: list[str]) -> Measured:
        subprocess.run(self.before(command), input=b"", capture_output=True, env=ENVIRONMENT, check=False)
        return self.measured()


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    return Measure(tmp_path / "figures")


@pytest.fixture
def encoder_measured(measure: Measure, monkeypatch: pytest.MonkeyPatch) -> Measure:
    """Whatever is encoded is measured."""
    monkeypatch.setattr("commerce.media.application.encoding.COMMAND", measure.before(COMMAND))
    return measure


def kept_or_refused(content: bytes) -> bytes | str:
    try:
        return accept_picture(file=io.BytesIO(content)).read()
    except Refusal as refusal:
        return refusal.code


def test_the_measure_sees_memory_and_the_limit_holds(measure: Measure) -> None:
    """Not to be trusted unless it sees what a process takes, and that the encoder could not take more."""
    greedy = "import resource, sys; x = bytearray(400 * 2**20); sys.stdin.buffer.read()"
    assert measure.of([sys.executable, "-I", "-c", greedy]).mebibytes > 390
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY})); {greedy}"
    taken = measure.of([sys.executable, "-I", "-c", limited])
    assert taken.ended == 1
    assert taken.mebibytes < 100
    with pytest.raises(PictureTooHeavy):
        accept_picture(file=io.BytesIO(saved("WEBP", (4_000, 3_000), "RGBA", lossless=True, method=0)))


def test_a_decoder_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    for_ever = [sys.executable, "-I", "-c", "import sys; sys.stdin.buffer.read()\nwhile True: pass"]
    monkeypatch.setattr("commerce.media.application.encoding.COMMAND", for_ever)
    monkeypatch.setattr("commerce.media.application.encoding.SECONDS", 0.5)
    with pytest.raises(PictureTooHeavy):
        accept_picture(file=io.BytesIO(saved("PNG")))


def test_there_are_enough() -> None:
    assert len(FILES) >= 60
    assert len({name for name, _, _ in FILES}) == len(FILES)


@pytest.mark.sampled(every=6)
@pytest.mark.parametrize(("outcome", "make"), [file[1:] for file in FILES], ids=[file[0] for file in FILES])
def test_refused_or_made_our_own(outcome: str, make: Callable[[], bytes], encoder_measured: Measure) -> None:
    content = make()
    assert len(content) <= LARGEST_FILE, "this must be decided by the decoder"
    answer = kept_or_refused(content)
    used = encoder_measured.measured()
    assert used.mebibytes * 1024**2 <= MEMORY, used
    assert used.seconds <= SECONDS, used
    if outcome == KEPT:
        assert isinstance(answer, bytes), f"{answer}, {used}"
        assert MARK not in answer
        with Image.open(io.BytesIO(answer)) as kept:
            kept.load()
            assert (kept.format, getattr(kept, "n_frames", 1)) == ("WEBP", 1)
            assert max(kept.size) <= LONGEST_SIDE
            assert not {"exif", "xmp", "icc_profile"} & kept.info.keys()
    else:
        assert isinstance(answer, str), f"kept, {used}"
    print(f"{outcome:8} {used.ended:3} {used.mebibytes:6.0f} MiB {used.seconds:5.1f} s")  # noqa: T201
