"""What a redirect may be: the refusals, and the checks both use cases make."""

from __future__ import annotations

from commerce.core.errors import NotFound, Refusal
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Domain
from wasla_site.storefront.models import StorePage
from wasla_site.storefront.redirects.addresses import (
    LONGEST_ADDRESS,
    Target,
    may_be_redirected,
    normal_path,
    outside_host,
)
from wasla_site.storefront.redirects.models import Redirect
from wasla_site.storefront.redirects.shop_answers import shop_answers_at


class RedirectPathRefused(Refusal):
    """What is left is no path of the store, or one that never leads to a page."""

    code = "redirect_path_refused"


class RedirectPathTaken(Refusal):
    code = "redirect_path_taken"


class RedirectPathInUse(Refusal):
    """The shop answers there itself, so nobody would ever be led on."""

    code = "redirect_path_in_use"


class RedirectTargetRefused(Refusal):
    """There is not exactly one target, or it is neither a path of the store nor a whole https address."""

    code = "redirect_target_refused"


class RedirectLoop(Refusal):
    code = "redirect_loop"


class RedirectChain(Refusal):
    """A redirect would lead to another redirect."""

    code = "redirect_chain"


def checked_path(text: str, besides: int | None) -> str:
    """The path in normal form, which no other redirect of the store has and where the shop shows nothing."""
    path = normal_path(text)
    if not may_be_redirected(path):
        raise RedirectPathRefused(path=text)
    if shop_answers_at(path):
        raise RedirectPathInUse(path=path)
    if Redirect.objects.filter(path=path).exclude(pk=besides or 0).exists():
        raise RedirectPathTaken(path=path)
    return path


def checked_target(target: Target, path: str, besides: int | None) -> Target:
    """A page of the store; or a path of it, in normal form, that leads nowhere else; or an address outside."""
    if (target.page_id is None) == (not target.address.strip()):
        raise RedirectTargetRefused(address=target.address)
    others = Redirect.objects.exclude(pk=besides or 0)
    if chained := others.filter(address=path).first():
        raise RedirectChain(path=chained.path)
    if target.page_id is not None:
        return _checked_page(target.page_id, path)
    address = target.address.strip()
    host = outside_host(address)
    if len(address) > LONGEST_ADDRESS or (host is None and not address.startswith("/")):
        raise RedirectTargetRefused(address=address)
    if host is not None and not Domain.objects.filter(tenant_id=current_tenant_id(), host=host).exists():
        return Target(address=address)
    inside = normal_path(address)
    if inside == path:
        raise RedirectLoop(path=path)
    if others.filter(path=inside).exists():
        raise RedirectChain(path=inside)
    return Target(address=inside or "/")


def _checked_page(page_id: int, path: str) -> Target:
    page = StorePage.objects.filter(pk=page_id, depth__gt=1).first()
    if page is None:
        raise NotFound(page_id=page_id)
    if normal_path(page.address_in_store) == path:
        raise RedirectLoop(path=path)
    return Target(page_id=page.pk)
