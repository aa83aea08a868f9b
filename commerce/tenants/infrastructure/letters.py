"""E-mail of a store: from its name, in the recipient's language and the store's time, with links to its own host
alone."""

from __future__ import annotations

from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from commerce.core.bilingual import Bilingual
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Tenant

TENANT_HEADER = "X-Wasla-Tenant"


def send_letter(*, to: str, language: str, template: str, facts: dict[str, Any]) -> None:
    """As `application.letters.send_letter` says, by Django's mail, which speaks what `EMAIL_URL` says."""
    with transaction.atomic(durable=True):
        tenant = Tenant.objects.get(pk=current_tenant_id())
    store_name = _one_line(Bilingual(tenant.name_ar, tenant.name_en).in_language(language))
    direction = "rtl" if language == "ar" else "ltr"
    context = {**facts, "store_name": store_name, "language": language, "direction": direction}
    with translation.override(language), timezone.override(tenant.time_zone):
        letter = EmailMultiAlternatives(
            subject=_one_line(render_to_string(f"{template}_subject.txt", context)),
            body=render_to_string(f"{template}.txt", context).strip() + "\n",
            from_email=formataddr((store_name, settings.DEFAULT_FROM_EMAIL)),
            to=[to],
            headers={TENANT_HEADER: str(tenant.pk), "Auto-Submitted": "auto-generated", "Content-Language": language},
        )
        letter.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    letter.send()


def _one_line(text: str) -> str:
    """Nothing a merchant wrote begins a header of its own."""
    return " ".join(text.split())
