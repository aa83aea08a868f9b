"""Refusals: what the business says no to. Translated only at the edge, from the code and the facts."""

from typing import ClassVar


class Refusal(Exception):
    """The request was understood and refused.

    `code` is stable and names the reason; `facts` are the plain values a message in any language needs.
    Subclasses are declared beside the use case that raises them.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{self.code}: {facts}" if facts else self.code)


class NotFound(Refusal):
    """There is no such thing in this store. The same answer whether it never was or is another's."""

    code = "not_found"


class NotAllowed(Refusal):
    """The thing exists and this person may not do that to it."""

    code = "not_allowed"
