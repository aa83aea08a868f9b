"""Wagtail seeds a welcome page, a default site, groups and a workflow; a platform of unrelated stores has none of them."""

from django.db import migrations

EMPTIED = """
    wagtailcore_site, wagtailcore_grouppagepermission, wagtailcore_groupcollectionpermission,
    wagtailcore_groupsitepermission, wagtailcore_workflowpage, wagtailcore_workflowtask,
    wagtailcore_workflowcontenttype, wagtailcore_groupapprovaltask_groups, wagtailcore_groupapprovaltask,
    wagtailcore_taskstate, wagtailcore_workflowstate, wagtailcore_task, wagtailcore_workflow,
    auth_group_permissions, accounts_user_groups, auth_group
"""


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0003_revisions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                *(f"DELETE FROM {table.strip()}" for table in EMPTIED.split(",")),
                "DELETE FROM storefront_storepage WHERE depth > 1",
                "UPDATE storefront_storepage SET numchild = 0 WHERE depth = 1",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
