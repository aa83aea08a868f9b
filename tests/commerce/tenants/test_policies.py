import pytest

from commerce.tenants.domain.policies import RESERVED_SLUGS, is_host, normal_host, slug_problem, spoken_languages


@pytest.mark.parametrize("slug", ["noor", "bait-al-oud", "shop24", "abc", "a" * 40])
def test_a_good_slug(slug: str) -> None:
    assert slug_problem(slug) is None


@pytest.mark.parametrize(
    "slug",
    ["", "ab", "-noor", "noor-", "no--or", "xn--mgbe", "Noor", "no_or", "no.or", "نور", "a" * 41, "noor\n", "no or"],
)
def test_a_malformed_slug(slug: str) -> None:
    assert slug_problem(slug) == "malformed"


@pytest.mark.parametrize("slug", sorted(name for name in RESERVED_SLUGS if len(name) > 2))
def test_the_platforms_own_names(slug: str) -> None:
    assert slug_problem(slug) == "reserved"


@pytest.mark.parametrize(
    ("host", "normal"),
    [
        ("noor.localhost", "noor.localhost"),
        ("NOOR.localhost:8000", "noor.localhost"),
        ("noor.localhost.", "noor.localhost"),
        ("noor.localhost.:80", "noor.localhost"),
        ("[::1]:8000", "[::1]:8000"),
    ],
)
def test_hosts_are_compared_without_case_port_and_dot(host: str, normal: str) -> None:
    assert normal_host(host) == normal


@pytest.mark.parametrize("host", ["oud.example", "xn--mgbh0fb.example", "noor.localhost", "a" * 63 + ".b"])
def test_a_good_host(host: str) -> None:
    assert is_host(host)


@pytest.mark.parametrize(
    "host", ["", ".", "oud..example", "-oud.example", "oud.example/", "عود.example", "a_b.c", "a" * 64]
)
def test_a_malformed_host(host: str) -> None:
    assert not is_host(host)


def test_the_first_language_comes_first() -> None:
    assert spoken_languages("en") == ["en", "ar"]
