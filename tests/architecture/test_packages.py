"""A clean machine has what the lock files name and nothing else, so every package in use is declared."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.imports import imported_modules
from tests.architecture.sources import PACKAGES, ROOT, name_of, python_files, tree_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
TO_RUN = PROJECT["dependencies"]
TO_TEST = PROJECT["optional-dependencies"]["dev"]
# What an operator adds for one adapter, which says so itself where it is missing. By the file that may import it.
EXTRAS = {"search_index/infrastructure/embedders/onnx_model.py": PROJECT["optional-dependencies"]["onnx"]}
OURS = {*PACKAGES, "tests", "manage"}
MAKERS = packages_distributions()
# Parts of Wagtail's own interface: it requires their packages, and which version is its choice.
OF_WAGTAIL = {"bs4", "django_filters", "modelsearch", "PIL", "swapper", "taggit"}


def named(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[\[<>=~ ]", requirement)[0]) for requirement in requirements}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared_in(tree: ast.Module, declared: set[str]) -> set[str]:
    """Top-level names a file imports that are neither ours, nor Python's, nor of a declared package."""
    names = {module.split(".")[0] for module in imported_modules(tree)} - OURS - OF_WAGTAIL
    return {
        name
        for name in names - set(sys.stdlib_module_names)
        if not declared & {normal(maker) for maker in MAKERS.get(name, [])}
    }


def test_the_product_imports_only_what_it_declares() -> None:
    found = {
        name_of(path): names
        for path in python_files()
        if (names := undeclared_in(tree_of(path), named(TO_RUN + EXTRAS.get(name_of(path), []))))
    }
    assert found == {}


def test_the_tests_import_only_what_is_declared() -> None:
    found = {
        name_of(path): names
        for path in python_files("tests")
        if (names := undeclared_in(tree_of(path), named(TO_RUN + TO_TEST)))
    }
    assert found == {}


def test_the_locks_hold_every_declared_package() -> None:
    assert named(TO_RUN) <= locked("requirements.lock")
    assert named(TO_RUN + TO_TEST) <= locked("requirements-dev.lock")


def locked(file: str) -> set[str]:
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / file).read_text(), re.M)}


def test_the_check_sees_a_package_nobody_declared() -> None:
    assert undeclared_in(ast.parse("import freezegun\nfrom faker import Faker"), named(TO_RUN + TO_TEST)) == {
        "freezegun",
        "faker",
    }
