"""Who is signed in: signed cookies, tokens for forms, and a limit on guessing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "loket_staf"
LASTS_SECONDS = 8 * 3600
MOST_SESSIONS = 1000

MOST_FAILURES = 5
FAILURES_SECONDS = 15 * 60
MOST_ADDRESSES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser: `staff` tells whether it signed in, `csrf` is what its forms must bring."""

    id: str
    staff: bool
    csrf: str


class Sessions:
    """
    The sessions of one server; all end when it stops.

    The cookie holds a signed id. Which ids are signed in is known here, so that signing out
    ends a session even for someone who kept its cookie.
    """

    def __init__(self) -> None:
        """Make a secret of this process's own."""
        self._secret = secrets.token_bytes(32)
        self._signer = URLSafeTimedSerializer(self._secret, salt="loket-staff-session")
        self._lock = threading.Lock()
        self._staff: OrderedDict[str, float] = OrderedDict()

    def begin(self) -> Session:
        """Return a new session that is not signed in."""
        return self._session(secrets.token_urlsafe(32))

    def read(self, cookie: str) -> Session | None:
        """Return the session of a cookie, or None where it is not ours or too old."""
        try:
            id = self._signer.loads(cookie, max_age=LASTS_SECONDS)
        except BadSignature:
            return None
        return self._session(id) if isinstance(id, str) else None

    def cookie(self, session: Session) -> str:
        """Return the value of the cookie of a session."""
        return str(self._signer.dumps(session.id))

    def sign_in(self) -> Session:
        """Return a new session that is signed in; the one before it is of no use."""
        id = secrets.token_urlsafe(32)
        with self._lock:
            self._staff[id] = time.monotonic() + LASTS_SECONDS
            while len(self._staff) > MOST_SESSIONS:
                self._staff.popitem(last=False)
        return self._session(id)

    def sign_out(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._staff.pop(session.id, None)

    def _session(self, id: str) -> Session:
        with self._lock:
            staff = self._staff.get(id, 0.0) > time.monotonic()
        token = hmac.new(self._secret, f"csrf {id}".encode(), hashlib.sha256).hexdigest()
        return Session(id=id, staff=staff, csrf=token)


def carries(session: Session, token: object) -> bool:
    """Tell whether a form came from a page of this session."""
    return isinstance(token, str) and hmac.compare_digest(token.encode(), session.csrf.encode())


class Attempts:
    """Counts failed sign-ins per address, in memory; the addresses are kept nowhere else."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lock = threading.Lock()
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Return for how many seconds an address may not try; 0 where it may."""
        with self._lock:
            recent = self._recent(address)
            if len(recent) < MOST_FAILURES:
                return 0
            return max(1, round(recent[0] + FAILURES_SECONDS - time.monotonic()))

    def failed(self, address: str) -> None:
        """Count a failure."""
        with self._lock:
            self._failed[address] = [*self._recent(address), time.monotonic()]
            self._failed.move_to_end(address)
            while len(self._failed) > MOST_ADDRESSES:
                self._failed.popitem(last=False)

    def forget(self, address: str) -> None:
        """Forget the failures of an address, after it signed in."""
        with self._lock:
            self._failed.pop(address, None)

    def _recent(self, address: str) -> list[float]:
        since = time.monotonic() - FAILURES_SECONDS
        return [at for at in self._failed.get(address, []) if at > since][-MOST_FAILURES:]
