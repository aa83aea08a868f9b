"""The tests' settings, with letters that are counted instead of sent."""

from wasla_site.settings.test import *  # noqa: F403

EMAIL_BACKEND = "tests.faults.crashes.letterbox.Letterbox"
