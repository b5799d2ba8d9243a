"""A class with its curriculum pack, and one pupil in it. Most handlers begin here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.classes import CLASS, ClassInfo, get_class, prefetched_class
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import list_pupils
from careered.roster.names import sort_key, staff_names
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.request import PageRequest
from careered.web.time_format import format_datetime


@dataclass(frozen=True)
class PupilScope:
    """One pupil in one class, under the class's pack and grade."""

    organisation_id: str
    class_id: str
    person_id: str
    pack: Pack
    grade: int | None

    @property
    def key(self) -> dict[str, str]:
        """The leading key columns of every progress table."""
        return {
            "organisation_id": self.organisation_id,
            "class_id": self.class_id,
            "person_id": self.person_id,
        }


@dataclass(frozen=True)
class ClassScope:
    """A class with its current pack."""

    class_info: ClassInfo
    pack: Pack

    @property
    def key(self) -> tuple[str, str]:
        """Organisation id and class id: the leading key columns of what belongs to a class."""
        return self.class_info.organisation_id, self.class_info.id

    def pupil(self, person_id: str) -> PupilScope:
        """One member of the class."""
        return PupilScope(
            self.class_info.organisation_id, self.class_info.id, person_id, self.pack, self.class_info.grade
        )

    def format_datetime(self, timestamp: datetime | None, lang: str) -> str:
        """A time of day and date in the pack's time zone, as the reader's language writes it; "" for None."""
        return format_datetime(timestamp, lang, self.pack.timezone) if timestamp else ""


def load_class_scope(db: Connection, pack_store: PackStore, organisation_id: str, class_id: str) -> ClassScope | None:
    """The class with its current pack and its organisation's overlays, or with the version that it keeps.

    None when there is no such class, or its pack is not loaded.
    """
    class_info = get_class(db, organisation_id, class_id)
    return with_pack(db, pack_store, class_info) if class_info else None


def with_pack(db: Connection, pack_store: PackStore, class_info: ClassInfo) -> ClassScope | None:
    """As `load_class_scope`, of a class that has been read already."""
    kept = pack_store.pack(db, class_info.pack_id, class_info.kept_version) if class_info.kept_version else None
    pack = kept or pack_store.effective_pack(db, class_info.organisation_id, class_info.pack_id)
    return ClassScope(class_info, pack) if pack else None


def viewer_class(req: PageRequest) -> ClassScope:
    """The class of the viewer's session. Raises `not_found` without one, `no_pack` while its pack is not loaded."""
    if not req.viewer.class_id:
        raise RequestError("not_found")
    class_info = prefetched_class(req.row((CLASS,)))
    scope = with_pack(req.db, req.state.get(PackStore), class_info) if class_info else None
    if scope is None:
        raise RequestError("no_pack")
    return scope


def class_from_path(req: PageRequest) -> ClassScope:
    """The class in the URL, if it is the viewer's. Raises `not_found` for any other, and for one without a context."""
    scope = viewer_class(req)
    if req.path_params["id"] != scope.class_info.id or not scope.class_info.context_id:
        raise RequestError("not_found")
    return scope


def class_of_head(req: PageRequest) -> ClassInfo | None:
    """The class whose tabs stand above a page that is its staff's own. None for others, or without a context."""
    class_info = prefetched_class(req.row((CLASS,))) if req.viewer.is_staff and req.viewer.class_id else None
    return class_info if class_info and class_info.context_id else None


def active_pupil_names(req: PageRequest, scope: ClassScope) -> list[tuple[str, str]]:
    """The active pupils of the class as (id, displayed name), in the order of their names."""
    pupils = list_pupils(req.db, *scope.key)
    names = staff_names(pupils, req.state.settings.secret, scope.class_info.id, req.lang)
    active = [(pupil.id, names[pupil.id]) for pupil in pupils if pupil.status == ACTIVE]
    return sorted(active, key=lambda item: sort_key(item[1], req.lang))


def may_write(req: PageRequest) -> bool:
    """Whether what the viewer writes is stored: a pupil's, not that of staff in preview."""
    return req.viewer.role is Role.PUPIL and req.viewer.persists
