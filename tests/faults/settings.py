"""The tests' settings for workers of their own, which are told of `hearing`'s events."""

from wasla_site.settings.test import *  # noqa: F403

EVENT_HANDLERS = "tests.faults.hearing.HANDLERS"
SWEEPS = {"commerce.core.outbox.deliver_due": 1, "tests.faults.hearing.sweep_slowly": 2}
