"""Where letters end: each leaves one line in a file, and none is lost with its process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

LETTERS = "CRASHES_LETTERS"


class Letterbox(BaseEmailBackend):
    def send_messages(self, letters: Sequence[Any]) -> int:
        file = os.open(os.environ[LETTERS], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            for letter in letters:
                os.write(file, f"{letter.to[0]}\t{letter.subject}\n".encode())
        finally:
            os.close(file)
        return len(letters)
