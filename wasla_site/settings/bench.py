"""The benchmark: as the demo, with static files as they lie in the packages, so that none need be collected."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark")

from wasla_site.settings.demo import *  # noqa: F403
from wasla_site.settings.demo import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
