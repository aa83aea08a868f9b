"""Production: https only, every secret from the environment."""

import re

from django.core.exceptions import ImproperlyConfigured

from wasla_site.settings.base import *  # noqa: F403
from wasla_site.settings.base import GATEWAY_HOSTS, GATEWAY_SEAL_KEYS, env

if GATEWAY_HOSTS:
    raise ImproperlyConfigured("GATEWAY_HOSTS sends money to a simulator: production does not start with it.")

if not GATEWAY_SEAL_KEYS:
    raise ImproperlyConfigured("GATEWAY_SEAL_KEYS is empty: stores' keys of gateways are sealed with it.")
if not all(re.fullmatch("[0-9a-fA-F]{64}", key) for key in GATEWAY_SEAL_KEYS):
    raise ImproperlyConfigured("GATEWAY_SEAL_KEYS holds what is no key of 64 hexadecimal digits.")

SECRET_KEY = env.str("SECRET_KEY")
DATABASES["default"].update({**env.db_url("DATABASE_URL"), "ENGINE": "commerce.core.database"})
vars().update(env.email_url("EMAIL_URL"))
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
