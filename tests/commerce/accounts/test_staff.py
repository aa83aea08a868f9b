"""Who works in a store: invited, changed and taken out; from a letter to the next request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from commerce.accounts.application.invitations import InvitationClosed
from commerce.accounts.application.link_tokens import invitation_token
from commerce.accounts.application.queries import rights_in_scope
from commerce.accounts.application.staff import LastOwner
from commerce.accounts.application.use_cases.accept_invitation import accept_invitation
from commerce.accounts.application.use_cases.change_role import change_role
from commerce.accounts.application.use_cases.invite_member import (
    GOOD_FOR,
    AlreadyInvited,
    AlreadyMember,
    invite_member,
)
from commerce.accounts.application.use_cases.remove_member import remove_member
from commerce.accounts.application.use_cases.resend_invitation import resend_invitation
from commerce.accounts.application.use_cases.sign_in_customer import WrongCredentials
from commerce.accounts.application.use_cases.withdraw_invitation import withdraw_invitation
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Invitation, Membership, User
from commerce.core import clock
from commerce.core.errors import NotAllowed, NotFound
from commerce.core.scope import tenant_scope
from commerce.tenants.application.letters import send_letter
from commerce.tenants.models import Domain, Tenant
from tests.commerce.accounts.staff import PASSWORD, at_the_desk, hire, letters, link_in
from tests.support.template_stores import NOOR, OWNER_PASSWORD, SOUQ

HUDA, MAJED = NOOR.owner_email, SOUQ.owner_email
LAILA = "laila@people.example"


accept = partial(accept_invitation, address="198.51.100.7")


@pytest.fixture
def at_noor(db: None) -> Iterator[Tenant]:
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        yield noor


@pytest.fixture
def huda(at_noor: Tenant) -> int:
    return int(User.objects.get(email=HUDA).pk)


def membership_of(email: str) -> Any:
    with transaction.atomic():
        return Membership.objects.filter(user__email=email).first()


def only_invitation() -> Invitation:
    with transaction.atomic():
        invitation: Invitation = Invitation.objects.get()
        return invitation


def test_from_the_desk_through_a_letter_to_the_desk(at_noor: Tenant) -> None:
    owner = at_the_desk(HUDA)
    answer = owner.post("/manage/staff/invite/", {"email": " Laila@People.example", "role": "marketer"}, follow=True)
    assert "laila@people.example" in answer.content.decode()
    [letter] = letters()
    assert letter.to == [LAILA]
    newcomer = Client(HTTP_HOST="noor.localhost")
    page = newcomer.get(link_in(letter))
    assert (page.status_code, LAILA in page.content.decode()) == (200, True)
    assert "no-store" in page["Cache-Control"]
    answer = newcomer.post(link_in(letter), {"name": "Laila", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/manage/")
    assert newcomer.get("/manage/images/").status_code == 200
    assert membership_of(LAILA).role == Role.MARKETER
    assert newcomer.get(link_in(letter)).status_code == 404, "the link was good once"


def test_the_invitation_says_who_else_is_signed_in(at_noor: Tenant) -> None:
    owner = at_the_desk(HUDA)
    owner.post("/manage/staff/invite/", {"email": LAILA, "role": "marketer"})
    link = link_in(letters()[0])
    assert HUDA in owner.get(link).content.decode()
    assert HUDA in owner.post(link, {"name": "", "password": PASSWORD}).content.decode()
    assert HUDA not in Client(HTTP_HOST="noor.localhost").get(link).content.decode()
    assert owner.post(link, {"name": "Laila", "password": PASSWORD}).status_code == 302
    assert "Laila" in owner.get("/manage/account/").content.decode()


def test_the_letter_is_the_stores_own(at_noor: Tenant, huda: int) -> None:
    """Links lead to the verified primary domain, whatever host the request came by."""
    with transaction.atomic():
        Domain.objects.filter(tenant=at_noor).update(is_primary=False)
        Domain.objects.create(tenant=at_noor, host="noor.example", is_verified=True, is_primary=True)
    at_the_desk(HUDA).post("/manage/staff/invite/", {"email": LAILA, "role": "analyst"})
    [letter] = letters()
    assert "http://noor.example/manage/invitations/" in letter.body
    assert "localhost" not in letter.body
    assert letter.from_email == "=?utf-8?b?2YbZiNix?= <no-reply@localhost>"
    assert letter.extra_headers["X-Wasla-Tenant"] == str(at_noor.pk)
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in html
    assert "Huda" in letter.body
    assert "محلل" in letter.body, "in the store's first language"


def test_who_chose_a_language_for_the_desk_is_written_to_in_it(at_noor: Tenant, huda: int) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=User.objects.get(email=MAJED), preferred_language="en")
    invite_member(email=MAJED, role=Role.ANALYST, by=huda, now=clock.now())
    [letter] = letters()
    assert "invited to work" in letter.subject


def test_a_store_name_begins_no_header_of_its_own(at_noor: Tenant, huda: int) -> None:
    Tenant.objects.filter(pk=at_noor.pk).update(name_ar="نور\r\nBcc: everyone@evil.example")
    invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())
    [letter] = letters()
    assert letter.message()["Bcc"] is None
    assert letter.recipients() == [LAILA]


def test_letters_wait_for_the_commit(at_noor: Tenant, huda: int) -> None:
    with transaction.atomic():
        invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())
        transaction.set_rollback(True)
    assert letters() == []
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        send_letter(to=LAILA, language="ar", template="accounts_letters/invitation", facts={})


def test_a_person_known_from_another_store_proves_who_they_are(at_noor: Tenant, huda: int) -> None:
    invite_member(email=MAJED, role=Role.MANAGER, by=huda, now=clock.now())
    path = link_in(letters()[0])
    majed = Client(HTTP_HOST="noor.localhost")
    assert 'name="name"' not in majed.get(path).content.decode()
    wrong = majed.post(path, {"name": "Mallory", "password": "a-password-of-mallorys"})
    assert wrong.status_code == 422
    assert membership_of(MAJED) is None
    assert User.objects.get(email=MAJED).check_password(OWNER_PASSWORD), "the link is no key to their account"
    assert majed.post(path, {"password": OWNER_PASSWORD}).status_code == 302
    assert membership_of(MAJED).role == Role.MANAGER
    assert User.objects.get(email=MAJED).name == SOUQ.owner_name


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_known_person_is_told_which_password_and_where_to_get_a_new_one(
    at_noor: Tenant, huda: int, language: str
) -> None:
    from wagtail.users.models import UserProfile

    for email in (MAJED, LAILA):
        invite_member(email=email, role=Role.MANAGER, by=huda, now=clock.now())
    UserProfile.objects.create(user=User.objects.get(email=MAJED), preferred_language=language)
    words = {
        "ar": ("كلمة المرور التي لديك", "لوحة التحكم في المتجر الذي تعمل فيه"),
        "en": ("the password you have", "at the desk of the store you work in"),
    }
    known, new = (next(each for each in letters() if each.to == [email]) for email in (MAJED, LAILA))
    assert all(word in text for word in words[language] for text in (known.body, known.alternatives[0][0]))
    assert not any(word in new.body for word in words["ar"])
    page = Client(HTTP_HOST="noor.localhost").get(link_in(known)).content.decode()
    assert all(word in page for word in words["ar"])


def test_strangers_at_the_door_keep_no_invited_person_out(at_noor: Tenant, huda: int) -> None:
    """Nobody comes by an invitation but who has its link; whoever does guesses no oftener than at the door."""
    invite_member(email=MAJED, role=Role.MANAGER, by=huda, now=clock.now())
    path = link_in(letters()[0])
    for _ in range(11):
        Client(HTTP_HOST="noor.localhost").post("/manage/login/", {"username": MAJED, "password": "a-guess-of-nobody"})
    majed = Client(HTTP_HOST="noor.localhost")
    assert {majed.post(path, {"password": "a-guess-of-majeds"}).status_code for _ in range(9)} == {422}
    assert majed.post(path, {"password": OWNER_PASSWORD}).status_code == 302
    majed.cookies.pop("sessionid")
    sent = {"username": MAJED, "password": OWNER_PASSWORD}
    assert majed.post("/manage/login/", sent).status_code == 302, "and the browser is known from then on"


def test_an_invitations_link_is_no_way_to_guess_without_limit(at_noor: Tenant, huda: int) -> None:
    invite_member(email=MAJED, role=Role.MANAGER, by=huda, now=clock.now())
    path = link_in(letters()[0])
    statuses = [
        Client(HTTP_HOST="noor.localhost").post(path, {"password": "a-guess-of-nobody"}).status_code for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_who_was_hired_elsewhere_without_a_password_gets_none_by_an_invitation(at_noor: Tenant, huda: int) -> None:
    """Their own store's letter is how they come by one; another's would open that store too."""
    with transaction.atomic():
        User.objects.create_user(LAILA, None, name="Laila")
    invitation = invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())
    page = Client(HTTP_HOST="noor.localhost").get(f"/manage/invitations/{invitation_token(invitation)}/")
    assert 'name="name"' not in page.content.decode()
    with pytest.raises(WrongCredentials):
        accept(token=invitation_token(invitation), name="Mallory", password=PASSWORD, now=clock.now())
    assert not User.objects.get(email=LAILA).has_usable_password()


def test_a_weak_password_is_told_and_the_name_is_kept(at_noor: Tenant, huda: int) -> None:
    invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())
    path = link_in(letters()[0])
    page = Client(HTTP_HOST="noor.localhost").post(path, {"name": "Laila", "password": "short"})
    assert page.status_code == 422
    assert 'value="Laila"' in page.content.decode()
    assert 'value="short"' not in page.content.decode()
    assert not User.objects.filter(email=LAILA).exists()


@pytest.mark.parametrize("token", ["x", "", "WzEsIDFd:1xxxxx:forged"])
def test_a_forged_link_opens_nothing(at_noor: Tenant, huda: int, token: str) -> None:
    invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())
    with pytest.raises(InvitationClosed):
        accept(token=token, name="Laila", password=PASSWORD, now=clock.now())


def test_an_invitation_opens_its_own_store_alone(at_noor: Tenant, huda: int) -> None:
    """Even one that was signed for Noor with the number of an invitation of Souq's."""
    invitation = invite_member(email=LAILA, role=Role.OWNER, by=huda, now=clock.now())
    souq = Tenant.objects.get(slug="souq")
    with tenant_scope(souq.pk):
        majed = User.objects.get(email=SOUQ.owner_email).pk
        theirs = invite_member(email=LAILA, role=Role.ANALYST, by=majed, now=clock.now())
    tokens = [invitation_token(invitation), invitation_token(theirs)]
    with tenant_scope(souq.pk):
        for token in tokens:
            assert Client(HTTP_HOST="souq.localhost").get(f"/manage/invitations/{token}/").status_code == 404
            with pytest.raises(InvitationClosed):
                accept(token=token, name="Laila", password=PASSWORD, now=clock.now())
        assert (
            Client(HTTP_HOST="souq.localhost").get(f"/manage/invitations/{invitation_token(theirs)}/").status_code
            == 200
        )


