"""Where the installation keeps its data, in words for the privacy sheet."""

from sqlalchemy import make_url

from careered.settings import Settings


def data_location(settings: Settings) -> str:
    """Where the pupils' data are, without any secret: a file, or a database on a server."""
    url = make_url(settings.sqlalchemy_url)
    return str(url.database) if settings.is_sqlite else f"PostgreSQL, {url.host or 'localhost'}, {url.database}"
