"""The upload that a page's address names, of the viewer's organisation: its files, until it is loaded or discarded."""

from careered.packs import drafts
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def uploaded_files(req: PageRequest) -> dict[str, bytes]:
    """The files by name. Raises RequestError upload_over where it is loaded, discarded or too old."""
    files = drafts.find_upload(req.db, req.viewer.organisation_id, req.path_params["hash"])
    if files is None:
        raise RequestError("upload_over")
    return files


def discard_uploaded(req: PageRequest) -> None:
    """It was loaded, or nobody wants it."""
    drafts.discard_upload(req.db, req.viewer.organisation_id, req.path_params["hash"])
