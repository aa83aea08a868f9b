"""The merchant's own log at the desk, and who acts at each edge."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

import manage
from commerce.accounts.application.activity import record_rights
from commerce.accounts.application.use_cases.change_role import change_role
from commerce.accounts.application.use_cases.hire_member import hire_member
from commerce.accounts.application.use_cases.invite_member import invite_member
from commerce.accounts.application.use_cases.remove_member import remove_member
from commerce.accounts.application.use_cases.resend_invitation import resend_invitation
from commerce.accounts.application.use_cases.withdraw_invitation import withdraw_invitation
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Customer, Membership, User
from commerce.core import clock
from commerce.core.actors import GUEST, Actor, ActorKind, acting_as, current_actor
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.models import AuditEntry
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.core.sweeps import sweep_all
from commerce.media.models import StoreImage
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.catalog.builders import published, simple_draft, variants_of
from tests.commerce.catalog.desk import edit, member, posted_again
from tests.commerce.media.corpus import saved
from tests.commerce.orders.browsing import order_it, variant
from tests.commerce.payments.tills import offer
from tests.support.databases import ROOT
from tests.support.many_stores import open_many
from wasla_site.dashboard.activity.words import ACTIONS, FACTS, KINDS, SENTENCES
from wasla_site.middleware import ActorMiddleware
from wasla_site.storefront.models import ContentPage, HomePage

LOG = "/manage/activity/"
HUDA = Actor(ActorKind.STAFF, "1", "هدى")


def priced(name: str = "عود", object_id: int = 1, **changes: Any) -> Deed:
    facts: dict[str, Any] = {
        "kind": "variant", "action": "priced", "object_id": object_id, "name": Bilingual(name, "Oud"),
        "before": {"price": Money(120_00, "SAR")}, "after": {"price": Money(110_00, "SAR")},
    }  # fmt: skip
    return Deed(**facts | changes)


def last() -> AuditEntry:
    with transaction.atomic():
        entry: AuditEntry = AuditEntry.objects.latest("id")
        return entry


def acted() -> tuple[str, str, str]:
    entry = last()
    return entry.actor_kind, entry.actor_id, entry.actor_name


def told_after(pk: int) -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.filter(pk__gt=pk).order_by("id")
    return [(entry.kind, entry.action, entry.actor_name) for entry in entries]


def shown(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LOG}{query}")
    assert answer.status_code == 200, answer
    return [f"{entry.kind} {entry.action}" for entry in answer.context["object_list"]]


class TestTheList:
    def test_tells_who_did_what_to_what_with_before_and_after(self, in_noor: Any) -> None:
        owner = member(in_noor, Role.OWNER)
        product = published(simple_draft("OUD", title="عود"))
        [row] = variants_of(product.pk)
        with acting_as(HUDA):
            record(priced(object_id=row.pk))
        page = owner.get(LOG).content.decode()
        assert "هدى" in page
        address = edit(product.pk)
        assert (
            f'تغيير سعر «<a href="{address}"><bdi>عود</bdi></a>» من <bdi>120.00 ريال</bdi> إلى <bdi>110.00 ريال</bdi>'
        ) in page
        assert "قبل وبعد" in page

    def test_speaks_english_where_the_reader_does(self, in_souq: Any) -> None:
        owner = member(in_souq, Role.OWNER)
        record(priced())
        page = owner.get(LOG).content.decode()
        assert "Changed the price of “<bdi>Oud</bdi>” from <bdi>120.00 SAR</bdi>" in page

    def test_shows_the_stores_own_time(self, in_noor: Any) -> None:
        owner = member(in_noor, Role.OWNER)
        with clock.as_of(datetime(2026, 11, 23, 21, 30, tzinfo=UTC)):
            record(priced())
        assert "24/11/2026 12:30" in owner.get(LOG).content.decode()

    def test_links_only_to_what_still_exists(self, in_noor: Any) -> None:
        owner = member(in_noor, Role.OWNER)
        record(priced(object_id=999_999))
        assert "<a" not in owner.get(LOG).content.decode().partition("تغيير سعر")[2].partition("</bdi>")[0]

    def test_escapes_what_people_wrote(self, in_noor: Any) -> None:
        owner = member(in_noor, Role.OWNER)
        with acting_as(Actor(ActorKind.STAFF, "1", "<script>1</script>")):
            tampered = {"sku": "<script>4</script>", "prices": {"<script>5": "<script>6"}, "tags": ["<script>7"]}
            record(priced("<script>2</script>", reason="<script>3</script>", after=tampered))
        page = owner.get(LOG).content.decode()
        assert [n for n in range(1, 8) if f"<script>{n}" in page] == []
        assert [n for n in range(1, 8) if f"&lt;script&gt;{n}" not in page] == []

    def test_pages_of_fifty_newest_first(self, in_noor: Any) -> None:
        owner = member(in_noor, Role.OWNER)
        record(*(priced() for _ in range(60)), priced(action="counted"))
        assert shown(owner)[0] == "variant counted"
        assert len(shown(owner)) == 50
        assert len(shown(owner, "?p=2")) >= 11

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (Role.OWNER, 200), (Role.MANAGER, 200), (Role.MARKETER, 302), (Role.FULFILMENT, 302), (Role.ANALYST, 302),
        ],
    )  # fmt: skip
    def test_is_for_owners_and_managers(self, in_noor: Any, role: Role, status: int) -> None:
        client = member(in_noor, role)
        assert client.get(LOG).status_code == status
        assert client.get(f"{LOG}results/").status_code == status
        assert (LOG in client.get("/manage/").content.decode()) is (status == 200)


class TestFilters:
    @pytest.fixture
    def owner(self, in_noor: Any) -> Client:
        client = member(in_noor, Role.OWNER)
        with transaction.atomic():
            hire_member(email="majed@noor.example", name="ماجد", password=None, role=Role.ANALYST)
        self.majed = User.objects.get(email="majed@noor.example")
        with acting_as(Actor(ActorKind.STAFF, str(self.majed.pk), "ماجد")):
            record(Deed("order", "shipped", 1, Bilingual("1001", "1001")))
        with acting_as(Actor(ActorKind.SYSTEM)):
            record(priced("عُود أزرق"))
        return client

    def test_by_person(self, owner: Client) -> None:
        assert shown(owner, f"?who=staff:{self.majed.pk}") == ["order shipped"]
        assert shown(owner, "?who=system") == ["variant priced"]

    def test_by_somebody_who_left(self, owner: Client) -> None:
        record_rights(self.majed, before=Role.ANALYST, after=None)
        Membership.objects.filter(user=self.majed).delete()
        assert shown(owner, f"?who=staff:{self.majed.pk}") == ["order shipped"]

    def test_by_kind_of_action(self, owner: Client) -> None:
        assert shown(owner, "?what=prices") == ["variant priced"]
        assert shown(owner, "?what=prices&what=orders") == ["variant priced", "order shipped"]
        assert "member hired" in shown(owner, "?what=rights")

    def test_by_kind_of_object(self, owner: Client) -> None:
        assert shown(owner, "?kind=order") == ["order shipped"]

    def test_by_date(self, owner: Client) -> None:
        today = clock.now().date()
        assert "order shipped" in shown(owner, f"?at_from={today - timedelta(days=1)}")
        assert shown(owner, f"?at_from={today + timedelta(days=2)}") == []

    def test_by_name_however_it_is_spelt(self, owner: Client) -> None:
        assert shown(owner, "?q=عود ازرق") == ["variant priced"]
        assert shown(owner, "?q=1001") == ["order shipped"]

    def test_nonsense_finds_nothing_and_breaks_nothing(self, owner: Client) -> None:
        for query in ("?who=staff:999", "?who=x", "?what=x", "?kind=x", "?at_from=x", "?p=x", "?q=%00"):
            assert owner.get(f"{LOG}{query}").status_code == 200


def test_two_stores_with_the_same_names_see_only_their_own(noor: Any, souq: Any) -> None:
    for store, price in ((noor, 111_00), (souq, 222_00)):
        with tenant_scope(store.pk), transaction.atomic():
            record(priced(after={"price": Money(price, "SAR")}))
    for store, own, foreign in ((noor, "111.00", "222.00"), (souq, "222.00", "111.00")):
        page = member(store, Role.OWNER).get(LOG).content.decode()
        assert own in page
        assert foreign not in page


def test_the_list_costs_the_same_in_a_large_store_and_among_many(own_database: str) -> None:
    noor = Tenant.objects.get(slug="noor")
    owner = member(noor, Role.OWNER)
    with tenant_scope(noor.pk), transaction.atomic():
        product = published(simple_draft("OUD"))
        deeds = [Deed(kind, "changed", product.pk, Bilingual("عود", "Oud")) for kind in KINDS]
        record(*deeds)
    few = statements(owner)
    with tenant_scope(noor.pk), transaction.atomic():
        record(*deeds * 100)
    open_many(own_database, 200)
    assert statements(owner) == few
    assert few <= 26


def statements(client: Client) -> int:
    client.get(LOG)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LOG).status_code == 200
    return len(queries)


class TestEdges:
    """Who acts is asserted whole: what an edge forgot would bear the tests' own name."""

    def test_staff_at_the_desk(self, in_noor: Any) -> None:
        manager = member(in_noor, Role.MANAGER)
        person = User.objects.get(email="manager@noor.example")
        assert acted() == ("staff", str(person.pk), "The manager")
        assert (last().kind, last().action) == ("member", "signed_in")
        product = published(simple_draft("OUD"))
        assert acted() == ("command", "tests", "")
        form = posted_again(manager.get(edit(product.pk))) | {"variants-0-price": "61.50"}
        assert manager.post(edit(product.pk), form).status_code == 302
        assert acted() == ("staff", str(person.pk), "The manager")
        assert last().after["price"] == {"minor": 6150, "currency": "SAR"}

    def test_a_page_through_wagtails_own_views(self, in_noor: Any) -> None:
        manager = member(in_noor, Role.MANAGER)
        home = HomePage.objects.get()
        form = {"title": "قصتنا", "slug": "story", "heading_ar": "قصتنا", "heading_en": "Story", "body-count": "0",
                "action-publish": "1"}  # fmt: skip
        before = last().pk
        answer = manager.post(f"/manage/pages/add/storefront/contentpage/{home.pk}/", form)
        assert answer.status_code == 302
        page = ContentPage.objects.get(slug="story")
        entries = AuditEntry.objects.filter(pk__gt=before, kind="page", object_id=page.pk)
        assert {entry.actor_name for entry in entries} == {"The manager"}
        assert {entry.action for entry in entries} >= {"created", "published"}
        assert shown(manager, "?what=published&q=قصتنا") == ["page published"]

    @pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
    def test_a_picture_by_whatever_door(self, in_noor: Any, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path
        manager = member(in_noor, Role.MANAGER)
        doors = {"add/": "file", "multiple/add/": "files[]", "chooser/create/": "image-chooser-upload-file"}
        for path, field in (*doors.items(), *doors.items()):
            before = last().pk
            file = SimpleUploadedFile("oud.png", saved("PNG"), content_type="image/png")
            manager.post(f"/manage/images/{path}", {"title": "Oud", "image-chooser-upload-title": "Oud", field: file})
            assert told_after(before) == [("picture", "created", "The manager")], path
        one, *others = StoreImage.objects.order_by("pk").values_list("pk", flat=True)
        for path, data, action in (
            (f"{one}/", {f"image-{one}-title": "Amber"}, "changed"),
            (f"{one}/delete/", {}, "deleted"),
        ):
            before = last().pk
            assert manager.post(f"/manage/images/multiple/{path}", data).json()["success"], path
            assert told_after(before) == [("picture", action, "The manager")], path
        one, *others = others
        many = "&".join(f"id={pk}" for pk in others)
        bulk = "/manage/bulk/media/storeimage"
        for path, data, action, times in (
            (f"/manage/images/{one}/", {"title": "Amber"}, "changed", 1),
            (f"/manage/images/{one}/delete/", {}, "deleted", 1),
            (f"{bulk}/add_tags/?{many}", {"tags": "spring"}, "changed", 4),
            (f"{bulk}/delete/?{many}", {}, "deleted", 4),
        ):
            before = last().pk
            assert manager.post(path, data).status_code == 302, path
            assert told_after(before) == [("picture", action, "The manager")] * times, path

    def test_a_shopper(self, own_database: str) -> None:
        noor = Tenant.objects.get(slug="noor")
        with tenant_scope(noor.pk):
            with transaction.atomic():
                put_on_shelf("OUD")
            offer("paytabs")
            shopper = Client(HTTP_HOST="noor.localhost")
            shopper.post("/cart/add/", {"variant_id": variant(), "quantity": 1})
            order_it(shopper, "paytabs")
            assert (last().kind, last().action) == ("order", "payment_pending")
            assert acted() == ("guest", "", "")

    def test_the_worker(self, in_noor: Any, settings: Any) -> None:
        settings.SWEEPS = {f"{__name__}.sweep_that_records": 1}
        sweep_all(now=clock.now())
        assert acted() == ("system", "", "")

    def test_a_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Actor] = []
        monkeypatch.setenv("DATABASE_URL", "postgresql://wasla_app@/wasla")
        monkeypatch.setattr(manage, "execute_from_command_line", lambda arguments: seen.append(current_actor()))
        manage.main(["manage.py", "import_products", "--store", "noor"])
        assert seen.pop() == Actor(ActorKind.COMMAND, "import_products")

    def test_sign_up(self, own_database: str) -> None:
        form = {"name_ar": "ريان", "slug": "rayyan", "language": "ar", "currency": "SAR", "owner_name": "سامي",
                "owner_email": "sami@rayyan.example", "owner_password": "kettle-saffron-morning"}  # fmt: skip
        assert Client(HTTP_HOST="localhost").post("/open/", form).status_code == 200
        with tenant_scope(Tenant.objects.get(slug="rayyan").pk):
            assert (last().kind, last().action) == ("store", "opened")
            assert acted() == ("staff", "", "سامي")

    def test_a_request_that_fails_leaves_nothing(self, in_noor: Any) -> None:
        manager = member(in_noor, Role.MANAGER)
        product = published(simple_draft("OUD"))
        before = last().pk
        form = posted_again(manager.get(edit(product.pk))) | {"variants-0-price": "61.50", "slug": "not a slug"}
        assert manager.post(edit(product.pk), form).status_code != 302
        assert last().pk == before


