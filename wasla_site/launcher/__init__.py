"""Starts Wasla on one machine: Python packages, embedded PostgreSQL, database roles, web and worker."""
