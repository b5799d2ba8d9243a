"""One frozen settings class, read from the environment (CAREERED_*). Wrong settings fail at start, loudly."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from careered.private_file import make_private

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
MIN_SECRET_LENGTH = 32


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    return (urlsplit(url).hostname or "") in LOOPBACK_HOSTS


class Settings(BaseSettings):
    """What an operator decides. Every field is `CAREERED_` + its name in capitals in the environment."""

    model_config = SettingsConfigDict(env_prefix="CAREERED_", frozen=True, extra="ignore")

    data_dir: Path = Field(default=Path("data"), description="Folder for the SQLite file and a generated secret.")
    database_url: str = Field(default="", description="Empty: an SQLite file in the data folder.")
    base_url: str = Field(default="http://localhost:8000", description="The address browsers use, without a path.")
    secret_key: str = Field(default="", description="At least 32 characters; or use CAREERED_SECRET_KEY_FILE.")
    secret_key_file: Path | None = Field(default=None, description="A file whose content is the secret key.")
    allow_loopback: bool = Field(default=False, description="Plain http and platforms on this machine (trying out).")
    metrics_token: str = Field(default="", description="Bearer token for /metrics; empty: /metrics is off.")

    @model_validator(mode="after")
    def _check_base_url(self) -> Self:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("CAREERED_BASE_URL must be like https://careered.example.org, without a path")
        if self.allow_loopback and not is_loopback(self.base_url):
            raise ValueError("CAREERED_ALLOW_LOOPBACK=1 needs a base URL on this machine (http://localhost:...)")
        if parts.scheme == "http" and not (self.allow_loopback and is_loopback(self.base_url)):
            raise ValueError("CAREERED_BASE_URL must be https (plain http only with CAREERED_ALLOW_LOOPBACK=1)")
        return self

    @property
    def origin(self) -> str:
        """The base URL without a trailing slash: what addresses of this tool begin with."""
        return self.base_url.rstrip("/")

    @property
    def sqlalchemy_url(self) -> str:
        """The SQLAlchemy address, with the driver that we use named."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'careered.sqlite3'}"
        scheme, rest = self.database_url.split("://", 1)
        is_of_libpq = scheme in {"postgresql", "postgres"}
        return f"postgresql+psycopg://{_with_several_hosts(rest)}" if is_of_libpq else self.database_url

    @property
    def is_sqlite(self) -> bool:
        """SQLite means one process; PostgreSQL means many."""
        return self.sqlalchemy_url.startswith("sqlite")

    @property
    def data_location(self) -> str:
        """Where the data are stored, without credentials: path of the SQLite file, or host and name of the database."""
        url = make_url(self.sqlalchemy_url)
        hosts = ", ".join(url.normalized_query.get("host", ())) or url.host or "localhost"
        return str(url.database) if self.is_sqlite else f"PostgreSQL, {hosts}, {url.database}"

    @cached_property
    def secret(self) -> bytes:
        """The secret that signs states and encrypts keys. Weak or missing secrets are refused outside loopback."""
        text = self.secret_key or (self.secret_key_file.read_text().strip() if self.secret_key_file else "")
        if not text and self.allow_loopback:
            text = _stored_secret(self.data_dir)
        if len(text) < MIN_SECRET_LENGTH:
            raise ValueError(
                "CAREERED_SECRET_KEY is missing or shorter than 32 characters. "
                'Make one: python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return text.encode()


def _with_several_hosts(rest: str) -> str:
    """An address after its `://`; several hosts, as libpq lists them, as SQLAlchemy takes them.

    Of several hosts the one that can be written to is meant, whichever it is: a standby refuses.
    """
    address, _, query = rest.partition("?")
    authority, _, database = address.partition("/")
    user, at, hosts = authority.rpartition("@")
    if "," not in hosts:
        return rest
    places = [urlsplit(f"//{host}") for host in hosts.split(",")]
    names, ports = (
        ",".join(place.hostname or "" for place in places),
        ",".join(str(place.port or "") for place in places),
    )
    options = [f"host={names}", f"port={ports}"] + [query] * bool(query)
    if "target_session_attrs" not in query:
        options.append("target_session_attrs=read-write")
    return f"{user}{at}/{database}?{'&'.join(options)}"


def _stored_secret(data_dir: Path) -> str:
    """On loopback a secret is made once and kept beside the data, so that restarts do not lose sessions."""
    path = data_dir / "secret"
    data_dir.mkdir(parents=True, exist_ok=True)
    make_private(path)
    if not path.stat().st_size:
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
