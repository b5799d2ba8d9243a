"""Registration tokens of dynamic registration (DR 3.1): they name the future client id, and are for one use."""

from secrets import token_urlsafe

from demo_platform.platform_state import PlatformState

LIFETIME = 3600  # seconds


class RegistrationRefused(Exception):
    """Why a registration is not accepted."""


def registration_parameters(platform: PlatformState, update: str = "") -> dict[str, str]:
    """What is added to a tool's registration URL. update: the client id of a tool that renews its registration."""
    client_id = update or token_urlsafe(11)
    platform.open_registrations.add(client_id)
    now = int(platform.now())
    claims = {"sub": client_id, "scope": "reg-update" if update else "reg", "iat": now, "exp": now + LIFETIME}
    configuration_url = f"{platform.base_url}/openid-configuration"
    return {"openid_configuration": configuration_url, "registration_token": platform.sign(claims)}


def client_id_of(platform: PlatformState, authorization: str) -> str:
    """The client id that the token in an Authorization header names; raises RegistrationRefused."""
    client_id = platform.verify_own_token(authorization.removeprefix("Bearer ")).get("sub", "")
    if client_id not in platform.open_registrations:
        raise RegistrationRefused("Registration token is unknown or was used")
    return str(client_id)
