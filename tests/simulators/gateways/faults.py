"""Switches for everything that can go wrong, each for some calls of one operation.

kinds on the way in:   delay (value: seconds), drop_before, error_before, throttle
kinds on the way out:  drop_after, error_after, not_json, half_body, drip, unknown_code,
                       tamper_amount (value: +1, x100 …), tamper_currency (value: a currency),
                       other_key, other_mode, other_merchant, other_page, swallow_key,
                       filter_ignored and short_pages (of Moyasar's lists),
                       not_yet (what was done a moment ago is not shown to who asks)
when the payer pays:   pending (value: approved or declined, on `settle`), long_pending, review,
                       late_success (the page takes a card after its time), page_stays_open (and another one after
                       it was paid or refused; HyperPay's widget does for as long as its checkout lives),
                       metadata_not_repeated (by a payment of an invoice of Moyasar's)
of webhooks:           webhook_first (before the answer to the named operation), webhook_never,
                       webhook_duplicate (value: how many), webhook_late (value: seconds), webhook_wrong_key,
                       webhook_unsigned, webhook_tampered, webhook_other_mode
"""

from __future__ import annotations

import random
from dataclasses import dataclass

KINDS = frozenset({
    "delay", "drop_before", "error_before", "throttle", "drop_after", "error_after", "not_json", "half_body", "drip",
    "unknown_code", "tamper_amount", "tamper_currency", "other_key", "other_mode", "other_merchant", "other_page",
    "swallow_key", "filter_ignored", "short_pages", "pending", "long_pending", "review", "webhook_first",
    "webhook_never", "webhook_duplicate", "webhook_late", "webhook_wrong_key", "webhook_unsigned", "webhook_tampered",
    "webhook_other_mode", "not_yet", "late_success", "page_stays_open", "metadata_not_repeated",
})  # fmt: skip


@dataclass
class Fault:
    """`gateway` and `operation` empty mean any; `times` -1 means for ever; `share` is how many of the calls it hits."""

    kind: str
    gateway: str = ""
    operation: str = ""
    times: int = 1
    share: float = 1.0
    value: str = ""


class Faults:
    def __init__(self, seed: int = 1) -> None:
        self.switched: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311 - a share of calls, no secret

    def switch(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise ValueError(f"no fault is called {fault.kind}")
        self.switched.append(fault)

    def take(self, kind: str, gateway: str, operation: str) -> Fault | None:
        """The fault of this kind that hits this call, used up by it."""
        for fault in self.switched:
            fits = fault.kind == kind and fault.gateway in {"", gateway} and fault.operation in {"", operation}
            if fits and fault.times and (fault.share >= 1 or self._random.random() < fault.share):
                fault.times -= fault.times > 0
                return fault
        return None
