"""Where a picture of a pack is served (lessons/picture_views.py)."""

from careered.packs.models import Pack, Picture


def picture_url(pack: Pack, picture: Picture) -> str:
    """The address of a picture in this version of the pack."""
    return f"/pictures/{pack.id}/{pack.version}/{picture.file}"
