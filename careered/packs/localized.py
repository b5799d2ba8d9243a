"""Texts and URLs by language.

The loader passes the pack's languages as validation context: `{"languages": ("fi", "sv", "en")}`. Without a context
(models built in code) missing and unknown languages are not reported.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Self

from pydantic import ConfigDict, Discriminator, RootModel, Tag, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import HttpsUrl, Language, NonEmptyText


def _check_languages(texts: Mapping[str, object], info: ValidationInfo, requires_all: bool) -> None:
    pack_languages: tuple[str, ...] = (info.context or {}).get("languages", ())
    if not pack_languages:
        return
    missing = [language for language in pack_languages if language not in texts]
    foreign = [language for language in texts if language not in pack_languages]
    if missing and (requires_all or len(missing) == len(pack_languages)):
        context = {"missing": ", ".join(missing), "strange": ", ".join(foreign)}
        also_foreign = ", but something in {strange}" if foreign else ""
        raise PydanticCustomError("missing_language", "has nothing in {missing}" + also_foreign, context)
    if foreign:
        context = {"strange": ", ".join(foreign), "wanted": ", ".join(pack_languages)}
        raise PydanticCustomError("unknown_language", "has something in {strange}; the pack has {wanted}", context)


class LocalizedText(RootModel[Mapping[Language, NonEmptyText]]):
    """A text in every language of the pack: `{fi: Hei, sv: Hej, en: Hello}`."""

    model_config = ConfigDict(frozen=True, strict=True)
    requires_all_languages: ClassVar[bool] = True

    @model_validator(mode="after")
    def _has_pack_languages(self, info: ValidationInfo) -> Self:
        _check_languages(self.root, info, self.requires_all_languages)
        return self

    def in_language(self, lang: str, fallback: str = "") -> str:
        """The text in `lang`, else in `fallback`, else in the first language."""
        return self.root.get(lang) or self.root.get(fallback) or next(iter(self.root.values()), "")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the text, in the author's order."""
        return tuple(self.root)

    def __hash__(self) -> int:
        return hash(frozenset(self.root.items()))


class PartiallyLocalizedText(LocalizedText):
    """A text in at least one language of the pack: for authors and editors, not for pupils."""

    requires_all_languages: ClassVar[bool] = False


class LocalizedUrl(RootModel[Mapping[Language, HttpsUrl | None]]):
    """A service's URL in every language of the pack, null where there is none; or no languages at all."""

    model_config = ConfigDict(frozen=True, strict=True)

    @model_validator(mode="after")
    def _has_pack_languages(self, info: ValidationInfo) -> Self:
        if self.root:
            _check_languages(self.root, info, requires_all=True)
        return self

    def in_language(self, lang: str, fallback: str = "") -> str | None:
        """The URL for `lang`, else for `fallback`, else for any language; None when the service has none."""
        candidates = [self.root.get(lang), self.root.get(fallback), *self.root.values()]
        return next((url for url in candidates if url), None)


def _comment_kind(value: object) -> str:
    return "localized" if isinstance(value, dict | PartiallyLocalizedText) else "plain"


Comment = Annotated[
    Annotated[NonEmptyText, Tag("plain")] | Annotated[PartiallyLocalizedText, Tag("localized")],
    Discriminator(_comment_kind),
]
"""A comment for authors: plain text in any language, or texts by language."""
