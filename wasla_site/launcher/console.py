"""What the person at the terminal reads."""

import contextlib
import sys


def say(text: str = "") -> None:
    """Writes one line at once. A terminal that has gone away is no reason to stop cleaning up."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
