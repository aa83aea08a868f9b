import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasla_site.settings.production")
application = get_asgi_application()

from commerce.core.bell import hang_bell  # noqa: E402 - needs the loaded settings
from commerce.core.database.role import require_serving_role  # noqa: E402

require_serving_role()
hang_bell()
