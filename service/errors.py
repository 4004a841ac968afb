"""Errors as answers: one table from error to HTTP status, one form (RFC 9457) for all, the framework's own included."""

import logging
import sqlite3
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from cim_schema import errors
from cim_schema.errors import CimError, DiskFull, Fault, InvalidRequest, MethodNotAllowed, NotFound, UploadTooLarge
from cim_schema.messages import Language, text
from service.language import language_of
from service.methods import methods_at

STATUS: dict[type[CimError], int] = {
    errors.InputError: 422,
    errors.NotAnIfcFile: 415,
    errors.RuleError: 500,
    errors.UnknownRule: 422,
    errors.TableError: 500,
    errors.NotFound: 404,
    errors.RequestError: 400,
    errors.NotSignedIn: 401,
    errors.WrongPassword: 401,
    errors.TooManyTries: 429,
    errors.NotAllowed: 403,
    errors.OtherOrigin: 403,
    errors.MethodNotAllowed: 405,
    errors.InvalidRequest: 422,
    errors.InvalidQuery: 400,
    errors.UploadTooLarge: 413,
    errors.NotYetDone: 409,
    errors.NoNightYet: 404,
    errors.ScheduleOff: 409,
    errors.StoreError: 503,
    errors.StoreDamaged: 500,
    errors.WorkspaceError: 500,
    errors.WorkspaceFull: 507,
    errors.DiskFull: 507,
    errors.ScheduleNotServed: 503,
    errors.CimError: 500,
}
"""Status by class; a class that is not named has that of its nearest ancestor."""

BODY_MB = 1
"""Bound on the body of any request but an upload."""
PROBLEM_TYPE = "application/problem+json"
_RETRY_SECONDS = {503: 5}


class ProblemResponse(JSONResponse):
    """An error as RFC 9457 writes it."""

    media_type = PROBLEM_TYPE


def status_of(error: CimError) -> int:
    """The HTTP status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(error: CimError, language: Language, **more: object) -> ProblemResponse:
    """The answer to a request that ended with an error."""
    status = status_of(error)
    content: dict[str, Any] = {
        "type": f"urn:jueshan:error:{error.code}", "title": HTTPStatus(status).phrase, "status": status,
        "detail": error.sentence(language), "code": error.code,
    }  # fmt: skip
    content |= {name: error.params[name] for name in ("file", "line") if error.params.get(name) is not None} | more
    headers = {}
    retry = error.params.get("seconds") if status == 429 else _RETRY_SECONDS.get(status)
    if retry is not None:
        content["retry_after_s"] = retry
        headers["Retry-After"] = str(retry)
    if status == 401:
        # Not "Basic": a browser would put up a window of its own.
        headers["WWW-Authenticate"] = "Bearer"
    return ProblemResponse(content, status, headers)


def saved_error(saved: Mapping[str, Any]) -> CimError:
    """The error that a job ended with, from its code and parameters."""
    kinds = {kind.code: kind for kind in _descendants(CimError)}
    return kinds.get(saved["code"], CimError)(dict(saved["params"]))


def add_handlers(app: FastAPI) -> None:
    """Let every error of the app be answered as a problem."""
    app.add_exception_handler(CimError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(HTTPException, _answer_framework)
    app.add_exception_handler(OperationalError, _answer_database)
    app.add_exception_handler(Exception, _answer_fault)


def _answer_ours(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, CimError)
    if status_of(error) >= 500:
        logging.getLogger("jueshan").error("error", extra={"fields": {"error": error.code, "message": error.sentence("en")}})
    return problem(error, language_of(request))


def _answer_validation(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    language = language_of(request)
    fields = [{"name": ".".join(map(str, one["loc"][1:])), "message": str(one["msg"])} for one in error.errors()]
    named = ", ".join(dict.fromkeys(field["name"] for field in fields if field["name"])) or text("service.the_body", {}, language)
    return problem(InvalidRequest({"reason": "@service.reason.fields", "names": named}), language, fields=fields)


def _answer_framework(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    told: CimError
    if error.status_code == 404:
        told = NotFound({"what": "@service.a_page", "name": request.url.path})
    elif error.status_code == 405:
        told = MethodNotAllowed({"method": request.method})
    elif error.status_code == 413:
        told = UploadTooLarge({"limit_mb": BODY_MB})
    elif error.status_code < 500:
        told = InvalidRequest({"reason": "@service.reason.unreadable"})
    else:
        told = Fault({"what": error.detail, "where": request.url.path})
    answer = problem(told, language_of(request))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    if error.status_code == 405 and (allowed := methods_at(request.app, request.url.path)):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _answer_database(request: Request, error: Exception) -> ProblemResponse:
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return _answer_ours(request, DiskFull({"file": "service.db"}))
    return _answer_fault(request, error)


def _answer_fault(request: Request, error: Exception) -> ProblemResponse:
    logging.getLogger("jueshan").error("fault", exc_info=error)
    fault = Fault.of(error)
    # What exactly went wrong is for the log: it may name paths of this machine.
    told = fault if isinstance(error, CimError) else Fault({"what": type(error).__name__, "where": fault.params.get("where")})
    return problem(told, language_of(request))


def _descendants(kind: type[CimError]) -> list[type[CimError]]:
    return [one for child in kind.__subclasses__() for one in (child, *_descendants(child))]
