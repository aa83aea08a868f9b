"""The tests: as the demo, with quick password hashes and plain static files."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("GATEWAY_SEAL_KEYS", "5ea1" * 16)
# Nobody listens there: a test that pays asks for the simulator.
os.environ.setdefault(
    "GATEWAY_HOSTS", ",".join(f"{name}=http://127.0.0.1:9/{name}" for name in ("hyperpay", "paytabs", "moyasar"))
)

from wasla_site.settings.demo import *  # noqa: F403
from wasla_site.settings.demo import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PUBLIC_PORT_SUFFIX = os.environ.get("TEST_PORT_SUFFIX", "")
# Static files straight from the packages: nothing is collected for a test.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
