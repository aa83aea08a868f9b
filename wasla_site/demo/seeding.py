"""Furnishing the demo's stores: opened once, then only what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from commerce.accounts.application.use_cases.hire_member import hire_member
from commerce.accounts.domain.policies import Role
from commerce.catalog.application.use_cases.import_products import import_products
from commerce.catalog.domain.imports import Remark
from commerce.catalog.infrastructure.product_file import open_product_file
from commerce.catalog.models import Category, Product
from commerce.core import clock
from commerce.core.scope import tenant_scope
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.models import StoreImage
from commerce.tenants.application.queries import find_tenant
from commerce.tenants.application.use_cases.open_store import open_store
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant
from search_index.application.use_cases.rebuild_store import rebuild_store
from wasla_site.demo.campaigns import run_campaigns
from wasla_site.demo.content import Store
from wasla_site.demo.page_bodies import home_body, page_body
from wasla_site.demo.pictures import DrawnPictures, titled, titles_of_products
from wasla_site.storefront.models import ContentPage, HomePage

HERE = Path(__file__).parent
# Everyone's in the demo; a real store's owner chooses their own.
DEMO_PASSWORD = "amber-dune-lantern"  # noqa: S105 - printed with the sign-ins

Say = Callable[[str], None]


def seed_store(store: Store, say: Say) -> Tenant:
    """The store exists with people, products, pictures, pages and campaigns. One that has products is left as it is."""
    tenant = find_tenant(store.slug) or open_store(opening=_opening(store))
    with tenant_scope(tenant.pk):
        with transaction.atomic():
            is_furnished = Product.objects.exists()
        if not is_furnished:
            _hire(store)
            furnish(store, tenant, HERE / f"{store.slug}.csv", say)
            run_campaigns(store, clock.now().astimezone(ZoneInfo(tenant.time_zone)))
    return tenant


def furnish(store: Store, tenant: Tenant, products: Path, say: Say) -> None:
    """The open scope's store sells the products of this file and shows the demo's pages and pictures."""
    _stock(store, tenant, products, say)
    _hang_pictures(store, say)
    rebuild_store()


def _hire(store: Store) -> None:
    with transaction.atomic():
        for person in store.people:
            name = person.name.in_language(store.language)
            hire_member(email=person.email, name=name, password=DEMO_PASSWORD, role=Role(person.role))


def _stock(store: Store, tenant: Tenant, products: Path, say: Say) -> None:
    say(f"{store.name.en}: products and pictures ...")

    def tell(remark: Remark) -> None:
        say(f"{products.name}, row {remark.row}: {remark.code} {dict(remark.facts)}")

    file = open_product_file(products, tenant.currency, tell)
    import_products(
        products=file.products(),
        images=DrawnPictures(titles_of_products(products)),
        tell=tell,
        reference="demo",
        actor="demo",
        now=clock.now(),
    )


def _hang_pictures(store: Store, say: Say) -> None:
    """Category tiles, and the pages with their own pictures, published as an editor would."""
    say(f"{store.name.en}: pages ...")
    with transaction.atomic():
        names = {category.slug: category.name for category in Category.objects.filter(slug__in=store.tiles)}
    titles = {spec: titled(names[slug]) for slug, spec in store.tiles.items() if slug in names}
    titles |= {hero.wide: titled(hero.heading) for hero in (store.hero, store.second_hero)}
    titles[store.story.picture] = titled(store.story.heading)
    specs = {*store.tiles.values(), *titles}
    ids = DrawnPictures(titles).image_ids(specs)
    make_renditions(ids.values())
    with transaction.atomic():
        images = {spec: StoreImage.objects.get(pk=ids[spec]) for spec in specs}
        for slug, spec in store.tiles.items():
            Category.objects.filter(slug=slug).update(picture=images[spec])
        home = HomePage.objects.get()
        home.title = store.name.in_language(store.language)
        home.body = home_body(store, images, set(Category.objects.values_list("slug", flat=True)))
        home.save_revision().publish()
        for page in (store.about, *store.policies):
            written = ContentPage.objects.get(slug=page.slug)
            written.title = page.title.in_language(store.language)
            written.heading_ar, written.heading_en = page.title.ar, page.title.en
            written.body = page_body(store, page)
            written.save_revision().publish()


def _opening(store: Store) -> Opening:
    owner = next(person for person in store.people if person.role == Role.OWNER)
    return Opening(
        slug=store.slug,
        name_ar=store.name.ar,
        name_en=store.name.en,
        owner_email=owner.email,
        owner_name=owner.name.in_language(store.language),
        owner_password=DEMO_PASSWORD,
        currency="SAR",
        language=store.language,
        host="",
    )
