"""A project taken in: its files down the line, those that cannot be used told apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from cim_schema.codes import Profile
from cim_schema.errors import InputError, SameFileTwice
from cim_schema.messages import Language
from cim_schema.project import ModelFile, Project
from pipelines.flows.judgement import Judgement, judge
from pipelines.flows.steps import Federation, Line, Model, measure, read, tessellate
from pipelines.flows.surroundings import Around
from pipelines.ingest.project_folder import institute_mapping


@dataclass(frozen=True)
class Refused:
    """A file that could not be used: it stays where it is, and the part keeps the version it had."""

    file: ModelFile
    error: InputError

    def as_row(self, language: Language) -> dict[str, object]:
        """For the night's record."""
        return {
            "part": self.file.part, "file": self.file.path.name, "error": self.error.code,
            "message": self.error.sentence(language), "line": self.error.params.get("line"),
        }  # fmt: skip


@dataclass(frozen=True)
class Intake:
    """The models that could be taken in, and the files that could not."""

    models: tuple[Model, ...]
    refused: tuple[Refused, ...] = field(default=())


def take_in(files: Sequence[ModelFile], line: Line, *, geometry: bool = True) -> Intake:
    """Read, tessellate and measure each file; one that cannot be used is refused and the others go on."""
    models: dict[str, Model] = {}
    refused = []
    for file in files:
        try:
            model = read(file, line)
            if model.model_id in models:
                raise SameFileTwice({"file": file.path.name, "first": models[model.model_id].file.path.name})
            models[model.model_id] = measure(tessellate(model, line) if geometry else model, line)
        except InputError as error:
            refused.append(Refused(file, error))
    return Intake(tuple(models.values()), tuple(refused))


def take_in_all(files: Sequence[ModelFile], line: Line, *, geometry: bool = True) -> tuple[Model, ...]:
    """As ``take_in``, where nothing may be left out but a file that is given twice.

    Raises:
        InputError: The first file that cannot be used.
    """
    intake = take_in(files, line, geometry=geometry)
    for refused in intake.refused:
        if not isinstance(refused.error, SameFileTwice):
            raise refused.error
    return intake.models


def judge_project(
    project: Project, models: Sequence[Model], line: Line, profile: Profile, target_crs: str | None, around: Around | None
) -> Judgement:
    """Check and place what came of a project, among its surroundings where they are to be looked at."""
    federation = Federation(tuple(models), project.category, project.stage, project.crs, project.day)
    return judge(federation, line, profile, target_crs=target_crs, around=around)


def files_as_parts(paths: Sequence[Path], mapping: Path | None = None) -> tuple[ModelFile, ...]:
    """Files named on the command line, each a part named after its file, ordered by part; a repeated name gets a number."""
    stems = {path.stem for path in paths}
    files: dict[str, ModelFile] = {}
    for path in paths:
        numbered = (f"{path.stem}-{number}" for number in count(2))
        part = path.stem if path.stem not in files else next(name for name in numbered if name not in files and name not in stems)
        files[part] = ModelFile(path, part, mapping or institute_mapping())
    return tuple(files[part] for part in sorted(files))
