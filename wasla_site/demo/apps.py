from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "wasla_site.demo"
    label = "demo"
