"""Opening a store."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.money import EXPONENTS
from commerce.core.outbox import publish
from commerce.core.scope import tenant_scope
from commerce.tenants.application.ports import furnishings
from commerce.tenants.domain.events import StoreOpened
from commerce.tenants.domain.policies import LANGUAGES, normal_host, slug_problem, spoken_languages
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Domain, Tenant


class SlugTaken(Refusal):
    code = "slug_taken"


class SlugReserved(Refusal):
    code = "slug_reserved"


class SlugMalformed(Refusal):
    code = "slug_malformed"


class HostTaken(Refusal):
    code = "host_taken"


class UnknownCurrency(Refusal):
    code = "unknown_currency"


class UnknownLanguage(Refusal):
    code = "unknown_language"


class NameMissing(Refusal):
    code = "store_name_missing"


def open_store(*, opening: Opening) -> Tenant:
    """A store exists with its first verified host, owner, pages and whatever else stores are furnished with; or nothing
    of it does.

    Refuses a slug that is taken, reserved or malformed, a host that is taken, an unknown currency or language, a store
    without a name, and what a furnishing refuses.
    """
    _check(opening)
    with transaction.atomic():
        tenant = _claim_slug(opening)
        _claim_host(tenant, normal_host(opening.host) or f"{tenant.slug}.{settings.PLATFORM_HOST}")
        with tenant_scope(tenant.pk):
            for furnish in furnishings():
                furnish(tenant, opening)
            publish(StoreOpened(tenant_id=tenant.pk))
    return tenant


def _check(opening: Opening) -> None:
    problem = slug_problem(opening.slug)
    if problem == "malformed":
        raise SlugMalformed(slug=opening.slug)
    if problem == "reserved":
        raise SlugReserved(slug=opening.slug)
    if opening.currency not in EXPONENTS:
        raise UnknownCurrency(currency=opening.currency)
    if opening.language not in LANGUAGES:
        raise UnknownLanguage(language=opening.language)
    if not (opening.name_ar or opening.name_en).strip():
        raise NameMissing


def _claim_slug(opening: Opening) -> Tenant:
    """The unique constraint decides between two openings at once; looking first would not."""
    fields = {
        "name_ar": opening.name_ar,
        "name_en": opening.name_en,
        "currency": opening.currency,
        "languages": spoken_languages(opening.language),
    }
    tenant, is_new = Tenant.objects.get_or_create(slug=opening.slug, defaults=fields)
    if not is_new:
        raise SlugTaken(slug=opening.slug)
    return tenant


def _claim_host(tenant: Tenant, host: str) -> None:
    defaults = {"tenant": tenant, "is_verified": True, "is_primary": True}
    _, is_new = Domain.objects.get_or_create(host=host, defaults=defaults)
    if not is_new:
        raise HostTaken(host=host)
