"""The names of admin views a merchant may reach, by task. Everything else under /manage/ is 404.

A test walks the resolver: a name that is neither here nor in `DENIED` fails it, so an upgrade that adds a view stops
until somebody has judged it.
"""

BULK = "wagtail_bulk_action"

ALLOWED: dict[str, tuple[str, ...]] = {
    "sign in and out, one's own account": (
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_account",
        "wagtailadmin_dismissibles",
        "staff_entrance:*",
    ),
    "the shell every page of the desk needs": (
        "wagtailadmin_home",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
    ),
    "find and order pages": (
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_api:pages:detail",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:search_results",
        "wagtailadmin_pages:set_page_position",
        "wagtailadmin_pages:move",
        "wagtailadmin_pages:move_confirm",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:usage",
    ),
    "do one thing to many pages or pictures, as BULK_ACTIONS says": (BULK,),
    "write pages": (
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:add_subpage",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_block_preview",
    ),
    "look back at pages": (
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:revisions_index",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:revisions_unschedule",
    ),
    "link to pages and the outside": (
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
    ),
    "pictures": (
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages:add",
        "wagtailimages:add_multiple",
        "wagtailimages:edit",
        "wagtailimages:edit_multiple",
        "wagtailimages:delete",
        "wagtailimages:delete_multiple",
        "wagtailimages:preview",
        "wagtailimages:image_usage",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:chosen_multiple",
        "wagtailimages_chooser:create",
        "wagtailimages_chooser:select_format",
        "media_desk:*",
    ),
    "see the store as it will be": ("time_travel:*",),
    "lead old addresses to new ones": ("redirects_desk:*",),
    "products and stock": (
        "wagtailsnippets_catalog_product:*",
        "catalog_desk:*",
    ),
    "how search results are ordered": ("search_desk:*",),
    "orders": (
        "wagtailsnippets_orders_order:*",
        "orders_desk:*",
    ),
    "how the store is paid; keys are typed in and never shown": ("payments_desk:*",),
    "coupons of campaigns": ("promotions_desk:*",),
    "why a price is what it is": ("price_desk:*",),
    "campaigns, and what they name": ("campaigns_desk:*", "campaign_products:*", "campaign_variants:*"),
    "who works in the store": ("staff_desk:*",),
    "who did what": ("activity:*",),
}

DENIED: dict[str, tuple[str, ...]] = {
    "the API shows every store's media; pages' actions have views of their own": (
        "wagtailadmin_api:images:*",
        "wagtailadmin_api:documents:*",
        "wagtailadmin_api:pages:find",
        "wagtailadmin_api:pages:action",
    ),
    "stores have memberships, not groups and platform users": ("wagtailusers_*", "wagtailadmin_password_reset*"),
    "hosts are domains, verified by the platform": ("wagtailsites:*",),
    "collections are one per store and hidden": ("wagtailadmin_collections:*",),
    "workflows belong to nobody here": (
        "wagtailadmin_workflows:*",
        "wagtailadmin_pages:workflow_*",
        "wagtailadmin_pages:collect_workflow_action_data",
        "wagtailadmin_pages:confirm_workflow_cancellation",
    ),
    "reports of Wagtail's list people and objects of every store": ("wagtailadmin_reports:*",),
    "tags of every store are completed there": ("wagtailadmin_tag_*",),
    "no store offers documents or embeds": ("wagtaildocs*", "wagtailembeds:*"),
    "every page is one of its own: none follows another": ("wagtailadmin_pages:convert_alias",),
    "a lock that every colleague can undo protects nothing; who is at a page is shown there": (
        "wagtailadmin_pages:lock",
        "wagtailadmin_pages:unlock",
    ),
    "a store's pages are public or drafts: the storefront asks nobody for a page's password": (
        "wagtailadmin_pages:set_privacy",
    ),
    "merchants look for a page, not for its kind; new pages begin where they will stand": (
        "wagtailadmin_pages:choose_parent",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
    ),
    "no upload waits for more than its file, so none is kept unfinished with the bytes that came": (
        "wagtailimages:create_multiple_from_uploaded_image",
        "wagtailimages:delete_upload_multiple",
    ),
    "an image's address generator is for developers": (
        "wagtailimages:url_generator",
        "wagtailimages:url_generator_output",
    ),
    "snippets are not a word of commerce": ("wagtailsnippets:index",),
    "a switch of the framework's own tests": ("wagtailadmin_error_test",),
}

# One address does everything to many things: which things, and what, is judged here.
BULK_ACTIONS: dict[str, frozenset[str]] = {
    "storefront.storepage": frozenset({"delete", "move", "publish", "unpublish"}),
    "media.storeimage": frozenset({"add_tags", "delete"}),
}

DENIED_BULK_ACTIONS: dict[str, tuple[str, ...]] = {
    "no store offers documents": ("media.storedocument:*",),
    "stores have memberships, not platform users": ("accounts.user:*",),
    "products are archived one by one, by a use case that asks": ("catalog.product:delete",),
    "orders are kept": ("orders.order:delete",),
}


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(name == pattern or (pattern.endswith("*") and name.startswith(pattern[:-1])) for pattern in patterns)


def is_allowed(name: str | None) -> bool:
    """Whether a merchant may reach the view of this name; a view without a name is never reached."""
    return name is not None and any(_matches(name, patterns) for patterns in ALLOWED.values())


def is_denied(name: str) -> bool:
    """Whether somebody judged this name and said no."""
    return any(_matches(name, patterns) for patterns in DENIED.values())


def is_bulk_allowed(model: str, action: str) -> bool:
    """Whether merchants may do this to many things of this model (`app.model`) at once."""
    return action in BULK_ACTIONS.get(model, ())


def is_bulk_denied(model: str, action: str) -> bool:
    return any(_matches(f"{model}:{action}", patterns) for patterns in DENIED_BULK_ACTIONS.values())
