"""A new store's owner."""

from commerce.accounts.application.use_cases.hire_member import hire_member
from commerce.accounts.domain.policies import Role
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant


def furnish_owner(tenant: Tenant, opening: Opening) -> None:
    """The person of `owner_email` owns the store. Refuses what `hire_member` refuses."""
    hire_member(
        email=opening.owner_email,
        name=opening.owner_name,
        password=opening.owner_password,
        role=Role.OWNER,
        may_be_known=opening.owner_may_be_known,
    )
