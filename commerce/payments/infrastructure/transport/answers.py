"""What a call to a gateway comes to: an answer that can be read, or the knowledge that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commerce.payments.domain.values import Outcome, Snapshot


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is JSON with its numbers as Decimal or int, never a float. `evidence` is the SHA-256 of its bytes."""

    status: int
    body: Any
    evidence: str


class Unanswered(Exception):
    """There is no answer to go by. `code` says why, and holds nothing of what was sent."""

    outcome = Outcome.UNKNOWN

    def __init__(self, code: str, *, needs_operator: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.needs_operator = needs_operator

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.outcome, code=self.code, needs_operator=self.needs_operator)


class NotSent(Unanswered):
    """Not one byte of the request left: the call may be repeated."""

    outcome = Outcome.NOT_SENT


class NoClearAnswer(Unanswered):
    """The request may have arrived: a time-out, a reset, a 5xx, an answer that is not JSON."""


def unsupported() -> Snapshot:
    """The gateway has nothing of the kind, so nothing was sent."""
    return Snapshot(Outcome.NOT_SENT, code="unsupported")


def text_at(body: Any, *path: str) -> str:
    """The text, or the number as text, at the end of the path; empty where there is none."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return str(body) if isinstance(body, str | int) and not isinstance(body, bool) else ""