def test_an_invitation_that_is_withdrawn_meanwhile_is_not_accepted(
    at_noor: Tenant, huda: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passwords are judged and hashed before the row is locked; what was read of it until then may be over."""
    invitation = invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())

    def withdraw(*_: Any) -> None:
        withdraw_invitation(invitation_id=invitation.pk, by=huda, now=clock.now())

    monkeypatch.setattr("commerce.accounts.application.use_cases.accept_invitation.refuse_weak", withdraw)
    with pytest.raises(InvitationClosed):
        accept(token=invitation_token(invitation), name="Laila", password=PASSWORD, now=clock.now())
    assert not User.objects.filter(email=LAILA).exists()


def test_an_invitation_ends_by_time_by_hand_and_by_being_accepted(at_noor: Tenant, huda: int) -> None:
    now = clock.now()
    invitation = invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=now)
    token = invitation_token(invitation)
    with pytest.raises(InvitationClosed):
        accept(token=token, name="Laila", password=PASSWORD, now=now + GOOD_FOR)
    resend_invitation(invitation_id=invitation.pk, by=huda, now=now + GOOD_FOR)
    withdraw_invitation(invitation_id=invitation.pk, by=huda, now=now + GOOD_FOR)
    with pytest.raises(InvitationClosed):
        accept(token=token, name="Laila", password=PASSWORD, now=now + GOOD_FOR)
    for change in (withdraw_invitation, resend_invitation):
        with pytest.raises(InvitationClosed):
            change(invitation_id=invitation.pk, by=huda, now=now)
    again = invite_member(email=LAILA, role=Role.MARKETER, by=huda, now=now)
    accept(token=invitation_token(again), name="Laila", password=PASSWORD, now=now)
    with pytest.raises(InvitationClosed):
        accept(token=invitation_token(again), name="Laila", password=PASSWORD, now=now)
    assert membership_of(LAILA).role == Role.MARKETER


def test_one_open_invitation_for_one_person(at_noor: Tenant, huda: int) -> None:
    now = clock.now()
    invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=now)
    with pytest.raises(AlreadyInvited):
        invite_member(email="LAILA@people.example", role=Role.ANALYST, by=huda, now=now)
    with pytest.raises(AlreadyMember):
        invite_member(email=HUDA, role=Role.ANALYST, by=huda, now=now)
    later = now + GOOD_FOR + timedelta(seconds=1)
    assert invite_member(email=LAILA, role=Role.OWNER, by=huda, now=later).role == Role.OWNER
    with transaction.atomic():
        assert Invitation.objects.open().count() == 1


def test_a_withdrawn_invitation_sends_no_letter(at_noor: Tenant, huda: int) -> None:
    invitation = invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())
    withdraw_invitation(invitation_id=invitation.pk, by=huda, now=clock.now())
    assert letters() == []


def test_an_invitation_is_sent_again_from_the_desk(at_noor: Tenant, huda: int) -> None:
    invitation = invite_member(email=LAILA, role=Role.ANALYST, by=huda, now=clock.now())
    owner = at_the_desk(HUDA)
    assert owner.post(f"/manage/staff/invitations/{invitation.pk}/resend/").status_code == 302
    assert len(letters()) == 2
    assert owner.post(f"/manage/staff/invitations/{invitation.pk}/withdraw/").status_code == 302
    assert only_invitation().withdrawn_at is not None
    assert owner.post("/manage/staff/invitations/999999/withdraw/").status_code == 404


@pytest.mark.parametrize("act", ["removed", "demoted"])
def test_an_invitation_ends_with_the_right_of_who_made_it(at_noor: Tenant, huda: int, act: str) -> None:
    hire(Role.MANAGER, "sami@noor.example")
    sami = membership_of("sami@noor.example")
    with transaction.atomic():
        made = invite_member(email=LAILA, role=Role.MANAGER, by=sami.user_id, now=clock.now())
    facts = {"token": invitation_token(made), "name": "Laila", "password": PASSWORD}
    with transaction.atomic():
        if act == "removed":
            remove_member(membership_id=sami.pk, by=huda)
        else:
            change_role(membership_id=sami.pk, role=Role.ANALYST, by=huda)
    with pytest.raises(InvitationClosed):
        accept(**facts, now=clock.now())
    with transaction.atomic():
        resend_invitation(invitation_id=made.pk, by=huda, now=clock.now())
    accept(**facts, now=clock.now())
    assert membership_of(LAILA).role == Role.MANAGER


def test_removal_takes_effect_on_the_next_request(at_noor: Tenant, huda: int) -> None:
    member = hire(Role.MANAGER, LAILA)
    hers = at_the_desk(LAILA, PASSWORD)
    assert hers.get("/manage/orders/").status_code == 200
    at_the_desk(HUDA).post(f"/manage/staff/{member.pk}/remove/")
    assert hers.get("/manage/orders/")["Location"].startswith("/manage/login/")
    assert hers.post("/manage/categories/new/", {"name_ar": "x"}).status_code == 302


def test_demotion_takes_effect_on_the_next_request(at_noor: Tenant, huda: int) -> None:
    member = hire(Role.MANAGER, LAILA)
    hers = at_the_desk(LAILA, PASSWORD)
    assert hers.get("/manage/categories/new/").status_code == 200
    answer = at_the_desk(HUDA).post(f"/manage/staff/{member.pk}/", {"role": "analyst"})
    assert answer.status_code == 302
    assert hers.get("/manage/categories/new/").status_code == 302
    assert hers.get("/manage/orders/").status_code == 200


def test_no_person_object_outlives_the_request_that_read_its_rights(at_noor: Tenant, huda: int) -> None:
    """The memory of rights is on the object: a new one, as each request makes it, knows the new role."""
    member = hire(Role.MANAGER, LAILA)
    person = User.objects.get(email=LAILA)
    before = rights_in_scope(person)
    change_role(membership_id=member.pk, role=Role.ANALYST, by=huda)
    assert rights_in_scope(User.objects.get(email=LAILA)) < before


@pytest.mark.parametrize("act", ["remove", "demote"])
def test_the_last_owner_stays(at_noor: Tenant, huda: int, act: str) -> None:
    huda_here = membership_of(HUDA)
    hire(Role.MANAGER, LAILA)

    def do() -> None:
        if act == "remove":
            remove_member(membership_id=huda_here.pk, by=huda)
        else:
            change_role(membership_id=huda_here.pk, role=Role.MANAGER, by=huda)

    with pytest.raises(LastOwner):
        do()
    second = hire(Role.OWNER, "second@people.example")
    do()
    with pytest.raises(LastOwner):
        remove_member(membership_id=second.pk, by=second.user_id)


def test_the_last_owner_is_told_why_at_the_desk(at_noor: Tenant, huda: int) -> None:
    owner, pk = at_the_desk(HUDA), membership_of(HUDA).pk
    page = owner.post(f"/manage/staff/{pk}/", {"role": "manager"})
    assert page.status_code == 422
    assert "لا بد للمتجر من مالك" in page.content.decode()
    page = owner.post(f"/manage/staff/{pk}/remove/", follow=True)
    assert "لا بد للمتجر من مالك" in page.content.decode()
    assert membership_of(HUDA).role == Role.OWNER


def test_a_manager_manages_everyone_but_owners(at_noor: Tenant, huda: int) -> None:
    manager = hire(Role.MANAGER, LAILA)
    analyst = hire(Role.ANALYST, "analyst@people.example")
    change_role(membership_id=analyst.pk, role=Role.FULFILMENT, by=manager.user_id)
    owner_here, now = membership_of(HUDA), clock.now()
    for refused in (
        lambda: change_role(membership_id=owner_here.pk, role=Role.ANALYST, by=manager.user_id),
        lambda: change_role(membership_id=analyst.pk, role=Role.OWNER, by=manager.user_id),
        lambda: change_role(membership_id=manager.pk, role=Role.OWNER, by=manager.user_id),
        lambda: remove_member(membership_id=owner_here.pk, by=manager.user_id),
        lambda: invite_member(email="new@people.example", role=Role.OWNER, by=manager.user_id, now=now),
        lambda: change_role(membership_id=manager.pk, role=Role.ANALYST, by=analyst.user_id),
        lambda: remove_member(membership_id=manager.pk, by=analyst.user_id),
        lambda: invite_member(email="new@people.example", role=Role.ANALYST, by=analyst.user_id, now=now),
        lambda: remove_member(membership_id=analyst.pk, by=User.objects.get(email=MAJED).pk),
    ):
        with pytest.raises(NotAllowed):
            refused()
    invitation = invite_member(email="new@people.example", role=Role.OWNER, by=huda, now=now)
    for change in (withdraw_invitation, resend_invitation):
        with pytest.raises(NotAllowed):
            change(invitation_id=invitation.pk, by=manager.user_id, now=now)
    remove_member(membership_id=analyst.pk, by=manager.user_id)


def test_the_desk_offers_a_manager_no_way_to_owners(at_noor: Tenant, huda: int) -> None:
    hire(Role.MANAGER, LAILA)
    manager, owner_here = at_the_desk(LAILA, PASSWORD), membership_of(HUDA).pk
    page = manager.get("/manage/staff/").content.decode()
    assert f"/manage/staff/{owner_here}/" not in page
    assert 'value="owner"' not in manager.get("/manage/staff/invite/").content.decode()
    assert manager.get(f"/manage/staff/{owner_here}/").status_code == 302
    assert manager.post("/manage/staff/invite/", {"email": "x@people.example", "role": "owner"}).status_code == 422


@pytest.mark.parametrize("role", [Role.MARKETER, Role.FULFILMENT, Role.ANALYST])
def test_others_see_no_staff(at_noor: Tenant, huda: int, role: Role) -> None:
    member = hire(role, LAILA)
    invitation = invite_member(email="new@people.example", role=Role.ANALYST, by=huda, now=clock.now())
    hers = at_the_desk(LAILA, PASSWORD)
    assert "/manage/staff/" not in hers.get("/manage/").content.decode()
    for path in ("", "invite/", f"{member.pk}/"):
        assert hers.get(f"/manage/staff/{path}").status_code == 302
    for path in (
        f"{member.pk}/remove/",
        f"invitations/{invitation.pk}/withdraw/",
        f"invitations/{invitation.pk}/resend/",
    ):
        hers.post(f"/manage/staff/{path}")
    hers.post("/manage/staff/invite/", {"email": "y@people.example", "role": "analyst"})
    hers.post(f"/manage/staff/{member.pk}/", {"role": "owner"})
    assert membership_of(LAILA).role == role
    assert only_invitation().withdrawn_at is None
    assert mail.outbox == []


def test_the_menu_leads_to_staff(at_noor: Tenant) -> None:
    assert "/manage/staff/" in at_the_desk(HUDA).get("/manage/").content.decode()


def test_another_stores_people_are_not_there(at_noor: Tenant, huda: int) -> None:
    with tenant_scope(Tenant.objects.get(slug="souq").pk), transaction.atomic():
        theirs = Membership.objects.get()
        their_invitation = invite_member(
            email=LAILA, role=Role.ANALYST, by=User.objects.get(email=MAJED).pk, now=clock.now()
        )
    owner = at_the_desk(HUDA)
    for path in (f"{theirs.pk}/", "999999/"):
        assert owner.get(f"/manage/staff/{path}").status_code == 404
    for change in (
        lambda: change_role(membership_id=theirs.pk, role=Role.ANALYST, by=huda),
        lambda: remove_member(membership_id=theirs.pk, by=huda),
        lambda: withdraw_invitation(invitation_id=their_invitation.pk, by=huda, now=clock.now()),
    ):
        with pytest.raises(NotFound):
            change()
    page = owner.get("/manage/staff/").content.decode()
    assert MAJED not in page
    assert LAILA not in page


def test_the_list_takes_the_same_statements_however_many_work_here(at_noor: Tenant, huda: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    owner = at_the_desk(HUDA)
    owner.get("/manage/staff/")
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as statements:
            owner.get("/manage/staff/")
        counts.append(len(statements))
        hire(Role.ANALYST, f"a{number}@people.example")
        invite_member(email=f"i{number}@people.example", role=Role.ANALYST, by=huda, now=clock.now())
    assert len(set(counts)) == 1


def test_wrong_credentials_are_one_refusal_for_closed_accounts_too(at_noor: Tenant, huda: int) -> None:
    invitation = invite_member(email=MAJED, role=Role.MANAGER, by=huda, now=clock.now())
    User.objects.filter(email=MAJED).update(is_active=False)
    with pytest.raises(WrongCredentials):
        accept(token=invitation_token(invitation), name="", password=OWNER_PASSWORD, now=clock.now())
