"""How large a nation is made: Finland, or a share of it."""

from dataclasses import dataclass

GRADES, PUPILS = (7, 8, 9), 21


@dataclass(frozen=True)
class Size:
    """copies: of the three classes that careered itself has stored, which are one of them. pupils: of a class."""

    copies: int
    schools: int
    municipalities: int
    pupils: int = PUPILS

    @property
    def classes(self) -> int:
        """Of all schools: four or five of each grade."""
        return self.copies * len(GRADES)


def finland(share: float) -> Size:
    """A share (0-1) of 310 municipalities, 700 schools, 9,000 classes and 189,000 pupils."""
    return Size(*(max(1, round(share * number)) for number in (3000, 700, 310)))
