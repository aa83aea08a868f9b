"""A handler that ends the process it runs in, as a crash in a library would."""

import os

from commerce.core.events import Event
from tests.commerce.core.test_outbox import BellRung


def die(event: BellRung) -> None:
    os._exit(9)


HANDLERS: dict[type[Event], tuple[str, ...]] = {BellRung: (f"{__name__}.die",)}
