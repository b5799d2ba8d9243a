"""Words in the pack's languages. All languages stand beside each other, so that a missing one is seen at once.

The loader gives the pack's languages as validation context: `{"languages": ("fi", "sv", "en")}`. Without a
context (models built in code) languages are not compared.
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
    """Words in every language of the pack: `{fi: Hei, sv: Hej, en: Hello}`."""

    model_config = ConfigDict(frozen=True, strict=True)
    requires_all_languages: ClassVar[bool] = True

    @model_validator(mode="after")
    def _has_pack_languages(self, info: ValidationInfo) -> Self:
        _check_languages(self.root, info, self.requires_all_languages)
        return self

    def in_language(self, lang: str, fallback: str = "") -> str:
        """The words in `lang`, else in `fallback`, else in the language that is written first."""
        return self.root.get(lang) or self.root.get(fallback) or next(iter(self.root.values()), "")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are there, in the author's order."""
        return tuple(self.root)

    def __hash__(self) -> int:
        return hash(frozenset(self.root.items()))


class PartiallyLocalizedText(LocalizedText):
    """Words in at least one language of the pack: for authors and editors, not for pupils."""

    requires_all_languages: ClassVar[bool] = False


class LocalizedUrl(RootModel[Mapping[Language, HttpsUrl | None]]):
    """A service's address in every language of the pack, null where there is none (yet); or empty altogether."""

    model_config = ConfigDict(frozen=True, strict=True)

    @model_validator(mode="after")
    def _has_pack_languages(self, info: ValidationInfo) -> Self:
        if self.root:
            _check_languages(self.root, info, requires_all=True)
        return self

    def in_language(self, lang: str, fallback: str = "") -> str | None:
        """The address for `lang`, else for `fallback`, else any; None when the service has none."""
        candidates = [self.root.get(lang), self.root.get(fallback), *self.root.values()]
        return next((address for address in candidates if address), None)


def _comment_kind(value: object) -> str:
    return "by language" if isinstance(value, dict | PartiallyLocalizedText) else "words"


Comment = Annotated[
    Annotated[NonEmptyText, Tag("words")] | Annotated[PartiallyLocalizedText, Tag("by language")],
    Discriminator(_comment_kind),
]
"""A remark for authors: plain words in any language, or words by language."""
