"""What the secrets say of other providers: who is offered, and what may not stand there at a start."""

from typing import Any

import pytest

from core.errors import SettingsError
from pages._components.outside_sign_in import check_auth_secrets, providers

BASE = "https://practice.example"
ONE = {"client_id": "a", "client_secret": "b", "server_metadata_url": "https://id.example"}
GOOD = {"redirect_uri": f"{BASE}/oauth2callback", "cookie_secret": "k3-Vq9_zX0pLr7TnB2mWc8YdHs5JgFa1", **ONE}


@pytest.mark.parametrize(
    ("auth", "offered"),
    [
        ({}, {}),
        ({"redirect_uri": "x", "cookie_secret": "y"}, {}),
        (GOOD, {"default": "Sign in with your organisation"}),
        ({**GOOD, "google": ONE}, {"default": "Sign in with your organisation", "google": "Sign in with Google"}),
        ({"google": ONE, "okta": {"client_id": "half"}}, {"google": "Sign in with Google"}),
    ],
)
def test_a_button_for_each_provider_that_is_complete(auth: dict[str, Any], offered: dict[str, str]) -> None:
    assert providers(auth) == offered


def test_nothing_or_sound_secrets_let_it_start() -> None:
    check_auth_secrets({}, BASE)
    check_auth_secrets(GOOD, BASE)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"cookie_secret": ""}, "cookie_secret"),
        ({"cookie_secret": "xxx"}, "cookie_secret"),
        ({"cookie_secret": "a" * 64}, "cookie_secret"),
        ({"redirect_uri": "https://evil.example/oauth2callback"}, "redirect_uri"),
        ({"redirect_uri": f"{BASE}/"}, "redirect_uri"),
    ],
)
def test_a_start_is_refused_that_would_let_somebody_forge(changed: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        check_auth_secrets({**GOOD, **changed}, BASE)
