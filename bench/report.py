"""What the rounds say: a table for people, ratios within rounds, gates, and the same as JSON."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.measure import Spread, spread
from bench.visits import Sample

OURS, FLASK, FLOOR = "careered", "PyLTI1p3 + Flask", "floor"
Samples = Mapping[tuple[str, int], Sequence[Sample]]
"""By contender and concurrency, one sample a round: samples of one place in the lists were taken side by side."""


@dataclass(frozen=True)
class Ratio:
    """A ratio taken round by round. at_least, at_most: its gate; None where it has none."""

    name: str
    found: Spread
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the median keeps the gate; None without one."""
        if self.at_least is not None:
            return self.found.median >= self.at_least
        return self.found.median <= self.at_most if self.at_most is not None else None

    @property
    def words(self) -> str:
        """The gate and how it stands."""
        if self.holds is None:
            return ""
        gate = f"at least {self.at_least}" if self.at_least is not None else f"at most {self.at_most}"
        return f"gate: {gate}: {'holds' if self.holds else 'does not hold'}"


def ratios(samples: Samples) -> list[Ratio]:
    """The gates of the launch, and what belongs beside them."""
    tails = spread(sample.tail for sample in samples[OURS, 16])
    return [
        Ratio(f"{FLASK} : {OURS}, c=1", _paired(samples, FLASK, OURS, 1, _launch), at_least=2.5),
        Ratio(f"{FLASK} : {OURS}, c=16", _paired(samples, FLASK, OURS, 16, _launch), at_least=2.5),
        Ratio(f"{OURS} : {FLOOR}, c=1", _paired(samples, OURS, FLOOR, 1, _launch), at_most=7.0),
        Ratio(f"{OURS} : {FLOOR}, c=16", _paired(samples, OURS, FLOOR, 16, _launch)),
        Ratio(f"{OURS} p99 : p50, c=16", tails, at_most=5.0),
        Ratio(f"{FLASK} : {OURS}, first page, c=1", _paired(samples, FLASK, OURS, 1, _page)),
        Ratio(f"{FLASK} : {OURS}, first page, c=16", _paired(samples, FLASK, OURS, 16, _page)),
    ]


def _launch(sample: Sample) -> float:
    return sample.launch_ms


def _page(sample: Sample) -> float:
    return sample.page_ms


def _paired(samples: Samples, over: str, under: str, concurrency: int, of: Callable[[Sample], float]) -> Spread:
    pairs = zip(samples[over, concurrency], samples[under, concurrency], strict=True)
    return spread(of(dearer) / of(cheaper) for dearer, cheaper in pairs)


def names(samples: Samples) -> list[str]:
    """The contenders in the order given."""
    return list(dict.fromkeys(name for name, _ in samples))


def table(samples: Samples) -> str:
    """CPU, rate and waits of every contender."""
    lines = [
        "Server CPU per visit in ms, median [min-max]",
        f"{'':18}{'login + launch, c=1':>21}{'c=16':>21}{'first page, c=1':>21}{'c=16':>21}",
        *(f"{name:18}" + "".join(f"{one:>21}" for one in _cpu(samples, name)) for name in names(samples)),
        "",
        "At c=16, of login + launch (client and servers share the cores: lower bounds, not capacity)",
        f"{'':18}{'launches/s':>24}{'p50 ms':>24}{'p99 ms':>24}",
        *(f"{name:18}" + "".join(f"{one:>24}" for one in _waits(samples[name, 16])) for name in names(samples)),
    ]
    return "\n".join(lines)


def _cpu(samples: Samples, name: str) -> list[str]:
    launches = [str(spread(map(_launch, samples[name, concurrency]))) for concurrency in (1, 16)]
    return launches + [str(spread(map(_page, samples[name, concurrency]))) for concurrency in (1, 16)]


def _waits(taken: Sequence[Sample]) -> list[str]:
    rates = spread(sample.per_second for sample in taken)
    rate = f"{rates.median:.0f} [{rates.low:.0f}-{rates.high:.0f}]"
    return [rate, str(spread(sample.p50_ms for sample in taken)), str(spread(sample.p99_ms for sample in taken))]


def ratio_table(found: Sequence[Ratio]) -> str:
    """The ratios with their gates."""
    head = "Ratios of server CPU (login + launch), taken within each round, median [min-max]: these count"
    return "\n".join([head, *(f"  {one.name:44}{one.found!s:>21}  {one.words}".rstrip() for one in found)])


def as_data(samples: Samples, found: Sequence[Ratio]) -> dict[str, Any]:
    """Everything, every round, for programs."""
    contenders = {
        name: {f"c={concurrency}": [asdict(sample) for sample in samples[name, concurrency]] for concurrency in (1, 16)}
        for name in names(samples)
    }
    return {"contenders": contenders, "ratios": [asdict(one) | {"holds": one.holds} for one in found]}
