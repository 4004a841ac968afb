"""The whole error tree, sorted by who can put it right.

::

    CimError
    ├── InputError                the sender's file or command line
    │   ├── NotAnIfcFile          it is something else, or empty
    │   ├── BrokenIfcFile         it is IFC, but cannot be read
    │   ├── UnsupportedIfcSchema  IFC2X3, IFC4 and IFC4X3_ADD2 are read
    │   ├── FileNotReadable       missing, a folder, or no permission
    │   ├── SameFileTwice         two files of one delivery are equal byte for byte
    │   ├── InvalidProjectFile    project.yaml
    │   ├── InvalidTender         tender.yaml
    │   ├── InvalidEvaluation     what ``evaluate --verify`` is to repeat
    │   ├── InvalidMapping        mapping.toml
    │   ├── UnknownCrs            no such coordinate reference system
    │   ├── InvalidControlPoints  the CSV of control points
    │   ├── InvalidIds            an IDS file that is not sound
    │   ├── InvalidContext        a file of surroundings that cannot be believed
    │   ├── InvalidStoreUrl
    │   └── InvalidOption         a value on the command line
    ├── RuleError                 a rule, or its parameters
    │   ├── UnknownRule
    │   ├── InvalidRuleset
    │   └── RuleCrashed           wraps the cause, names the rule and the model
    ├── TableError                a table broke its contract
    ├── NotFound                  what was asked for is not in the store
    ├── RequestError              a caller of the service cannot have what it asks for, or not so
    │   ├── NotSignedIn           no session and no token
    │   ├── WrongPassword         or no such name: the caller is not told which
    │   ├── TooManyTries          to sign in
    │   ├── NotAllowed            not with this role
    │   ├── OtherOrigin           a page of another site asked in the caller's name
    │   ├── MethodNotAllowed
    │   ├── InvalidRequest        fields or files that cannot be used
    │   ├── InvalidQuery          a question to the base layer that means nothing
    │   ├── UploadTooLarge
    │   ├── NotYetDone            the report of a check that is not done
    │   ├── NoNightYet            the nightly flow has not run
    │   └── ScheduleOff           nights by the clock are not kept here
    ├── StoreError                the base layer; may pass on a second try
    │   ├── StoreBusy             another writer holds it
    │   └── StoreDamaged          not a store of ours, or broken
    ├── WorkspaceError            the workspace
    │   └── WorkspaceFull         no space left, after giving up all that may go
    ├── Fault                     a fault of ours, with its place
    ├── DiskFull                  no space left for the output
    ├── ScheduleNotServed         the server that keeps the schedule does not come up
    ├── ProcessLost               an isolated process died, hung or outgrew its memory
    ├── JobLost                   a check's process died each time it was tried
    ├── JobTooLong                a check took longer than the service allows
    ├── ServiceLost               a part of the service dies again and again
    └── TimedOut                  ``--timeout`` ran out

A failed check is not an error: it is a row in ``chk_finding``.
The sentence for people is made from ``code`` and ``params`` by the message catalogues (``error.<code>``), so an error
pickles with no ``__reduce__``: all its state goes through ``super().__init__``.
"""

import errno
from typing import ClassVar

from cim_schema.messages import Language, text


class CimError(Exception):
    """An error of ours, with a code and the parameters of its sentence."""

    code: ClassVar[str] = "error"
    is_transient: ClassVar[bool] = False
    """Whether the same call may succeed on a second try."""
    exit_status: ClassVar[int] = 3

    def __init__(self, params: dict[str, object] | None = None, *args: object) -> None:
        super().__init__(params or {}, *args)

    @property
    def params(self) -> dict[str, object]:
        """What the sentence is made of. ``file`` and ``line`` are known to the command line."""
        found: dict[str, object] = self.args[0]
        return found

    def sentence(self, language: Language) -> str:
        """What was found, then what to do. The catalogue may say ``{place}`` for the file, with the line where it is known."""
        file, line = self.params.get("file"), self.params.get("line")
        place = file if line is None else f"{file}:{line}"
        return text(f"error.{self.code}", {"place": place, **self.params}, language)

    def __str__(self) -> str:
        return self.sentence("en")


class InputError(CimError):
    """The sender's file or command line cannot be used."""

    code = "input"
    exit_status = 2


class NotAnIfcFile(InputError):
    """The file is no IFC file: something else, empty, or a zip without one. Params: file, reason."""

    code = "not_an_ifc_file"


class BrokenIfcFile(InputError):
    """The file begins as IFC but cannot be read. Params: file, line, reason."""

    code = "broken_ifc_file"


class UnsupportedIfcSchema(InputError):
    """The file's schema is none that is read here. Params: file, schema, line."""

    code = "unsupported_ifc_schema"


class FileNotReadable(InputError):
    """No such file, a folder, or no permission. Params: file, reason."""

    code = "file_not_readable"


class SameFileTwice(InputError):
    """Two files of one delivery are the same, byte for byte. Params: file, first."""

    code = "same_file_twice"


class InvalidProjectFile(InputError):
    """A project.yaml that cannot be used. Params: file, line, reason."""

    code = "invalid_project_file"


class InvalidTender(InputError):
    """A tender.yaml that cannot be used. Params: file, line, reason, and what the reason names."""

    code = "invalid_tender"


class InvalidEvaluation(InputError):
    """An evaluation that cannot be repeated. Params: file, reason."""

    code = "invalid_evaluation"


class InvalidMapping(InputError):
    """A mapping.toml that cannot be used. Params: file, line, reason, and what the reason names."""

    code = "invalid_mapping"


class UnknownCrs(InputError):
    """A coordinate reference system that nobody knows. Params: crs."""

    code = "unknown_crs"


class InvalidControlPoints(InputError):
    """A control point file that cannot be used. Params: file, line, reason."""

    code = "invalid_control_points"


