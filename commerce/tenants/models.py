"""Whose store this is. Global tables: they say which tenants exist, and hold nothing a merchant writes for shoppers."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Tenant(models.Model):
    """A merchant's store."""

    class Plan(models.TextChoices):
        STARTER = "starter"

    slug = models.SlugField(max_length=40, unique=True)
    name_ar = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    currency = models.CharField(max_length=3)
    languages = ArrayField(models.CharField(max_length=2), help_text="The first is spoken at addresses without prefix.")
    time_zone = models.CharField(max_length=40, default="Asia/Riyadh")
    plan = models.CharField(max_length=20, choices=Plan, default=Plan.STARTER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="tenant_has_a_name"),
            models.CheckConstraint(condition=Q(languages__len__gt=0), name="tenant_speaks_a_language"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_ar


class DomainQuerySet(models.QuerySet["Domain"]):
    def verified(self) -> Self:
        return self.filter(is_verified=True)


class Domain(models.Model):
    """A host name at which a store answers once it is verified."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="domains")
    host = models.CharField(max_length=253, unique=True)
    is_verified = models.BooleanField(default=False)
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DomainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], condition=Q(is_primary=True), name="domain_one_primary"),
            models.CheckConstraint(condition=Q(is_primary=False) | Q(is_verified=True), name="domain_primary_verified"),
        ]

    def __str__(self) -> str:
        return self.host
