"""The tests' settings for workers of their own, which meet `deadly`."""

from wasla_site.settings.test import *  # noqa: F403

EVENT_HANDLERS = "tests.commerce.core.deadly.HANDLERS"
