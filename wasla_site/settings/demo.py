"""The demo: one machine, plain http, the embedded database, a practice gateway."""

from wasla_site.settings.base import *  # noqa: F403
from wasla_site.settings.base import PAYMENT_GATEWAYS, SWEEPS, env

PUBLIC_SCHEME = "http"
PUBLIC_PORT_SUFFIX = f":{env.str('PORT', default='8000')}"
PAYMENT_GATEWAYS = {**PAYMENT_GATEWAYS, "pretend": "commerce.payments.infrastructure.pretend.PretendGateway"}
SWEEPS = [*SWEEPS, "commerce.payments.infrastructure.pretend_notifications.send_notifications"]
