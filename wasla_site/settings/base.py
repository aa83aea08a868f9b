"""What is true wherever Wasla runs. Addresses and secrets come from the environment."""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = ["*"]  # hosts are decided by verified domains, not by a list: commerce.tenants.interfaces.middleware

PLATFORM_HOST = env.str("PLATFORM_HOST", default="localhost")
PUBLIC_SCHEME = env.str("PUBLIC_SCHEME", default="https")
PUBLIC_PORT_SUFFIX = env.str("PUBLIC_PORT_SUFFIX", default="")  # ":8000" where the port is not the scheme's own

# How many of our own proxies stand before the site; only what they add to X-Forwarded-For is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "wasla_site.storefront",
    "wasla_site.dashboard",
    "wasla_site.demo",
    "wasla_site.bench",
    "themes.base",
    "search_index",
    "commerce.orders",
    "commerce.carts",
    "commerce.promotions",
    "commerce.catalog",
    "commerce.payments",
    "commerce.tenants",
    "commerce.core",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    # After Wagtail's images and documents, whose ready() registers policies of its own; before its snippets.
    "commerce.media",
    "commerce.accounts",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "taggit",
    "django_filters",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "wasla_site.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "commerce.tenants.interfaces.middleware.StoreMiddleware",
    "wasla_site.storefront.request_memory.RequestMemoryMiddleware",
    "wasla_site.middleware.LanguagePrefixMiddleware",
    "wasla_site.storefront.time_travel.middleware.TimeTravelMiddleware",
    "wasla_site.storefront.redirects.middleware.RedirectMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "commerce.accounts.interfaces.middleware.StaffMiddleware",
    "commerce.accounts.interfaces.middleware.CustomerMiddleware",
    "wasla_site.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wasla_site.dashboard.content_policy.DeskContentPolicy",
    "wasla_site.dashboard.gate.DashboardGate",
    "wasla_site.dashboard.store_time.StoreTimeMiddleware",
    "wasla_site.errors.RefusalMiddleware",
]

ROOT_URLCONF = "wasla_site.urls"
PLATFORM_URLCONF = "wasla_site.platform_urls"
WSGI_APPLICATION = "wasla_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wasla_site.storefront.context.store_face",
            ],
        },
    },
]

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres://wasla_app@localhost/wasla"),
        "ENGINE": "commerce.core.database",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
