"""Words in the pack's languages. All languages stand beside each other, so that a missing one is seen at once.

The loader gives the pack's languages as validation context: `{"languages": ("fi", "sv", "en")}`. Without a
context (models built in code) languages are not compared.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Self

from pydantic import ConfigDict, Discriminator, RootModel, Tag, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.shapes import HttpsAddress, Language, Words


def _check_languages(given: Mapping[str, object], info: ValidationInfo, every: bool) -> None:
    wanted: tuple[str, ...] = (info.context or {}).get("languages", ())
    if not wanted:
        return
    missing = [language for language in wanted if language not in given]
    strange = [language for language in given if language not in wanted]
    if missing and (every or len(missing) == len(wanted)):
        what = {"missing": ", ".join(missing), "strange": ", ".join(strange)}
        also = ", but something in {strange}" if strange else ""
        raise PydanticCustomError("missing_language", "has nothing in {missing}" + also, what)
    if strange:
        what = {"strange": ", ".join(strange), "wanted": ", ".join(wanted)}
        raise PydanticCustomError("unknown_language", "has something in {strange}; the pack has {wanted}", what)


class Text(RootModel[Mapping[Language, Words]]):
    """Words in every language of the pack: `{fi: Hei, sv: Hej, en: Hello}`."""

    model_config = ConfigDict(frozen=True, strict=True)
    every_language: ClassVar[bool] = True

    @model_validator(mode="after")
    def _languages(self, info: ValidationInfo) -> Self:
        _check_languages(self.root, info, self.every_language)
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


class PartText(Text):
    """Words in at least one language of the pack: for authors and editors, not for pupils."""

    every_language: ClassVar[bool] = False


class Addresses(RootModel[Mapping[Language, HttpsAddress | None]]):
    """A service's address in every language of the pack, null where there is none (yet); or empty altogether."""

    model_config = ConfigDict(frozen=True, strict=True)

    @model_validator(mode="after")
    def _languages(self, info: ValidationInfo) -> Self:
        if self.root:
            _check_languages(self.root, info, every=True)
        return self

    def in_language(self, lang: str, fallback: str = "") -> str | None:
        """The address for `lang`, else for `fallback`, else any; None when the service has none."""
        known = [self.root.get(lang), self.root.get(fallback), *self.root.values()]
        return next((address for address in known if address), None)


def _plain(value: object) -> str:
    return "by language" if isinstance(value, dict | PartText) else "words"


Remark = Annotated[
    Annotated[Words, Tag("words")] | Annotated[PartText, Tag("by language")],
    Discriminator(_plain),
]
"""A remark for authors: plain words in any language, or words by language."""
