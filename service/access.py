"""Who asks, and whether they may: the dependencies of routes."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from cim_schema.codes import Role
from cim_schema.errors import NotAllowed, NotSignedIn, OtherOrigin
from cim_schema.messages import Language
from service.language import language_of
from service.options import ServiceOptions
from service.state.accounts import Accounts, Caller
from service.state.jobs import Jobs

COOKIE = "jueshan_session"
OVERSEERS = frozenset({Role.OPERATOR, Role.ADMIN})
"""Roles that see everybody's checks."""
REPORT_READERS = frozenset(Role) - {Role.DESIGNER}
"""Roles that see the reports of projects."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def options_of(request: Request) -> ServiceOptions:
    """What the service was started with."""
    options: ServiceOptions = request.app.state.options
    return options


def accounts_of(request: Request) -> Accounts:
    """Users, sessions, tokens."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def jobs_of(request: Request) -> Jobs:
    """The checks."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def signed_in(request: Request) -> Caller:
    """The caller, by token or session.

    Raises:
        NotSignedIn: Neither, or one that no longer holds.
        OtherOrigin: A change by cookie that no page of ours asked for.
    """
    accounts = accounts_of(request)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        caller = accounts.by_token(secret.strip())
    else:
        caller = accounts.by_session(request.cookies.get(COOKIE, ""))
        if caller is not None and request.method not in _SAFE:
            require_same_origin(request)
    if caller is None:
        raise NotSignedIn
    return caller


def require_same_origin(request: Request, *, may_be_unsaid: bool = False) -> None:
    """See that a page of this service asks, by what the browser says and no page can change.

    Raises:
        OtherOrigin: Another site does, or nobody says who.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        is_same = site == "same-origin"
    elif origin is not None:
        is_same = urlsplit(origin).netloc == request.headers.get("host")
    else:
        is_same = may_be_unsaid
    if not is_same:
        raise OtherOrigin


def of_roles(roles: frozenset[Role]) -> Callable[[Caller], Caller]:
    """A dependency that lets only these roles pass."""

    def allowed(caller: "SignedIn") -> Caller:
        if caller.role not in roles:
            raise NotAllowed({"role": f"@code.role.{caller.role}"})
        return caller

    return allowed


Options = Annotated[ServiceOptions, Depends(options_of)]
KnownAccounts = Annotated[Accounts, Depends(accounts_of)]
KnownJobs = Annotated[Jobs, Depends(jobs_of)]
SignedIn = Annotated[Caller, Depends(signed_in)]
ReportReader = Annotated[Caller, Depends(of_roles(REPORT_READERS))]
Overseer = Annotated[Caller, Depends(of_roles(OVERSEERS))]
RequestLanguage = Annotated[Language, Depends(language_of)]
