"""Every public address of a store, with another store's things in it: by guests, by customers, at hosts of no store."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.isolation.addresses import (
    FOREIGN,
    MISSING,
    OWN,
    Address,
    Argument,
    Choices,
    View,
    addresses,
    public_views,
)
from tests.isolation.conftest import Tried
from tests.isolation.crawling import Crawl, ask, browser
from tests.isolation.desk import desk_addresses
from tests.isolation.fingerprints import fingerprint
from tests.isolation.served_forms import forms_of
from tests.isolation.shops import MISSING as NOBODYS
from tests.isolation.shops import WORD, Shop
from tests.support.template_stores import OWNER_PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Stores = tuple[Shop, Shop]

# Which of a store's things stands in which argument; numbers are the store's numbers. An unknown argument fails.
THINGS = {
    ("catalog:product", "slug"): ("product",),
    ("catalog:category", "slug"): ("category", "collection"),
    ("accounts:new_password", "token"): ("new password",),
    ("orders:order", "token"): ("order", "unpaid"),
    ("orders:pay", "token"): ("unpaid",),
    ("orders:returned", "token"): ("unpaid",),
    ("orders:payment", "token"): ("unpaid",),
    ("orders:check", "token"): ("unpaid",),
    ("orders:another_way", "token"): ("unpaid",),
    ("orders:receipt", "token"): ("unpaid",),
    ("preview:enter", "token"): ("preview",),
    ("media-rendition", "name"): ("rendition",),
    ("wagtaildocs_serve", "#1"): ("document",),
    ("storefront-page", "path"): ("page", "draft"),
}


def shop_addresses(own: Shop, other: Shop) -> list[Address]:
    def choices(view: View, argument: Argument) -> Choices:
        if argument.name == "tenant_id":
            return [(OWN, own.tenant_id), (FOREIGN, other.tenant_id), (MISSING, NOBODYS)]
        if argument.is_number:
            return [(OWN, own.first), (FOREIGN, other.first), (MISSING, NOBODYS)]
        things = THINGS[view.name, argument.name]
        known = [(whose, shop.known[thing]) for whose, shop in ((OWN, own), (FOREIGN, other)) for thing in things]
        return [*known, (MISSING, f"{other.known[things[0]][:-3]}zzz")]

    return [address for view in public_views() for address in addresses(view, choices)]


def slashed(address: Address) -> str:
    return f"{address.path}/" if address.view == "storefront-page" else address.path


def of_nobody(words: str, shop: Shop) -> str:
    """The same words with nobody's marker in the place of the store's, letters and digits where that has them."""
    marker = shop.marker[:-1]
    return words.replace(marker, marker.translate(str.maketrans("0123456789abcdef", "5678901234fedcba")))


def customer_of(shop: Shop) -> Client:
    client = browser(shop.host)
    answer = client.post("/account/sign-in/", {"email": shop.email_of("customer"), "password": OWNER_PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.sampled
@pytest.mark.parametrize("who", ["guest", "customer"])
def test_reading(who: str, stores: Stores, tried: Tried) -> None:
    for own, other in (stores, stores[::-1]):
        crawl = Crawl(browser(own.host) if who == "guest" else customer_of(own), own, other, keeps=True)
        shows = set()
        for address in shop_addresses(own, other):
            for prefix in ("", "/en", "/ar"):
                answer = crawl.look(
                    prefix + slashed(address), (address.view, prefix, *address.parts), words=address.values
                )
                shows |= {address.view} if own.marker in answer.told else set()
        crawl.judge()
        assert len(shows) >= 9, f"the crawl itself sees too little: {shows}"
        tried(f"reading the shop as a {who}", crawl.asked, at_least=150)


def test_sending(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    before = fingerprint(souq)
    crawl = Crawl(customer_of(noor), noor, souq, keeps=True)
    for address in shop_addresses(noor, souq):
        if address.view != "accounts:sign_out":
            shown = ask(crawl.client, slashed(address)).html if address.is_own else ""
            for number, data in enumerate([{}, {"quantity": "1", "outcome": "approve"}, *forms_of(shown, "post")]):
                crawl.look(slashed(address), (address.view, *address.parts, str(number)), data, words=address.values)
    for whose, number in ((OWN, noor.first), (FOREIGN, souq.first), (MISSING, NOBODYS)):
        crawl.look("/cart/add/", ("add to cart", whose), {"variant_id": str(number), "quantity": "1"})
    crawl.judge()
    assert fingerprint(souq) == before
    tried("sending to the shop", crawl.asked, at_least=100)


def test_a_search_finds_ones_own_only(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    crawl = Crawl(browser(noor.host), noor, souq, keeps=True)
    assert crawl.look(f"/search/?q={WORD}", ("search",)).html.count('class="card') >= 2
    for words in (souq.marker, souq.known["sku"], f"oud {souq.marker}"):
        found, nobodys = (
            ask(crawl.client, f"/search/?q={asked}").less([asked]).html for asked in (words, of_nobody(words, souq))
        )
        assert found.count('class="card') == nobodys.count('class="card')
    for path in (
        "/products/?page=2",
        "/products/?sort=price",
        f"/products/{noor.known['product']}/?option={souq.first}",
    ):
        crawl.look(path, (path,))
    crawl.judge()


def test_what_the_search_api_tells_is_ones_own(stores: Stores, tried: Tried) -> None:
    """By words, beginnings, misspellings, facets, bookmarks; another store's words find what nobody's find."""
    for own, other in (stores, stores[::-1]):
        crawl = Crawl(browser(own.host), own, other, keeps=True)

        def told(asked: str, *words: str, crawl: Crawl = crawl) -> Any:
            """Without the words, which the answer says again."""
            return json.loads(crawl.look(f"/api/store/{asked}", (asked,), words=words).html)

        found, offered = told(f"search/?q={WORD}"), told(f"suggest/?q={WORD[:4]}")
        assert found["total"] >= 2
        assert len(found["facets"]) >= 2
        assert min(len(offered["terms"]), len(offered["products"])) >= 1
        assert own.marker in json.dumps(found)
        for facet in found["facets"]:
            for choice in facet["choices"]:
                chosen = told(f"search/?{urlencode({'q': WORD, facet['parameter']: choice['value']})}")
                assert chosen["total"] == choice["count"]
        for words in (other.marker, other.marker[:-1], f"{other.marker}x", other.known["sku"]):
            for path in ("search", "suggest"):
                theirs, nobodys = (
                    told(f"{path}/?{urlencode({'q': asked})}", asked) for asked in (words, of_nobody(words, other))
                )
                assert theirs == nobodys
        theirs = json.loads(ask(browser(other.host), f"/api/store/search/?q={WORD}").html)
        for facet in theirs["facets"]:
            asked = [{"q": WORD, facet["parameter"]: value} for value in (facet["choices"][0]["value"], "nobodys=x")]
            foreign, nobodys = (told(f"search/?{urlencode(one)}") for one in asked)
            if other.marker in facet["choices"][0]["value"]:
                assert foreign == nobodys
        assert theirs["after"] is None or "after" in told(f"search/?q={WORD}&after={theirs['after']}")["fields"]
        crawl.judge()
        tried("the search API", crawl.asked, at_least=15)


def test_a_picture_finds_ones_own_only(stores: Stores, tried: Tried) -> None:
    """Another store's own picture, and what it looks like as that store wrote it, tell nothing of that store."""
    for own, other in (stores, stores[::-1]):
        with default_storage.open(other.known["original"]) as file:
            theirs = file.read()
        crawl = Crawl(browser(own.host), own, other, keeps=True)
        for path in ("/search/picture/", "/api/store/search/picture/"):
            answer = crawl.look(path, (path,), {"photo": SimpleUploadedFile("photo.webp", theirs, "image/webp")})
            assert answer.status in {200, 302}
            if answer.location:
                for mode in ("similar", "colour", "shape"):
                    shown = crawl.look(f"{answer.location}&mode={mode}", (path, mode))
                    assert own.marker in shown.told
        sent = ask(browser(other.host), "/search/picture/", {"photo": SimpleUploadedFile("photo.webp", theirs)})
        refused = crawl.look(sent.location, ("their look",))
        assert refused.html.count('class="card') == 0
        for slug in (other.known["product"], "nobodys"):
            assert crawl.look(f"/search/picture/?product={slug}", ("product",), words=(slug,)).status == 404
        assert own.marker in crawl.look(f"/search/picture/?product={own.known['product']}", ("own",)).told
        crawl.judge()
        tried("pictures as questions", crawl.asked, at_least=9)


