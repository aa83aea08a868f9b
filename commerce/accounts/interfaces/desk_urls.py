from django.urls import path

from commerce.accounts.interfaces import staff_desk

app_name = "staff_desk"

urlpatterns = [
    path("staff/", staff_desk.StaffList.as_view(), name="list"),
    path("staff/invite/", staff_desk.Invite.as_view(), name="invite"),
    path("staff/<int:membership_id>/", staff_desk.Member.as_view(), name="member"),
    path("staff/<int:membership_id>/remove/", staff_desk.remove, name="remove"),
    path("staff/invitations/<int:invitation_id>/withdraw/", staff_desk.withdraw, name="withdraw"),
    path("staff/invitations/<int:invitation_id>/resend/", staff_desk.resend, name="resend"),
]
