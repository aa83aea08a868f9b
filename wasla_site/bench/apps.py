from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "wasla_site.bench"
    label = "bench"
