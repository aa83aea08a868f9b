"""What stands outside the walls, each with its reason. None of these may hold what a merchant or a shopper writes."""

GLOBAL_TABLES = {
    "tenants_tenant": "says which stores exist",
    "tenants_domain": "says which host is whose; unique over the platform",
    "accounts_user": "staff are the platform's people and may work in several stores",
    "accounts_user_groups": "empty: stores have no groups; not writable",
    "accounts_user_user_permissions": "empty: rights come from memberships; not writable",
    "wagtailusers_userprofile": "a person's own admin preferences",
    "auth_group": "empty: stores have no groups; not writable",
    "auth_group_permissions": "empty: stores have no groups; not writable",
    "auth_permission": "the framework's list of permission names",
    "django_content_type": "the framework's list of models",
    "django_migrations": "the framework's list of migrations",
    "django_session": "found by a secret key only; bound to its store by its content",
    "wagtailcore_locale": "the platform's languages",
    "wagtailadmin_admin": "a model without rows that carries a permission name",
    "wagtailcore_apitoken": "empty: not writable",
    "wagtailcore_collectionviewrestriction": "empty: not writable",
    "wagtailcore_collectionviewrestriction_groups": "empty: not writable",
    "wagtailcore_pageviewrestriction_groups": "empty: not writable",
    "wagtailcore_groupapprovaltask": "empty: workflows are off; not writable",
    "wagtailcore_groupapprovaltask_groups": "empty: workflows are off; not writable",
    "wagtailcore_groupcollectionpermission": "empty: stores have no groups; not writable",
    "wagtailcore_grouppagepermission": "empty: stores have no groups; not writable",
    "wagtailcore_groupsitepermission": "empty: stores have no groups; not writable",
    "wagtailcore_task": "empty: workflows are off; not writable",
    "wagtailcore_taskstate": "empty: workflows are off; not writable",
    "wagtailcore_workflow": "empty: workflows are off; not writable",
    "wagtailcore_workflowcontenttype": "empty: workflows are off; not writable",
    "wagtailcore_workflowpage": "empty: workflows are off; not writable",
    "wagtailcore_workflowstate": "empty: workflows are off; not writable",
    "wagtailcore_workflowtask": "empty: workflows are off; not writable",
    "taggit_tag": "empty: replaced by our own model; not writable",
    "taggit_taggeditem": "empty: replaced by our own model; not writable",
    "wagtaildocs_document": "replaced by our own model; no right at all",
    "wagtailimages_image": "replaced by our own model; no right at all",
    "wagtailimages_rendition": "replaced by our own model; no right at all",
    "wagtailembeds_embed": "no store offers embeds; no right at all",
}

# Of these the reason above claims that the application can't write, or can't do anything.
NOT_WRITABLE = {table for table, reason in GLOBAL_TABLES.items() if reason.endswith("not writable")}
NO_RIGHT = {table for table, reason in GLOBAL_TABLES.items() if reason.endswith("no right at all")}

# Trees have one root above all stores, without a tenant, readable by all and writable in SYSTEM only.
TABLES_WITH_A_SHARED_ROOT = {"storefront_storepage", "wagtailcore_collection"}

# Unique indexes that do not start with the tenant, by table and columns.
UNIQUE_WITHOUT_TENANT: dict[tuple[str, tuple[str, ...]], str] = {
    ("storefront_storepage", ("path",)): "treebeard's path, unique over the whole tree",
    ("storefront_storepage", ("translation_key", "locale_id")): "Wagtail's; the key is a random UUID",
    ("wagtailcore_collection", ("path",)): "treebeard's path, unique over the whole tree",
    ("wagtailcore_site", ("hostname", "port")): "host names are unique over the platform, like domains",
    ("wagtailcore_pagesubscription", ("page_id", "user_id")): "a page is one tenant's",
    (
        "wagtailcore_referenceindex",
        ("base_content_type_id", "object_id", "to_content_type_id", "to_object_id", "content_path_hash"),
    ): "an object id is one tenant's",
    ("payments_paymentattempt", ("notification_token",)): "random, and how a gateway's call finds its store",
    ("wagtailsearch_indexentry", ("content_type_id", "object_id")): "an object id is one tenant's",
    (
        "media_storerendition",
        ("image_id", "filter_spec", "focal_point_key"),
    ): "Wagtail demands these fields; an image is one tenant's",
}

