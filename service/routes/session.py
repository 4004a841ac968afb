"""Signing in and out."""

from fastapi import APIRouter, Request, Response

from cim_schema.errors import WrongPassword
from cim_schema.messages import text
from service.access import COOKIE, KnownAccounts, RequestLanguage, SignedIn, require_same_origin
from service.lockout import Lockout
from service.models import Credentials, SessionAnswer, time_text
from service.state.accounts import SESSION_SECONDS

router = APIRouter(prefix="/api/v1/session", tags=["session"])


@router.post("", status_code=204)
def sign_in(request: Request, credentials: Credentials, accounts: KnownAccounts) -> Response:
    """Begin a session; its secret word goes into a cookie that no script can read."""
    # A page of another site must not sign its visitor in to an account of its own.
    require_same_origin(request, may_be_unsaid=True)
    lockout: Lockout = request.app.state.lockout
    name, address = credentials.name, request.client.host if request.client else ""
    lockout.require_free(name, address)
    secret = accounts.sign_in(name, credentials.password)
    if secret is None:
        lockout.failed(name, address)
        raise WrongPassword
    lockout.succeeded(name, address)
    answer = Response(status_code=204)
    answer.set_cookie(
        COOKIE, secret, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/"
    )
    return answer


@router.get("")
def who_is_signed_in(caller: SignedIn, language: RequestLanguage) -> SessionAnswer:
    """Who asks, by session or token."""
    expires_at = None if caller.expires_at is None else time_text(caller.expires_at)
    return SessionAnswer(
        name=caller.name, role=caller.role, role_name=text(f"code.role.{caller.role}", {}, language), kind=caller.kind,
        expires_at=expires_at,
    )  # fmt: skip


@router.delete("", status_code=204)
def sign_out(request: Request, accounts: KnownAccounts) -> Response:
    """End the session, if there is one."""
    if secret := request.cookies.get(COOKIE):
        require_same_origin(request)
        accounts.sign_out(secret)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", path="/")
    return answer
