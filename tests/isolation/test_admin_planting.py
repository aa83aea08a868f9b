"""Souq's numbers sent in the fields of Noor's own forms: refused or dropped, and the public page shows nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.blocks import Block, ChooserBlock, ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock

from commerce.core.scope import tenant_scope
from tests.isolation.conftest import Tried
from tests.isolation.crawling import Answer, ask, browser, staff_of, undone
from tests.isolation.desk import DRAWN_BY_SCRIPT, LISTS, desk_addresses
from tests.isolation.fingerprints import tables_naming
from tests.isolation.served_forms import forms_of
from tests.isolation.shops import Shop
from wasla_site.storefront.blocks import PageBody
from wasla_site.storefront.models import ContentPage

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]


# How many fields each role may plant in: of those that hold a number of the store's, and of all.
NUMBERED = {"owner": 12, "manager": 12, "marketer": 5, "fulfilment": 2, "analyst": 0}
FIELDS = {"owner": 200, "manager": 200, "marketer": 60, "fulfilment": 20, "analyst": 12}
OTHERS = [pytest.param(role, marks=pytest.mark.long) for role in NUMBERED if role != "owner"]
EVERY_ROLE = ["owner", *OTHERS]
# Who may open the editor of pages.
EVERY_EDITOR = ["owner", *(pytest.param(role, marks=pytest.mark.long) for role in ("manager", "marketer"))]


def planted_by(client: Any, path: str, data: dict[str, Any], noor: Shop, souq: Shop) -> list[str]:
    """Where Noor's rows name Souq's number after this was sent; nothing is kept."""
    with undone():
        answer = ask(client, path, data)
        assert answer.status < 500, f"{path}: {answer.defect}"
        assert souq.marker not in answer.told, path
        return tables_naming(noor, souq.first)


def numbered_fields(form: dict[str, list[str]], noor: Shop) -> list[str]:
    """Fields that hold the number of one of Noor's things."""
    numbers = {str(noor.first + offset) for offset in range(20)}
    return [name for name, values in form.items() if numbers & set(values)]


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_every_field_that_takes_a_number(role: str, stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    client = staff_of(noor, role)
    fields = []
    for address in desk_addresses(noor, souq, allowed=True):
        if address.is_own and not LISTS.search(address.view):
            for form in forms_of(ask(client, address.path).html, "post"):
                for name in numbered_fields(form, noor):
                    data = form | DRAWN_BY_SCRIPT | {name: [str(souq.first)]}
                    assert planted_by(client, address.path, data, noor, souq) == [], f"{address.path} {name}"
                    fields.append(f"{address.view} {name}")
    tried(f"planting in fields as {role}", len(fields), at_least=NUMBERED[role])


def page_form(client: Any, noor: Shop, **changes: Any) -> dict[str, Any]:
    """What the editor sends to publish the story, with one block."""
    form = forms_of(ask(client, f"/manage/pages/{noor.first}/edit/").html, "post")[-1]
    return form | {"body-count": "1", "body-0-order": "0", "body-0-deleted": "", "action-publish": "1"} | changes


def picture_block(image_id: int) -> dict[str, str]:
    return {"body-0-type": "hero", "body-0-id": "", "body-0-value-image": str(image_id), "body-0-value-heading_ar": "x"}


def choosers(block: Block, name: str) -> Iterator[str]:
    """The fields of this block, as its form names them, in which a number stands for a thing of the store."""
    if isinstance(block, ChooserBlock):
        yield name
    elif isinstance(block, ListBlock):
        yield from choosers(block.child_block, f"{name}-0-value")
    elif isinstance(block, BaseStreamBlock):
        for kind, child in block.child_blocks.items():
            yield from choosers(child, f"{name}-0-value({kind})")
    elif isinstance(block, BaseStructBlock):
        for part, child in block.child_blocks.items():
            yield from choosers(child, f"{name}-{part}")


def list_counts(field: str) -> dict[str, str]:
    """What a list or stream on the way to this field must be told: one item, not deleted."""
    told: dict[str, str] = {}
    for match in re.finditer(r"-0-value(?:\((\w+)\))?", field.removeprefix("body-0-value")):
        stem = re.sub(r"\(\w+\)", "", "body-0-value" + field.removeprefix("body-0-value")[: match.start()])
        told |= {f"{stem}-count": "1", f"{stem}-0-order": "0", f"{stem}-0-deleted": "", f"{stem}-0-id": ""}
        told |= {f"{stem}-0-type": match[1]} if match[1] else {}
    return told


def blocks_that_choose() -> list[tuple[str, str]]:
    """(block, field) for every chooser of the vocabulary; a block added later is here by itself."""
    return [
        (kind, field) for kind, block in PageBody().child_blocks.items() for field in choosers(block, "body-0-value")
    ]


def story_block(link_to: int) -> dict[str, str]:
    """A text whose one word is a link to a page."""
    text = {
        "blocks": [
            {"key": "a", "text": "word", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"offset": 0, "length": 4, "key": 0}]},
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": link_to, "url": "/x/"}}},
    }  # fmt: skip
    return {"body-0-type": "rich_text", "body-0-id": "", "body-0-value-text_ar": json.dumps(text)}


