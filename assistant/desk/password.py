"""The staff password: as a hash or as it is, compared in constant time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets

SHORTEST = 12
_HASH = re.compile(r"scrypt:(\d{1,7}):(\d{1,3}):(\d{1,3}):([\w+/=]+):([\w+/=]+)")
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1
_MEMORY = 128 * 1024 * 1024
_BYTES = 32


def hashed(password: str) -> str:
    """Return a salted hash for the settings: 'scrypt:cost:block:parallel:salt:hash'."""
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    shown = [base64.b64encode(each).decode() for each in (salt, digest)]
    return ":".join(["scrypt", str(_COST), str(_BLOCK), str(_PARALLEL), *shown])


def matches(given: str, kept: str) -> bool:
    """Tell whether a password is the one that is kept, hashed or plain."""
    found = _HASH.fullmatch(kept)
    if found is None:
        pair = (hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in (given, kept))
        return hmac.compare_digest(*pair)
    cost, block, parallel = (int(number) for number in found.groups()[:3])
    salt, digest = (base64.b64decode(text) for text in found.groups()[3:])
    return hmac.compare_digest(_scrypt(given, salt, cost, block, parallel), digest)


def fault_of(kept: str) -> str | None:
    """Return why a text cannot be the staff password, or None; computes no hash."""
    if not kept.startswith("scrypt:"):
        return f"must have at least {SHORTEST} characters" if len(kept) < SHORTEST else None
    found = _HASH.fullmatch(kept)
    numbers = [int(number) for number in found.groups()[:3]] if found else [0, 0, 0]
    cost, block, parallel = numbers
    fits = cost.bit_count() == 1 and cost * block * 128 < _MEMORY and 0 < parallel <= 8 and block
    if found and fits and _is_whole(*found.groups()[3:]):
        return None
    return "holds a hash that cannot be used; make one with: loket password"


def _is_whole(salt: str, digest: str) -> bool:
    try:
        return bool(base64.b64decode(salt)) and len(base64.b64decode(digest)) == _BYTES
    except binascii.Error:
        return False


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "replace"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        maxmem=_MEMORY,
        dklen=_BYTES,
    )
