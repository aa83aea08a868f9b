"""The tests' settings, with letters that are counted instead of sent, and the sweeps of orders, money and events alone:
the others' work, ten times as often as in a shop, would be most of a run's."""

from wasla_site.settings.test import *  # noqa: F403
from wasla_site.settings.test import SWEEPS as ALL_SWEEPS

EMAIL_BACKEND = "tests.faults.crashes.letterbox.Letterbox"
JUDGED = ("commerce.core.", "commerce.orders.", "commerce.payments.", "commerce.promotions.")
SWEEPS = {path: period for path, period in ALL_SWEEPS.items() if path.startswith(JUDGED)}
