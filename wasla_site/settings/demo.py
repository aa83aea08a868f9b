"""The demo: one machine, plain http, the embedded database, pretended gateways."""

from wasla_site.settings.base import *  # noqa: F403
from wasla_site.settings.base import env

PUBLIC_SCHEME = "http"
PUBLIC_PORT_SUFFIX = f":{env.str('PORT', default='8000')}"
