"""JSON Schemas of a pack's files, generated from the models, for completion and validation in editors.

A schema covers one file; only `careered packs check` checks references between files.
"""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model

from careered.packs.dates import DatesFile
from careered.packs.education_map import RoutesFile
from careered.packs.lessons import models_of_cards, models_of_steps
from careered.packs.models import Lesson, PackMetadata, Part, StepKinds
from careered.packs.pictures import PicturesFile
from careered.packs.requirements import FrameworkFile, RequirementsFile, SourcesFile
from careered.packs.services import ServicesFile

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS_BY_FILE: Mapping[str, type[BaseModel]] = {
    "pack": PackMetadata,
    "sources": SourcesFile,
    "framework": FrameworkFile,
    "services": ServicesFile,
    "requirements": RequirementsFile,
    "dates": DatesFile,
    "pictures": PicturesFile,
    "routes": RoutesFile,
}


def pack_schemas(kinds: StepKinds) -> dict[str, dict[str, Any]]:
    """The schema of each file by its name without extension; "lesson" is the schema of every file in lessons/."""
    models = {**MODELS_BY_FILE, "lesson": _lesson_model(kinds)}
    return {name: {"$schema": JSON_SCHEMA_DIALECT, **model.model_json_schema()} for name, model in models.items()}


def _lesson_model(kinds: StepKinds) -> type[BaseModel]:
    """The lesson model with the registered step kinds and activities as discriminated unions."""
    fields: dict[str, Any] = {"steps": (_union(models_of_steps(kinds)), ())}
    if cards := models_of_cards(kinds):
        part = create_model("Part", __base__=Part, __doc__=Part.__doc__, cards=(_union(cards), ()))
        fields["parts"] = (tuple[part, ...], ())  # type: ignore[valid-type]
    return create_model("Lesson", __base__=Lesson, __doc__=Lesson.__doc__, **fields)


def _union(models: StepKinds) -> Any:
    """A list of any of these models, told apart by `kind`."""
    content: Any = reduce(or_, models.values())
    return tuple[Annotated[content, Field(discriminator="kind")], ...]
