"""Events: what happened. Plain Python, so that rules can name them; `outbox` carries them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """A fact in the past tense, of plain values JSON can carry: ids, never objects. Its store is the scope's."""

    @classmethod
    def name(cls) -> str:
        """`<module>.<Class>`, as stored with each delivery."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"
