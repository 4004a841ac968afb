"""Every error has a status."""

import pytest

from cim_schema import errors
from cim_schema.errors import BrokenIfcFile, CimError, DiskFull, NotAnIfcFile, NotFound, StoreBusy, WorkspaceFull
from service.errors import STATUS, saved_error, status_of


def descend(kind):
    for child in kind.__subclasses__():
        yield child
        yield from descend(child)


@pytest.mark.parametrize("kind", [CimError, *descend(CimError)], ids=lambda kind: kind.__name__)
def test_every_error_is_answered_by_an_error_status(kind):
    status = status_of(kind({}))
    assert 400 <= status < 600
    if issubclass(kind, errors.RequestError | errors.InputError):
        assert status < 500, "the caller can put it right"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BrokenIfcFile(), 422),
        (NotAnIfcFile(), 415),
        (NotFound(), 404),
        (StoreBusy(), 503),
        (DiskFull(), 507),
        (WorkspaceFull(), 507),
    ],
)
def test_the_status_is_the_nearest_ancestors(error, status):
    assert status_of(error) == status


def test_every_request_error_has_a_status_of_its_own_line():
    assert set(descend(errors.RequestError)) <= set(STATUS)


def test_an_error_comes_back_from_its_code():
    again = saved_error({"code": "broken_ifc_file", "params": {"file": "a.ifc", "line": 3, "reason": "@read_reason.no_data"}})
    assert type(again) is BrokenIfcFile
    assert "a.ifc:3" in again.sentence("zh")
