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
    "MultiValueDictKeyError('body-count')",
    "AttributeError(\"'NoneType' object has no attribute 'startswith'\")",
}
