"""Opening a store."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import Refusal
from commerce.core.money import EXPONENTS
from commerce.core.outbox import publish
from commerce.core.scope import tenant_scope
from commerce.tenants.application.ports import furnishings
from commerce.tenants.domain.events import StoreOpened
from commerce.tenants.domain.policies import LANGUAGES, is_host, normal_host, slug_problem, spoken_languages
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Domain, Tenant


class StoreSlugTaken(Refusal):
    code = "slug_taken"


class SlugReserved(Refusal):
    code = "slug_reserved"


class SlugMalformed(Refusal):
    code = "slug_malformed"


class HostTaken(Refusal):
    code = "host_taken"


class HostMalformed(Refusal):
    code = "host_malformed"


class OwnerEmailMalformed(Refusal):
    code = "owner_email_malformed"


class UnknownCurrency(Refusal):
    code = "unknown_currency"


class UnknownLanguage(Refusal):
    code = "unknown_language"


class NameMissing(Refusal):
    code = "store_name_missing"


def open_store(*, opening: Opening) -> Tenant:
    """A store exists with its first verified host, owner, pages and whatever else stores are furnished with; or nothing
    of it does.

    Refuses a slug that is taken, reserved or malformed, a host that is taken (the platform's own is) or malformed, an
    owner without a real e-mail, an unknown currency or language, a store without a name, and what a furnishing refuses.
    """
    opening = replace(opening, name_ar=opening.name_ar.strip(), name_en=opening.name_en.strip())
    _check(opening)
    host = _checked_host(opening)
    with transaction.atomic():
        tenant = _claim_slug(opening)
        _claim_host(tenant, host)
        with tenant_scope(tenant.pk):
            for furnish in furnishings():
                furnish(tenant, opening)
            record(Deed("store", "opened", tenant.pk, Bilingual(tenant.name_ar, tenant.name_en)))
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
    if not (opening.name_ar or opening.name_en):
        raise NameMissing
    try:
        validate_email(opening.owner_email.strip())
    except ValidationError:
        raise OwnerEmailMalformed(email=opening.owner_email) from None


def _checked_host(opening: Opening) -> str:
    host = normal_host(opening.host) or f"{opening.slug}.{settings.PLATFORM_HOST}"
    if not is_host(host):
        raise HostMalformed(host=opening.host)
    if host == settings.PLATFORM_HOST:
        raise HostTaken(host=host)
    return host


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
        raise StoreSlugTaken(slug=opening.slug)
    return tenant


def _claim_host(tenant: Tenant, host: str) -> None:
    defaults = {"tenant": tenant, "is_verified": True, "is_primary": True}
    _, is_new = Domain.objects.get_or_create(host=host, defaults=defaults)
    if not is_new:
        raise HostTaken(host=host)