def test_another_stores_customer_is_a_stranger(stores: Stores) -> None:
    noor, souq = stores
    answers = [
        ask(browser(noor.host), "/account/sign-in/", {"email": email, "password": OWNER_PASSWORD})
        for email in (souq.email_of("customer"), "nobody@example.com", souq.email_of("owner"))
    ]
    assert {(answer.status, answer.location) for answer in answers} == {(200, "")}
    staff = {"username": souq.email_of("owner"), "password": OWNER_PASSWORD}
    assert ask(browser(noor.host), "/manage/login/", staff).status == 200, "nor does the desk know another's people"


def test_cookies_of_one_store_are_worth_nothing_at_the_other(stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    theirs = customer_of(souq)
    theirs.post("/cart/add/", {"variant_id": str(souq.first), "quantity": "1"})
    guest = browser(souq.host)
    guest.post("/cart/add/", {"variant_id": str(souq.first), "quantity": "1"})
    assert souq.marker in ask(guest, "/cart/").told
    assert souq.marker in ask(theirs, "/account/").told
    for cookies in (theirs.cookies, guest.cookies):
        replay = browser(noor.host)
        replay.cookies = deepcopy(cookies)
        crawl = Crawl(replay, noor, souq, keeps=True)
        assert crawl.look("/account/", ("account",)).location.startswith("/account/sign-in/")
        assert crawl.look("/checkout/", ("checkout",)).location == "/cart/"
        for path in ("/", "/cart/", f"/orders/{souq.known['order']}/"):
            crawl.look(path, (path,))
        crawl.judge()
        tried("cookies of another store", crawl.asked)


@pytest.mark.parametrize("host", ["localhost", "unknown.example", "noor.localhost.example"])
def test_hosts_of_no_store_tell_nothing(host: str, stores: Stores, tried: Tried) -> None:
    noor, souq = stores
    paths = {slashed(address) for address in shop_addresses(noor, souq) if MISSING not in address.parts}
    paths |= (
        {address.path for address in desk_addresses(noor, souq) if address.is_own} if host == "localhost" else set()
    )
    client = browser(host)
    answers = {path: ask(client, path).less([*noor.known.values(), *souq.known.values()]) for path in sorted(paths)}
    assert {path: answer.defect for path, answer in answers.items() if answer.status >= 500} == {}
    assert [path for path, answer in answers.items() if noor.marker in answer.told or souq.marker in answer.told] == []
    tried("hosts of no store", len(paths), at_least=35)


def test_a_gateways_call_is_heard_at_the_platforms_host_alone(stores: Stores) -> None:
    _, souq = stores
    path = f"/hooks/payments/{souq.known['webhook']}/"
    statuses = {host: ask(browser(host), path, {}).status for host in ("localhost", "noor.localhost", souq.host)}
    # Not signed, as Moyasar's are not taken.
    assert statuses == {"localhost": 400, "noor.localhost": 404, souq.host: 404}


def test_files_are_served_at_their_own_store_alone(stores: Stores) -> None:
    noor, souq = stores
    path = f"/media/{souq.tenant_id}/renditions/{souq.known['rendition']}"
    statuses: dict[str, Any] = {host: ask(browser(host), path).status for host in (souq.host, noor.host, "localhost")}
    assert statuses == {souq.host: 200, noor.host: 404, "localhost": 404}
    assert ask(browser(souq.host), f"/media/{souq.known['original']}/").status == 404, "originals are never served"
    for name in (".", "..", "%2e%2e", "..%2f..%2f", "%00", "x", souq.known["rendition"].rpartition(".")[0]):
        assert ask(browser(souq.host), f"/media/{souq.tenant_id}/renditions/{name}").status == 404, name
