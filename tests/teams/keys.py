"""The keys with which the pretend Teams signs what it sends, and how it publishes them; real RSA, made afresh each time."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://api.botframework.com"
METADATA = "/v1/.well-known/openidconfiguration"
KEYS = "/v1/.well-known/keys"
HOUR = 3600


class Keys:
    """One signing key with its public half at `KEYS`, beside the metadata that name it."""

    def __init__(self, kid: str = "the key of these tests") -> None:
        self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._kid = kid
        self.asked = 0

    def token(self, audience: str, service_url: str | None, issuer: str = ISSUER, seconds: int = HOUR) -> str:
        """A token for this bot that is good for `seconds` from now (elapsed time); less than nothing is expired."""
        now = int(time.time())
        claims: dict[str, Any] = {"iss": issuer, "aud": audience, "exp": now + seconds, "nbf": now - HOUR}
        claims |= {} if service_url is None else {"serviceurl": service_url}
        return jwt.encode(claims, self._private, algorithm="RS256", headers={"kid": self._kid})

    def serve(self, app: web.Application) -> None:
        """Publish the metadata and the keys."""
        app.router.add_get(METADATA, self._metadata)
        app.router.add_get(KEYS, self._keys)

    async def _metadata(self, request: web.Request) -> web.Response:
        keys = str(request.url.with_path(KEYS))
        return web.json_response(
            {"issuer": ISSUER, "jwks_uri": keys, "id_token_signing_alg_values_supported": ["RS256"]}
        )

    async def _keys(self, _request: web.Request) -> web.Response:
        self.asked += 1
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._private.public_key()))
        return web.json_response(
            {
                "keys": [
                    {**public, "kid": self._kid, "use": "sig", "alg": "RS256", "endorsements": ["msteams"]}
                ]
            }
        )
