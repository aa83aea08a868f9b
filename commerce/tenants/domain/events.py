from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class StoreOpened(Event):
    tenant_id: int
