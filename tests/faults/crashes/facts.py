"""What every process of a run is told, by one file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

SHOPS = ("noor", "souq")
WAYS = ("hyperpay", "hyperpay_mada", "paytabs", "moyasar", "cash_on_delivery")
# Where, and by which way, money is held first.
HOLDING = ("noor", "hyperpay")
ROLES = ("web", "worker", "beat", "relay", "reconciler", "staff")


@dataclass(frozen=True, slots=True)
class Facts:
    """`deaths`: how often somebody is to die at each point. `port`: where the site answers. `pace`: how many seconds of
    the shops pass in one."""

    folder: Path
    seed: int
    deaths: int
    port: int
    pace: float

    @property
    def clock(self) -> Path:
        return self.folder / "clock"

    @property
    def furnished(self) -> Path:
        """What the furnishing leaves: by shop, its variants and where its gateways call."""
        return self.folder / "furnished.json"

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def write(self) -> Path:
        path = self.folder / "facts.json"
        path.write_text(json.dumps(asdict(self) | {"folder": str(self.folder)}))
        return path


def read_facts(path: Path) -> Facts:
    stored = json.loads(path.read_text())
    return Facts(**stored | {"folder": Path(stored["folder"])})
