"""The token in each form, which only a page of ours can have put there."""

import hashlib
import hmac

from itsdangerous import BadSignature, TimestampSigner

DAY_SECONDS = 86_400
_DOOR = b"door"


def of_session(key: str, session: str) -> str:
    """The token of every form that a colleague sees while signed in."""
    return hmac.new(key.encode(), b"form" + session.encode(), hashlib.sha256).hexdigest()


def of_door(key: str) -> str:
    """The token of a form for who is not signed in, good for a day."""
    return TimestampSigner(key, salt="door").sign(_DOOR).decode()


def is_right(key: str, token: str, sent: str) -> bool:
    """Shape: token is what a form of now would hold, sent what came back."""
    if hmac.compare_digest(token.encode(), sent.encode()):
        return True
    if not token.startswith(_DOOR.decode()):
        return False
    try:
        return TimestampSigner(key, salt="door").unsign(sent, max_age=DAY_SECONDS) == _DOOR
    except BadSignature:
        return False
