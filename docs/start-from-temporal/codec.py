"""Encrypts what goes over the wire between a backend service and the orders of Avenant, where the seller has that switched on.

This one file can be copied beside any code that has the packages `temporalio` (1.35 or later) and `cryptography`.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import os
from collections.abc import Sequence

import temporalio.converter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import DataConverter, PayloadCodec, SerializationContext, WithSerializationContext

ENCODING = b"binary/encrypted"
NONCE = 12


class CallerCodec(PayloadCodec, WithSerializationContext):
    """The codec of a client that works for one tenant.

    Its keys are what `avenant ring caller --tenant TENANT` prints: `id:key` with commas between them. The first one writes, all
    of them read.
    """

    def __init__(self, keys: str, workflow_id: str | None = None) -> None:
        self._keys = keys
        self._workflow_id = workflow_id
        self._ring = dict(entry.strip().split(":") for entry in keys.split(","))

    def with_context(self, context: SerializationContext) -> CallerCodec:
        return CallerCodec(self._keys, getattr(context, "workflow_id", None))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._opened(payload) for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        if self._workflow_id is None:
            raise ValueError("A payload is encrypted for one workflow, and nobody says for which.")
        key_id = next(iter(self._ring))
        nonce = os.urandom(NONCE)
        names = _names(key_id, self._workflow_id)
        ciphertext = self._cipher(key_id).encrypt(nonce, payload.SerializeToString(), names)
        metadata = {
            "encoding": ENCODING,
            "encryption-key-id": key_id.encode(),
            "encryption-context": self._workflow_id.encode(),
        }
        return Payload(metadata=metadata, data=nonce + ciphertext)

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        key_id = payload.metadata["encryption-key-id"].decode()
        names = _names(key_id, payload.metadata["encryption-context"].decode())
        return Payload.FromString(self._cipher(key_id).decrypt(payload.data[:NONCE], payload.data[NONCE:], names))

    def _cipher(self, key_id: str) -> AESGCM:
        if key_id not in self._ring:
            raise ValueError(f"The payload is encrypted with the key {key_id}, which we were not given: ask for it.")
        return AESGCM(base64.b64decode(self._ring[key_id]))


def _names(key_id: str, workflow_id: str) -> bytes:
    return json.dumps([1, key_id, workflow_id], separators=(",", ":")).encode()


def caller_converter(keys: str) -> DataConverter:
    """For `Client.connect(..., data_converter=...)`."""
    return dataclasses.replace(temporalio.converter.default(), payload_codec=CallerCodec(keys))


def is_answer_encrypted(error: BaseException) -> bool:
    """Whether a call failed only because its answer is encrypted and this client has no codec: what it asked for has happened."""
    return isinstance(error, KeyError) and f"Unknown payload encoding {ENCODING.decode()}" in str(error)
