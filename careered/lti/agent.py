"""How this tool introduces itself to platforms. Some answer 403 to requests without a User-Agent."""

from importlib.metadata import version

USER_AGENT = f"careered/{version('careered')} (LTI 1.3 tool)"
