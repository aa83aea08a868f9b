"""The pages a new store begins with."""

from django.db import transaction
from wagtail.models import Locale, Revision, Site
from wagtail.search import index

from commerce.core.bilingual import Bilingual
from commerce.core.scope import system_scope
from commerce.tenants.application.queries import primary_host
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant
from wasla_site.storefront.models import ContentPage, HomePage, StorePage
from wasla_site.storefront.starter_content import home_body, page_body
from wasla_site.storefront.starter_policies import StarterPage, starter_pages


def furnish_pages(tenant: Tenant, opening: Opening) -> None:
    """The store has a home page under the root with starter blocks, the pages its footer links to, and Wagtail's site
    row."""
    title = Bilingual(opening.name_ar, opening.name_en).in_language(opening.language)
    with transaction.atomic():
        home = _hang_home(tenant, opening, title)
        index.insert_or_update_object(home)
        _make_first_revision(home)
        for page in starter_pages(opening):
            _make_first_revision(_hang_page(home, page, opening))
        Site.objects.create(
            hostname=primary_host(tenant.pk), port=80, site_name=title, root_page=home, is_default_site=False
        )


def _hang_home(tenant: Tenant, opening: Opening, title: str) -> HomePage:
    """In SYSTEM, because treebeard computes a new path from all siblings; the root row stays locked until commit.

    Nothing is indexed there (`StorePage.get_indexed_instance`), which is left to do.
    """
    with system_scope(stamp=tenant.pk):
        root = StorePage.objects.get(depth=1)
        home: HomePage = root.add_child(
            instance=HomePage(
                title=title,
                slug=tenant.slug,
                locale=Locale.get_default(),
                body=home_body(opening),
                tenant_id=tenant.pk,
            )
        )
    return home


def _hang_page(home: HomePage, page: StarterPage, opening: Opening) -> ContentPage:
    hung: ContentPage = home.add_child(
        instance=ContentPage(
            title=page.title.in_language(opening.language),
            slug=page.slug,
            heading_ar=page.title.ar,
            heading_en=page.title.en,
            locale=home.locale,
            body=page_body(page),
            in_footer=True,
            tenant_id=home.tenant_id,
        )
    )
    return hung


def _make_first_revision(page: StorePage) -> None:
    """The page is live as it was written, with a history that begins there.

    Not by saving and publishing a revision, which would check, write, index and log anew, twice, what was a moment ago.
    """
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    StorePage.objects.filter(pk=page.pk).update(
        latest_revision=revision,
        latest_revision_created_at=revision.created_at,
        live_revision=revision,
        first_published_at=revision.created_at,
        last_published_at=revision.created_at,
    )