def sweep_that_records(*, now: datetime) -> None:
    record(priced())


def test_rights_are_told_with_what_they_were(in_noor: Any) -> None:
    hire_member(email="majed@noor.example", name="ماجد", password=None, role=Role.ANALYST)
    person = User.objects.get(email="majed@noor.example")
    assert (last().action, last().object_id, last().after) == ("hired", person.pk, {"role": "analyst"})
    record_rights(person, before=Role.ANALYST, after=Role.MANAGER)
    assert (last().action, last().before, last().after) == ("role_changed", {"role": "analyst"}, {"role": "manager"})
    record_rights(person, before=Role.MANAGER, after=None)
    assert (last().action, last().before, last().after) == ("removed", {"role": "manager"}, {})
    before = last().pk
    record_rights(person, before=Role.OWNER, after=Role.OWNER)
    assert last().pk == before


def test_every_deed_in_the_code_has_words() -> None:
    """Of each `Deed(kind, action, …)` written out in the sources."""
    found = set()
    for file in (*ROOT.glob("commerce/**/*.py"), *ROOT.glob("wasla_site/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Deed":
                kind, action, *_ = node.args
                if isinstance(kind, ast.Constant) and isinstance(action, ast.Constant):
                    found.add((kind.value, action.value))
    assert len(found) >= 8
    assert found - SENTENCES.keys() == set()
    assert {kind for kind, _ in SENTENCES} == KINDS.keys()
    assert {action for _, action in SENTENCES} == {"opened"} | {
        each for _, actions in ACTIONS.values() for each in actions
    }
    assert "price" in FACTS


@pytest.mark.parametrize(
    ("path", "customer", "actor"),
    [
        ("/manage/products/", None, Actor(ActorKind.STAFF, "7", "هدى")),
        ("/manage/products/", Customer(pk=5, name="سارة"), Actor(ActorKind.STAFF, "7", "هدى")),
        ("/cart/", Customer(pk=5, name="سارة"), Actor(ActorKind.CUSTOMER, "5")),
        ("/cart/", None, GUEST),
    ],
)
def test_one_browser_is_staff_at_the_desk_and_a_shopper_elsewhere(
    path: str, customer: Customer | None, actor: Actor
) -> None:
    """The session may know both at once; a shopper's name stays out of the log."""
    request = RequestFactory().get(path)
    request.user = User(pk=7, name="هدى")
    request.customer = customer  # type: ignore[attr-defined]
    seen: list[Actor] = []

    def respond(request: Any) -> HttpResponse:
        seen.append(current_actor())
        return HttpResponse()

    ActorMiddleware(respond)(request)
    assert seen == [actor]


def test_moves_and_copies_tell_what_is_different_now(in_noor: Any) -> None:
    """Also between pages of the same name."""
    owner = member(in_noor, Role.OWNER)
    home, about = HomePage.objects.get(), ContentPage.objects.get(slug="about")
    asked = {"new_title": about.title, "new_slug": "about-us", "new_parent_page": home.pk}
    assert owner.post(f"/manage/pages/{about.pk}/copy/", asked).status_code == 302
    assert (last().action, last().before) == ("copied", {})
    assert last().after == {"parent": home.title, "address": "/about-us/"}

    copy = ContentPage.objects.get(slug="about-us")
    team: Any = about.add_child(instance=ContentPage(title="فريقنا", slug="team", locale=about.locale))
    assert owner.post(f"/manage/pages/{team.pk}/move/{copy.pk}/confirm/").status_code == 302
    assert (last().action, last().before, last().after) == (
        "moved", {"address": "/about/team/"}, {"address": "/about-us/team/"},
    )  # fmt: skip
    assert owner.post(f"/manage/pages/{team.pk}/move/{home.pk}/confirm/").status_code == 302
    assert (last().before, last().after) == (
        {"parent": about.title, "address": "/about-us/team/"}, {"parent": home.title, "address": "/team/"},
    )  # fmt: skip

    assert owner.post(f"/manage/pages/{team.pk}/set_position/?position=0").status_code == 200
    assert (last().action, last().before, last().after) == ("reordered", {}, {"position": 1})
    page = owner.get(f"{LOG}?kind=page").content.decode()
    assert not re.search(r"<td><bdi>(.+?)</bdi></td>\s*<td><bdi>\1</bdi></td>", page), "the same before and after"


def test_what_the_staff_desk_decides_is_told_with_who_decided(in_noor: Any) -> None:
    owner = Membership.objects.get(role=Role.OWNER)
    hire_member(email="majed@noor.example", name="ماجد", password=None, role=Role.ANALYST)
    majed = Membership.objects.get(user__email="majed@noor.example")
    now = clock.now()
    invitation = invite_member(email="sara@noor.example", role=Role.MARKETER, by=owner.user_id, now=now)
    assert (last().action, last().name_en, last().after) == ("invited", "sara@noor.example", {"role": "marketer"})
    resend_invitation(invitation_id=invitation.pk, by=owner.user_id, now=now)
    assert (last().action, last().name_en, last().after) == ("invited_again", "sara@noor.example", {"role": "marketer"})
    assert acted() == ("staff", str(owner.user_id), "Huda")
    withdraw_invitation(invitation_id=invitation.pk, by=owner.user_id, now=now)
    assert (last().action, last().before) == ("uninvited", {"role": "marketer"})
    change_role(membership_id=majed.pk, role=Role.MANAGER, by=owner.user_id)
    assert (last().action, last().before, last().after) == ("role_changed", {"role": "analyst"}, {"role": "manager"})
    remove_member(membership_id=majed.pk, by=owner.user_id)
    assert (last().action, last().object_id, last().before) == ("removed", majed.user_id, {"role": "manager"})
    assert acted() == ("staff", str(owner.user_id), "Huda")
