"""Where the service keeps what is too large for its database.

::

    WORKSPACE/service/service.db
    WORKSPACE/service/incoming/ID/        an upload under way; renamed to jobs/ID when it is whole
    WORKSPACE/service/jobs/ID/models/     the files as sent, under safe names
    WORKSPACE/service/jobs/ID/report-N/   the reports of the N-th attempt
    WORKSPACE/service/tiles/LANGUAGE/     3D Tiles of projects, made when they are asked for
"""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServiceFolders:
    """The service's folders in a workspace."""

    workspace: Path

    @property
    def root(self) -> Path:
        """All that is the service's."""
        return self.workspace / "service"

    @property
    def database(self) -> Path:
        """The database."""
        return self.root / "service.db"

    @property
    def incoming(self) -> Path:
        """Uploads under way."""
        return self.root / "incoming"

    def job(self, job_id: str) -> Path:
        """All that belongs to one check."""
        return self.root / "jobs" / job_id

    def models(self, job_id: str) -> Path:
        """The files of one check."""
        return self.job(job_id) / "models"

    def report(self, job_id: str, attempt: int) -> Path:
        """The reports that one attempt wrote; attempts have folders of their own, so a late one overwrites nothing."""
        return self.job(job_id) / f"report-{attempt}"

    def remove_job(self, job_id: str) -> None:
        """Remove the files of one check; nothing, where there are none."""
        shutil.rmtree(self.job(job_id), ignore_errors=True)

    def clear_incoming(self) -> None:
        """Remove what uploads left that were broken off by the end of the service."""
        shutil.rmtree(self.incoming, ignore_errors=True)