# Statements end by the role's own limits (wasla_site/launcher/roles.py); these find a server that is gone.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=2, keepalives_idle=5, keepalives_interval=2, keepalives_count=3, tcp_user_timeout=10_000
)
# True only while migrating: the owner's statements need no scope.
DATABASE_ROLE_IS_OWNER = env.bool("DATABASE_ROLE_IS_OWNER", default=False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["commerce.accounts.interfaces.backends.MembershipBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "wagtailadmin_login"

# Celery's Redis; without one `manage.py run_outbox` is the worker, and nobody needs to ring for it.
REDIS_URL = env.str("REDIS_URL", default="")
OUTBOX_BELL = "wasla_site.celery.ring" if REDIS_URL else ""

# A Redis of its own, redis://…: what it keeps may be lost at any moment.
CACHE_URL = env.str("CACHE_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "commerce.core.cache.key_of_scope",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
if CACHE_URL:
    CACHES["default"] |= {
        "BACKEND": "commerce.core.cache.PatientRedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
    }

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
# Addresses that speak no language: they are reversed without a prefix and answer in the user's own language.
LANGUAGE_FREE = ("/manage/", "/api/", "/hooks/", "/static/", "/media/", "/documents/")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["wasla_site.formats"]
LOCALE_PATHS = [BASE_DIR / "wasla_site" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Keeps what is a shopper's when staff sign in or out, and the reverse.
SESSION_ENGINE = "commerce.accounts.interfaces.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wasla_site.errors.form_out_of_date"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

WAGTAIL_SITE_NAME = "Wasla"
WAGTAIL_PAGE_MODEL = "storefront.StorePage"
WAGTAILIMAGES_IMAGE_MODEL = "media.StoreImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.StoreDocument"
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = (
    False  # an e-mail is who somebody is; it would change unproved, in any case of letters
)
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "wasla_site.storefront.text_editor.StoreTextEditor"}}
WAGTAILADMIN_BASE_URL = f"{PUBLIC_SCHEME}://{PLATFORM_HOST}"
WAGTAILIMAGES_IMAGE_FORM_BASE = "commerce.media.interfaces.forms.StoreImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a document is saved, never shown among the store's own pages
# Index tasks run in the transaction that changed the page, in its scope.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": False}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}
TAGGIT_CASE_INSENSITIVE = True

# Letters: smtp+tls://name:password@host:587, consolemail://, or a folder, filemail:///var/letters.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
LETTERS = "commerce.tenants.infrastructure.letters.send_letter"
DEFAULT_FROM_EMAIL = env.str("LETTERS_FROM", default=f"no-reply@{PLATFORM_HOST}")

EVENT_HANDLERS = "wasla_site.events.HANDLERS"
REFUSAL_WORDS = "wasla_site.refusal_messages.MESSAGES"
STORE_FURNISHINGS = [
    "commerce.accounts.application.use_cases.furnish_owner.furnish_owner",
    "commerce.media.application.use_cases.furnish_media.furnish_media",
    "commerce.catalog.application.use_cases.furnish_stock_location.furnish_stock_location",
    "commerce.catalog.application.use_cases.furnish_vat.furnish_vat",
    "commerce.payments.application.use_cases.furnish_payment_ways.furnish_payment_ways",
    "wasla_site.storefront.starter_pages.furnish_pages",
]
# What falls due by the clock, and how often it is looked for, in seconds.
SWEEPS = {
    "commerce.core.outbox.deliver_due": 1,
    "commerce.core.limits.forget_windows": 60,
    "commerce.catalog.application.use_cases.spread_category_changes.spread_category_changes": 1,
    "commerce.carts.application.use_cases.reprice_shelves.reprice_shelves": 1,
    "search_index.application.use_cases.index_changes.index_changes": 1,
    "search_index.application.use_cases.check_indices.check_indices": 5,
    "search_index.application.use_cases.check_words.check_words": 60,
    "search_index.application.use_cases.clear_left_indices.clear_left_indices": 30,
    "search_index.application.use_cases.describe_pictures.describe_pictures": 1,
    "search_index.application.use_cases.weigh_popularity.weigh_popularity": 60,
    "commerce.orders.application.use_cases.expire_orders.expire_orders": 5,
    "commerce.payments.application.use_cases.reconcile_payments.reconcile_payments": 60,
    "commerce.payments.application.use_cases.check_books.check_books": 24 * 3600,
    "commerce.payments.application.use_cases.settle_parked_webhooks.settle_parked_webhooks": 5,
    "commerce.payments.application.use_cases.forget_webhook_bodies.forget_webhook_bodies": 3600,
    "commerce.promotions.application.use_cases.release_expired_redemptions.release_expired_redemptions": 5,
    "commerce.core.audit_seals.seal_activity": 15,
    "commerce.core.idempotency.forget_old_keys": 3600,
    "wasla_site.storefront.scheduled_pages.publish_scheduled_pages": 5,
}
AFTER_CUSTOMER_SIGN_IN = "commerce.carts.interfaces.web.keep_guest_cart"
# Who names the subjects that moved stock.
STOCK_MOVERS = "commerce.orders.interfaces.stock_movers.movers_named"
# The ways to pay that stores may offer, by code.
PAYMENT_GATEWAYS = {
    "hyperpay": "commerce.payments.infrastructure.hyperpay.gateway.HyperPay",
    "hyperpay_mada": "commerce.payments.infrastructure.hyperpay.gateway.HyperPayMada",
    "paytabs": "commerce.payments.infrastructure.paytabs.gateway.PayTabs",
    "moyasar": "commerce.payments.infrastructure.moyasar.gateway.Moyasar",
    "cash_on_delivery": "commerce.payments.infrastructure.cash_on_delivery.CashOnDelivery",
    "bank_transfer": "commerce.payments.infrastructure.bank_transfer.BankTransfer",
}
# Keys that gateway accounts are sealed with, each 64 hexadecimal digits, the newest first: `openssl rand -hex 32`.
GATEWAY_SEAL_KEYS: list[str] = env.list("GATEWAY_SEAL_KEYS", default=[])
# Gateways that stand elsewhere than the world knows them, by code: "paytabs=http://127.0.0.1:8700/paytabs,…". For the
# simulator; production refuses to start with it.
GATEWAY_HOSTS: dict[str, str] = env.dict("GATEWAY_HOSTS", default={})
# The search server, http(s)://[name:password@]host:port; without one, and while it is down, PostgreSQL searches.
# Several deployments may share a cluster when the names of their indices begin differently.
OPENSEARCH_URL = env.str("OPENSEARCH_URL", default="")
OPENSEARCH_PREFIX = env.str("OPENSEARCH_PREFIX", default="wasla")
INDEX_BESIDE = "search_index.infrastructure.postgresql.adapter.PostgresSearchIndex"
SEARCH_INDEX = "search_index.infrastructure.failing_over.FailingOverIndex" if OPENSEARCH_URL else INDEX_BESIDE
SEARCH_GENERATIONS = "search_index.infrastructure.opensearch.generations.OpenSearchGenerations"
WORDS_BESIDE = "search_index.infrastructure.postgresql.keeping.KeptWords"
PICTURES_BESIDE = "search_index.infrastructure.exact_pictures.ExactPictureIndex"
PICTURE_INDEX = (
    "search_index.infrastructure.failing_over_pictures.FailingOverPictureIndex" if OPENSEARCH_URL else PICTURES_BESIDE
)
# What sees in what pictures are alike, by mode. An ONNX model that the operator brings takes the place of the first.
PICTURE_EMBEDDERS = {
    "similar": "search_index.infrastructure.embedders.classical.embedders.similar",
    "colour": "search_index.infrastructure.embedders.classical.embedders.same_colour",
    "shape": "search_index.infrastructure.embedders.classical.embedders.same_shape",
}
ONNX_PICTURE_MODEL = env.str("ONNX_PICTURE_MODEL", default="")
ONNX_PICTURE_MODEL_SHA256 = env.str("ONNX_PICTURE_MODEL_SHA256", default="")
ONNX_PICTURE_MODEL_FAMILY = env.str("ONNX_PICTURE_MODEL_FAMILY", default="clip")
if ONNX_PICTURE_MODEL:
    PICTURE_EMBEDDERS["similar"] = "search_index.infrastructure.embedders.onnx_model.from_settings"

# The API's description of itself; each view says its own renderers and who may ask.
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Wasla: a store's search",
    "VERSION": "1",
    "DESCRIPTION": "Each store answers at its own host, and knows nothing of another's.",
    "OAS_VERSION": "3.1.0",
    "PREPROCESSING_HOOKS": ["wasla_site.api_schema.of_the_store"],
    "SCHEMA_PATH_PREFIX": "/api/store",
    "COMPONENT_SPLIT_REQUEST": True,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tenant": {"()": "commerce.core.log_lines.TenantFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s tenant=%(tenant)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tenant"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