# Keys that no constraint holds, because the row outlives what it names. Both tables are behind row security.
KEYS_THAT_OUTLIVE_THEIR_TARGET = {
    ("wagtailcore_pagelogentry", "storefront_storepage", "page_id"),
    ("wagtailcore_pagelogentry", "wagtailcore_revision", "revision_id"),
    ("wagtailcore_modellogentry", "wagtailcore_revision", "revision_id"),
}

# Wagtail's answer to a form that no browser sends, because parts of it are missing, is a defect (500) and no refusal.
TORN_FORMS = {
    "AttributeError(\"'NoneType' object has no attribute 'startswith'\")",
}

# Texts of a store in which the crawl's word does not stand, each group with its reason.
UNMARKED: dict[str, set[str]] = {
    "a code from a list of ours": {
        "accounts_customer.language",
        "accounts_membership.role",
        "carts_cart.status",
        "catalog_product.status",
        "catalog_stockmovement.kind",
        "catalog_stockreservation.state",
        "core_changedobject.kind",
        "media_storerendition.filter_spec",
        "media_storerendition.focal_point_key",
        "orders_order.currency",
        "orders_order.language",
        "orders_order.payment_method",
        "orders_order.status",
        "orders_ordermove.actor_kind",
        "orders_ordermove.from_status",
        "orders_ordermove.to_status",
        "payments_payment.currency",
        "payments_payment.gateway",
        "payments_payment.status",
        "payments_paymentattempt.code",
        "payments_paymentattempt.gateway",
        "payments_paymentattempt.next_action",
        "payments_paymentattempt.reported_currency",
        "payments_paymentattempt.status",
        "payments_pretendpayment.currency",
        "payments_pretendpayment.play",
        "search_index_searchdocument.kind",
        "search_index_searchword.kind",
        "wagtailcore_comment.contentpath",
        "wagtailcore_comment.position",
        "wagtailcore_modellogentry.action",
        "wagtailcore_pagelogentry.action",
        "wagtailcore_pageviewrestriction.restriction_type",
    },
    "a number or a place in a tree, as text": {
        "catalog_category.lineage",
        "catalog_stockmovement.reference",
        "catalog_stockreservation.subject",
        "catalog_variant.combination",
        "core_idempotencykey.answer",
        "orders_ordermove.actor_id",
        "payments_payment.subject",
        "storefront_storepage.path",
        "wagtailadmin_editingsession.object_id",
        "wagtailadmin_formstate.object_id",
        "wagtailadmin_formstate.parent_object_id",
        "wagtailcore_collection.path",
        "wagtailcore_modellogentry.object_id",
        "wagtailcore_referenceindex.content_path",
        "wagtailcore_referenceindex.model_path",
        "wagtailcore_referenceindex.object_id",
        "wagtailcore_referenceindex.to_object_id",
        "wagtailcore_revision.object_id",
        "wagtailsearch_indexentry.object_id",
    },
    "random, or a hash": {
        "accounts_customer.password",
        "core_idempotencykey.fingerprint",
        "media_storedocument.file",
        "media_storedocument.file_hash",
        "media_storeimage.file",
        "media_storeimage.file_hash",
        "media_storerendition.file",
        "orders_order.token",
        "payments_paymentattempt.gateway_reference",
        "payments_paymentattempt.notification_token",
        "payments_pretendpayment.notification_url",
        "payments_pretendpayment.reference",
        "payments_pretendpayment.return_url",
        "search_index_searchdocument.fingerprint",
        "wagtailcore_uploadedfile.file",
    },
    "of a fixed form that leaves no room for a word": {
        "accounts_address.building_number",
        "accounts_address.phone",
        "accounts_address.postal_code",
        "accounts_address.short_address",
        "accounts_customer.phone",
        "orders_order.building_number",
        "orders_order.phone",
        "orders_order.postal_code",
        "orders_order.short_address",
    },
    "the store's host name, which is in every address of it": {
        "wagtailcore_site.hostname",
    },
}
