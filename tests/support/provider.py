"""A small OpenID Connect provider: it asks nobody for anything and vouches for whom the test says."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.support.live_app import ADDRESS, free_port

CLIENT, CLIENT_SECRET = "practice", "a secret of the client's"


@dataclass
class Provider:
    """``claims`` are what it says of the next person; ``callbacks`` the addresses that it sent people back to."""

    port: int = field(default_factory=free_port)
    claims: dict[str, object] = field(default_factory=dict)
    callbacks: list[str] = field(default_factory=list)
    _nonces: dict[str, str] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))

    @property
    def issuer(self) -> str:
        return f"http://{ADDRESS}:{self.port}"

    def secrets(self, base_url: str) -> str:
        """What stands in ``secrets.toml`` of an app that trusts it."""
        return "\n".join(
            [
                "[auth]",
                f'redirect_uri = "{base_url}/oauth2callback"',
                f'cookie_secret = "{base64.b64encode(bytes(range(40))).decode()}"',
                f'client_id = "{CLIENT}"',
                f'client_secret = "{CLIENT_SECRET}"',
                f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"',
            ]
        )

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._configuration),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    async def _configuration(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = request.query_params
        assert asked["client_id"] == CLIENT and asked["code_challenge_method"] == "S256"
        code = f"code-{len(self._nonces)}"
        self._nonces[code] = asked["nonce"]
        self.callbacks.append(f"{asked['redirect_uri']}?code={code}&state={asked['state']}")
        return RedirectResponse(self.callbacks[-1])

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 3600,
            "nonce": self._nonces.pop(str(form["code"])),
            **self.claims,
        }
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self._key)
        return JSONResponse({"access_token": "none", "token_type": "Bearer", "expires_in": 3600, "id_token": token})

    async def _keys(self, _request: Request) -> Response:
        return Response(json.dumps({"keys": [self._key.as_dict(private=False)]}), media_type="application/json")


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that is up."""
    provider = Provider()
    server = uvicorn.Server(uvicorn.Config(provider.app, ADDRESS, provider.port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield provider
    server.should_exit = True
    thread.join(10)
