"""Souq's numbers sent in the fields of Noor's own forms: refused or dropped, and the public page shows nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.isolation.conftest import Tried
from tests.isolation.crawling import Answer, ask, browser, staff_of, undone
from tests.isolation.desk import DRAWN_BY_SCRIPT, LISTS, desk_addresses
from tests.isolation.fingerprints import tables_naming
from tests.isolation.served_forms import forms_of
from tests.isolation.shops import Shop

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]


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


def test_every_field_that_takes_a_number(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    fields = []
    for address in desk_addresses(noor, souq, allowed=True):
        if address.is_own and not LISTS.search(address.view):
            for form in forms_of(ask(client, address.path).html, "post"):
                for name in numbered_fields(form, noor):
                    data = form | DRAWN_BY_SCRIPT | {name: [str(souq.first)]}
                    assert planted_by(client, address.path, data, noor, souq) == [], f"{address.path} {name}"
                    fields.append(f"{address.view} {name}")
    tried("planting in fields", len(fields), at_least=8)


def page_form(client: Any, noor: Shop, **changes: Any) -> dict[str, Any]:
    """What the editor sends to publish the story, with one block."""
    form = forms_of(ask(client, f"/manage/pages/{noor.first}/edit/").html, "post")[-1]
    return form | {"body-count": "1", "body-0-order": "0", "body-0-deleted": "", "action-publish": "1"} | changes


def picture_block(image_id: int) -> dict[str, str]:
    return {"body-0-type": "hero", "body-0-id": "", "body-0-value-image": str(image_id), "body-0-value-heading_ar": "x"}


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


def test_a_picture_of_another_store_is_dropped(stores: Stores) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    _, _, shown = published(client, noor, picture_block(noor.first))
    assert "/renditions/" in shown.html, "one's own picture is shown"
    sent, editor, shown = published(client, noor, picture_block(souq.first))
    assert "/renditions/" not in shown.html
    assert not any(souq.marker in answer.told for answer in (sent, editor, shown))
    form = page_form(client, noor, **picture_block(souq.first))
    assert planted_by(client, f"/manage/pages/{noor.first}/edit/", form, noor, souq) == []


def test_a_link_to_another_stores_page_leads_nowhere(stores: Stores) -> None:
    noor, souq = stores
    client = staff_of(noor, "owner")
    _, _, shown = published(client, noor, story_block(noor.first))
    assert '">word</a>' in shown.html, "a link to one's own page is one"
    sent, editor, shown = published(client, noor, story_block(souq.first))
    assert (sent.status, shown.status) == (302, 200)
    assert "<a>word</a>" in shown.html
    assert not any(souq.marker in answer.told for answer in (sent, editor, shown))


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