class InvalidIds(InputError):
    """An IDS file that is not by its schema, or asks for what cannot be. Params: file, line, reason, and what the reason names."""

    code = "invalid_ids"


class InvalidContext(InputError):
    """A file of surroundings that cannot be read, or cannot lie where it says. Params: file, reason, and what the reason names."""

    code = "invalid_context"


class InvalidStoreUrl(InputError):
    """Neither ``gpkg:PATH`` nor ``postgresql://…``. Params: url, reason."""

    code = "invalid_store_url"


class InvalidOption(InputError):
    """A value on the command line that cannot be used. Params: option, value, reason."""

    code = "invalid_option"


class RuleError(CimError):
    """A rule or its parameters are wrong."""

    code = "rule"


class UnknownRule(RuleError):
    """No rule has this code. Params: rule, known."""

    code = "unknown_rule"
    exit_status = 2


class InvalidRuleset(RuleError):
    """A ruleset file names a rule or parameter that does not exist, or an impossible value. Params: file, reason."""

    code = "invalid_ruleset"
    exit_status = 2


class RuleCrashed(RuleError):
    """A rule raised. The engine records it and goes on. Params: rule, model, cause."""

    code = "rule_crashed"


class TableError(CimError):
    """A table broke its contract. Params: table, column, reason."""

    code = "table"


class NotFound(CimError):
    """What was asked for is not there. Params: what, name."""

    code = "not_found"
    exit_status = 2


class RequestError(CimError):
    """The service cannot do what a caller asks for."""

    code = "request"
    exit_status = 2


class NotSignedIn(RequestError):
    """Neither a session nor a token that holds."""

    code = "not_signed_in"


class WrongPassword(RequestError):
    """Name and password do not fit."""

    code = "wrong_password"


class TooManyTries(RequestError):
    """Too many wrong passwords. Params: seconds."""

    code = "too_many_tries"


class NotAllowed(RequestError):
    """The caller's role may not do this. Params: role."""

    code = "not_allowed"


class OtherOrigin(RequestError):
    """A change was asked for by cookie, and not from a page of the service."""

    code = "other_origin"


class MethodNotAllowed(RequestError):
    """The address is there, but not for this method. Params: method."""

    code = "method_not_allowed"


class InvalidRequest(RequestError):
    """Fields or files of a request that cannot be used. Params: reason."""

    code = "invalid_request"


class InvalidQuery(RequestError):
    """A parameter in an address that cannot be used. Params: name, reason."""

    code = "invalid_query"


class UploadTooLarge(RequestError):
    """More bytes than the service takes at once. Params: limit_mb."""

    code = "upload_too_large"


class NotYetDone(RequestError):
    """There is no report, or not yet. Params: state."""

    code = "not_yet_done"


class NoNightYet(RequestError):
    """The nightly flow has left no record so far."""

    code = "no_night_yet"


class ScheduleOff(RequestError):
    """The service runs without the schedule of nights."""

    code = "schedule_off"


class StoreError(CimError):
    """The base layer could not be read or written. Params: store, reason."""

    code = "store"
    is_transient = True


class StoreBusy(StoreError):
    """Another writer held the store for too long. Params: store, seconds."""

    code = "store_busy"


class StoreDamaged(StoreError):
    """The file is no base layer of ours, or is broken. Params: store, reason."""

    code = "store_damaged"
    is_transient = False
    exit_status = 2


class WorkspaceError(CimError):
    """The workspace could not be used. Params: folder, reason."""

    code = "workspace"


class WorkspaceFull(WorkspaceError):
    """No space is left on the disk, also after giving up every result that may go. Params: folder, free_mb."""

    code = "workspace_full"


class DiskFull(CimError):
    """No space is left where the output should go. Params: file."""

    code = "disk_full"


class ScheduleNotServed(CimError):
    """The server that keeps the schedule does not come up. Params: address, log."""

    code = "schedule_not_served"


class ProcessLost(CimError):
    """An isolated process or a worker died, hung or outgrew its memory. Params: cause, and what its text names."""

    code = "process_lost"
    is_transient = True


class JobLost(CimError):
    """A check's process died each time that it was tried. Params: attempts."""

    code = "job_lost"


class JobTooLong(CimError):
    """A check took longer than the service allows. Params: seconds."""

    code = "job_too_long"


class ServiceLost(CimError):
    """A process of the service died too often to be started again. Params: process."""

    code = "service_lost"


class Fault(CimError):
    """A fault of ours, told as a sentence with its place in the program. Params: what, where."""

    code = "fault"

    @classmethod
    def of(cls, error: Exception) -> "CimError":
        """The error itself where it is one of these; else the fault that it shows."""
        if isinstance(error, CimError):
            return error
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else "?"
        return cls({"what": f"{type(error).__name__}: {error}", "where": where})


class TimedOut(CimError):
    """The time given by ``--timeout`` ran out. Params: seconds."""

    code = "timed_out"


_OS_REASONS = {
    errno.ENOENT: "@error_reason.no_such_file",
    errno.EACCES: "@error_reason.no_permission",
    errno.EPERM: "@error_reason.no_permission",
    errno.EISDIR: "@error_reason.is_a_folder",
    errno.ENOTDIR: "@error_reason.not_a_folder",
    errno.EEXIST: "@error_reason.not_a_folder",
    errno.EROFS: "@error_reason.read_only",
    errno.ENOSPC: "@error_reason.disk_full",
    errno.EDQUOT: "@error_reason.disk_full",
    errno.ENAMETOOLONG: "@error_reason.name_too_long",
}


def os_reason(error: OSError) -> str:
    """The ``reason`` of an error of ours that an operating system's error causes: a code where we have a text for it."""
    return _OS_REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