def published(client: Any, noor: Shop, block: dict[str, str]) -> tuple[Answer, Answer, Answer]:
    """The desk's answer, the editor afterwards, and the public page; nothing is kept."""
    with undone():
        sent = ask(client, f"/manage/pages/{noor.first}/edit/", page_form(client, noor, **block))
        editor = ask(client, f"/manage/pages/{noor.first}/edit/")
        shown = ask(browser(noor.host), f"/{noor.known['page']}/")
    return sent, editor, shown


@pytest.mark.sampled
@pytest.mark.parametrize("role", EVERY_EDITOR)
@pytest.mark.parametrize(("kind", "field"), blocks_that_choose())
def test_every_chooser_of_every_block(kind: str, field: str, role: str, stores: Stores) -> None:
    """Another store's picture is dropped; one's own is shown."""
    noor, souq = stores
    client = staff_of(noor, role)

    def block(number: int) -> dict[str, str]:
        name = re.sub(r"\(\w+\)", "", field)
        return {"body-0-type": kind, "body-0-id": "", **list_counts(field), name: str(number)}

    _, _, shown = published(client, noor, block(noor.first))
    assert "/renditions/" in shown.html, "one's own picture is shown"
    sent, editor, shown = published(client, noor, block(souq.first))
    assert "/renditions/" not in shown.html
    assert not any(souq.marker in answer.told for answer in (sent, editor, shown))
    form = page_form(client, noor, **block(souq.first))
    assert planted_by(client, f"/manage/pages/{noor.first}/edit/", form, noor, souq) == []


def test_a_shelf_shows_no_category_of_another_store(stores: Stores) -> None:
    noor, souq = stores
    for shop, is_shown in ((noor, True), (souq, False)):
        with undone():
            shelf = {"source": "category", "category_slug": shop.known["category"], "count": 8}
            shown = stored(noor, [("product_shelf", shelf)])
        assert ('class="card' in shown.html) is is_shown
        assert souq.marker not in shown.less([souq.known["category"]]).told


def stored(noor: Shop, body: list[tuple[str, Any]]) -> Answer:
    """The public page with a body that came by no form."""
    with tenant_scope(noor.tenant_id):
        page = ContentPage.objects.get(pk=noor.first)
        page.body = body
        page.save_revision().publish()
    return ask(browser(noor.host), f"/{noor.known['page']}/")


@pytest.mark.long
@pytest.mark.parametrize("role", EVERY_EDITOR)
def test_a_link_to_another_stores_page_leads_nowhere(role: str, stores: Stores) -> None:
    noor, souq = stores
    client = staff_of(noor, role)
    _, _, shown = published(client, noor, story_block(noor.first))
    assert '">word</a>' in shown.html, "a link to one's own page is one"
    sent, editor, shown = published(client, noor, story_block(souq.first))
    assert (sent.status, shown.status) == (302, 200)
    assert "<a>word</a>" in shown.html
    assert not any(souq.marker in answer.told for answer in (sent, editor, shown))


ENTITIES: dict[str, dict[str, Any]] = {
    "LINK": {"url": "/x/"},
    "DOCUMENT": {"url": "/x/", "filename": "x"},
    "IMAGE": {"format": "fullwidth", "alt": "x", "src": "/x/"},
    "EMBED": {"url": "https://example.com/", "embedType": "video"},
}


