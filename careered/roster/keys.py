"""How a platform's classes and people are found again. Their ids are unique within one deployment only (CORE 3.1.3)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClassKey:
    """A class as the platform names it. context_id: of the LTI context claim, "" for launches without a course."""

    organisation_id: str
    platform_id: str
    deployment_id: str
    context_id: str

    def columns(self) -> dict[str, str]:
        """The values of the columns of that name."""
        return dict(vars(self))


@dataclass(frozen=True)
class PersonKey:
    """A person as the platform names them. deployment_id: "" where the platform's deployments share their people."""

    organisation_id: str
    platform_id: str
    deployment_id: str
    sub: str

    def columns(self) -> dict[str, str]:
        """The values of the columns of that name."""
        return dict(vars(self))
