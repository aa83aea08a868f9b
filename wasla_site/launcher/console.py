"""What the person at the terminal reads."""

import contextlib
import sys


def say(text: str = "") -> None:
    """Writes one line at once. A terminal that has gone away is no reason to stop cleaning up."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def say_beside(text: str) -> None:
    """The same, not among what a shell reads."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