@pytest.mark.sampled
@pytest.mark.parametrize("role", EVERY_EDITOR)
@pytest.mark.parametrize("entity", ENTITIES)
def test_every_kind_of_thing_in_a_text(entity: str, role: str, stores: Stores) -> None:
    """As the editor sends it. What the editor does not offer is no way in either."""
    noor, souq = stores
    client = staff_of(noor, role)
    block = story_block(souq.first)
    text = json.loads(block["body-0-value-text_ar"])
    text["entityMap"]["0"] = {"type": entity, "mutability": "IMMUTABLE", "data": {"id": souq.first, **ENTITIES[entity]}}
    answers = published(client, noor, block | {"body-0-value-text_ar": json.dumps(text)})
    assert answers[2].status == 200
    assert not any(souq.marker in answer.told for answer in answers)


RAW = (
    '<a linktype="page" id="{id}">word</a>',
    '<a linktype="document" id="{id}">word</a>',
    '<embed embedtype="image" id="{id}" format="fullwidth" alt="word"/>',
    '<embed embedtype="media" url="https://example.com/{id}"/>',
)


@pytest.mark.sampled
@pytest.mark.parametrize("raw", RAW)
def test_html_that_was_stored_round_the_editor(raw: str, stores: Stores) -> None:
    """By an import or a defect: neither the page nor the editor resolves another store's things."""
    noor, souq = stores
    client = staff_of(noor, "owner")
    with undone():
        shown = stored(noor, [("rich_text", {"text_ar": f"<p>{raw.format(id=souq.first)} told</p>"})])
        editor = ask(client, f"/manage/pages/{noor.first}/edit/")
    assert (shown.status, editor.status) == (200, 200)
    assert "told" in shown.html
    assert souq.marker not in shown.told + editor.told


def references(noor: Shop, number: int) -> list[str]:
    """Where Noor's rows point at this number: a key, a chooser's value in a page, a link in a text."""
    names = "|".join({field.rsplit("-", 1)[1] for _, field in blocks_that_choose()} | {"page", "document", "image"})
    return tables_naming(noor, number, rf'("({names})\\*": \\*"?%s\y)|( id=\\*"%s\\*")')


# A token, and where to go afterwards: an address, which test_open_redirects asks about.
NOT_OF_THINGS = {"csrfmiddlewaretoken", "next"}


@pytest.mark.long
@pytest.mark.parametrize("role", FIELDS)
def test_every_field_of_every_form(role: str, stores: Stores, tried: Tried) -> None:
    """A number sent as a name or a price is only that; nowhere does it become a thing of Souq's."""
    noor, souq = stores
    client = staff_of(noor, role)
    count = 0
    for address in desk_addresses(noor, souq, allowed=True):
        for form in forms_of(ask(client, address.path).html, "post") if address.is_own else []:
            for name in form.keys() - NOT_OF_THINGS:
                with undone():
                    answer = ask(client, address.path, form | DRAWN_BY_SCRIPT | {name: [str(souq.first)]})
                    shown = ask(client, address.path)
                    assert answer.status < 500, f"{address.path} {name} {answer.defect}"
                    assert souq.marker not in answer.told + shown.told, f"{address.path} {name}"
                    assert references(noor, souq.first) == [], f"{address.path} {name}"
                count += 1
    tried(f"planting in every field as {role}", count, at_least=FIELDS[role])


@pytest.mark.long
def test_one_process_serves_the_forms_of_both_stores(stores: Stores) -> None:
    """Wagtail keeps form classes: what was asked for one store must not answer for the next."""
    for own, other in (stores, stores[::-1], stores, stores[::-1]):
        client = staff_of(own, "owner")
        for image, takes_it in ((own.first, True), (other.first, False)):
            with undone():
                ask(client, f"/manage/pages/{own.first}/edit/", page_form(client, own, **picture_block(image)))
                shown = ask(browser(own.host), f"/{own.known['page']}/")
                new_category = {"name_ar": "new", "slug": "new", "picture": str(image)}
                answer = ask(client, "/manage/categories/new/", new_category)
            assert ("/renditions/" in shown.html) is takes_it
            assert (answer.status == 302) is takes_it
