from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "wasla_site.dashboard"
    label = "dashboard"
