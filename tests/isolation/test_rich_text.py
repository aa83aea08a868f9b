"""Another store's numbers in rich text: dropped when it is written, and nothing when it is shown; each by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText, expand_db_html

from commerce.core.scope import tenant_scope
from commerce.media.models import StoreDocument
from tests.isolation.crawling import ask, browser, staff_of, undone
from tests.isolation.shops import MISSING, Shop
from tests.isolation.test_admin_planting import page_form, story_block
from tests.isolation.walls import switch_scope_off, without_row_security
from wasla_site.storefront.models import ContentPage
from wasla_site.storefront.rich_text import OwnRichTextBlock, own_only

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]


def text_of(page_id: int, document_id: int, image_id: int) -> str:
    return (
        f'<p><a linktype="page" id="{page_id}">page</a> <a linktype="document" id="{document_id}">file</a> '
        f'<a href="https://example.com/">out</a></p>'
        f'<embed alt="a" embedtype="image" format="left" id="{image_id}"/>'
    )


NOTHING = '<p><a>page</a> <a>file</a> <a href="https://example.com/">out</a></p>'


def document_of(shop: Shop) -> int:
    with tenant_scope(shop.tenant_id), transaction.atomic():
        return StoreDocument.objects.get().pk


def stored(shop: Shop) -> str:
    """What the database has of the story and of all its revisions."""
    with tenant_scope(shop.tenant_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT body::text FROM storefront_contentpage WHERE storepage_ptr_id = %s", [shop.first])
        parts = [text for (text,) in cursor.fetchall()]
        cursor.execute("SELECT content::text FROM wagtailcore_revision WHERE object_id = %s", [str(shop.first)])
        return " ".join([*parts, *(text for (text,) in cursor.fetchall())])


def write(shop: Shop, html: str) -> None:
    """As code writes a page, without any form."""
    with tenant_scope(shop.tenant_id), transaction.atomic():
        page = ContentPage.objects.get(pk=shop.first)
        page.body = [("rich_text", {"text_ar": RichText(html), "text_en": RichText("")})]
        page.save_revision().publish()


def test_ones_own_stays_and_anothers_goes(stores: Stores) -> None:
    noor, souq = stores
    own = text_of(noor.first, document_of(noor), noor.first)
    foreign = text_of(souq.first, document_of(souq), souq.first)
    with tenant_scope(noor.tenant_id), transaction.atomic():
        assert own_only(own) == own
        assert own_only(foreign) == NOTHING
        assert own_only(text_of(MISSING, MISSING, MISSING)) == NOTHING
        for number in ("", "x", "-1", "1 OR 1=1", "9" * 40, "٣"):
            assert own_only(f'<a linktype="page" id="{number}">page</a>') == "<a>page</a>"
        assert own_only('<a linktype="page">page</a><embed embedtype="media" url="x"/>') == "<a>page</a>"


@pytest.mark.parametrize("guarded", [True, False], ids=["as it is", "without the guard"])
def test_at_save_raw_html_and_what_the_editor_sends(
    stores: Stores, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor, souq = stores
    if not guarded:
        monkeypatch.setattr(OwnRichTextBlock, "get_prep_value", RichTextBlock.get_prep_value)
    with undone():
        write(noor, text_of(souq.first, document_of(souq), souq.first))
        assert (f'id=\\"{souq.first}\\"' in stored(noor)) is not guarded
    client = staff_of(noor, "owner")
    with undone():
        form = page_form(client, noor, **story_block(souq.first))
        assert ask(client, f"/manage/pages/{noor.first}/edit/", form).status == 302
        assert (f'id=\\"{souq.first}\\"' in stored(noor)) is not guarded


def plant(noor: Shop, html: str) -> None:
    """Stored past every guard."""
    body = json.dumps([{"type": "rich_text", "value": {"text_ar": html, "text_en": ""}, "id": "a"}])
    with tenant_scope(noor.tenant_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE storefront_contentpage SET body = %s WHERE storepage_ptr_id = %s", [body, noor.first])
        assert cursor.rowcount == 1


def shown(noor: Shop, html: str) -> str:
    with undone():
        plant(noor, html)
        return ask(browser(noor.host), f"/{noor.known['page']}/").told


def rendered(noor: Shop, html: str) -> str:
    """By itself: without the scope, the home page that a request begins with is any store's."""
    with tenant_scope(noor.tenant_id), transaction.atomic():
        return expand_db_html(html)


def test_at_render_what_is_stored_of_another_store_is_nothing(
    stores: Stores, filled_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor, souq = stores
    document = document_of(souq)
    html = text_of(souq.first, document, souq.first)
    own = shown(noor, text_of(noor.first, document_of(noor), noor.first))
    assert "/renditions/" in own
    assert "/documents/" in own
    nothing = "<a>page</a> <a>file</a>"
    found = shown(noor, html)
    assert nothing in found
    assert "/renditions/" not in found
    html = html.partition("<embed")[0]  # a picture would be made in its sizes, which no store's row may be
    with monkeypatch.context() as patched:
        switch_scope_off(patched)
        assert nothing in rendered(noor, html), "row security alone"
    with without_row_security(filled_database[0]):
        assert nothing in rendered(noor, html), "the scope alone"
        with monkeypatch.context() as patched:
            switch_scope_off(patched)
            assert f"/documents/{document}/" in rendered(noor, html), "without both the probe leaks"
