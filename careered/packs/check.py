"""What must hang together in a pack, checked across its files; what must be verified; how much there is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from careered import clock
from careered.packs.dates import school_year
from careered.packs.models import Pack, Service, StepContent
from careered.packs.references import LESSONS, Trees, check_duplicates, check_links, named
from careered.packs.schema import suggestion
from careered.packs.tree import ANY, KeyPath, Tree

MOST_CYCLES = 20
SOON_DAYS = 60


def cross_check(trees: Trees, kinds: Mapping[str, type[StepContent]]) -> None:
    """Notes in the trees everything that does not fit together. Works on faulty packs too."""
    check_duplicates(trees)
    check_links(trees)
    _check_grades(trees)
    _check_default_language(trees)
    _check_steps_completion(trees, kinds)
    _check_cycles(trees)
    for tree in named(trees, LESSONS):
        _check_lesson(tree)


def _check_grades(trees: Trees) -> None:
    about = trees.get("pack.yaml")
    grades = {grade for _, grade in about.numbers("grades", ANY)} if about else set()
    places = [
        ("pack.yaml", ("default_grade",)),
        ("requirements.yaml", ("requirements", ANY, "by_grade")),
        ("requirements.yaml", ("offline_activities", ANY, "grades", ANY)),
        (LESSONS, ("grade",)),
    ]
    for file, pattern in places if grades else ():
        for tree in named(trees, file):
            for path, grade in tree.numbers(*pattern):
                if grade not in grades:
                    tree.report(tree.at(path), "unknown_grade", f"the pack has no grade {grade}")


def _check_default_language(trees: Trees) -> None:
    for tree in named(trees, "pack.yaml"):
        languages = [word for _, word in tree.texts("languages", ANY)]
        for path, word in tree.texts("default_language"):
            if languages and word not in languages:
                sentence = f"“{word}” is not one of the pack's languages"
                tree.report(tree.at(path), "unknown_language", sentence, suggestion(word, languages))


def _check_steps_completion(trees: Trees, kinds: Mapping[str, type[StepContent]]) -> None:
    """A requirement may ask for steps of a kind only if the kind exists and the pack has enough of them."""
    lessons = named(trees, LESSONS)
    there = Counter(kind for tree in lessons for _, kind in tree.texts("steps", ANY, "kind"))
    complete = not any(tree.broken for tree in lessons)
    for tree in named(trees, "requirements.yaml"):
        for path, kind in tree.texts("requirements", ANY, "completion", "any_of_type"):
            count = dict(tree.numbers("requirements", ANY, "completion", "count")).get((*path[:-1], "count"), 0)
            if kind not in kinds:
                sentence = f"there is no step kind “{kind}”"
                tree.report(tree.at(path), "unknown_kind", sentence, suggestion(kind, kinds))
            elif complete and count > there[kind]:
                sentence = f"the pack has too few steps of kind “{kind}”: {there[kind]} of {count}"
                tree.report(tree.at((*path[:-1], "count")), "unmet_requirement", sentence)


def _check_cycles(trees: Trees) -> None:
    """Lessons that wait for each other: each circle is shown once, at one of its `requires` entries."""
    edges = dict(_edges(trees))
    graph: dict[str, set[str]] = {}
    for lesson, other in edges:
        graph.setdefault(lesson, set()).add(other)
    for _ in range(MOST_CYCLES):
        cycle = _cycle(graph)
        if not cycle:
            return
        lesson, other = cycle[:2]
        tree, path = edges[lesson, other]
        tree.report(tree.at(path), "pack_cycle", f"lessons wait for each other: {' → '.join(cycle)}")
        graph[lesson].discard(other)


def _edges(trees: Trees) -> Iterator[tuple[tuple[str, str], tuple[Tree, KeyPath]]]:
    for tree in named(trees, LESSONS):
        for _, lesson in tree.texts("id"):
            yield from (((lesson, other), (tree, path)) for path, other in tree.texts("requires", ANY))


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    """A circle as `a, b, a` in which each waits for the next, beginning with the smallest id; or nothing."""
    try:
        TopologicalSorter({lesson: sorted(others) for lesson, others in graph.items()}).prepare()
    except CycleError as error:
        ring = error.args[1][:0:-1]
        start = ring.index(min(ring))
        return [*ring[start:], *ring[: start + 1]]
    return []


def _check_lesson(tree: Tree) -> None:
    if tree.is_broken(()) or not isinstance(tree.value, dict):
        return
    lesson = tree.value
    stem = tree.file.rpartition("/")[2].removesuffix(".yaml")
    if isinstance(lesson.get("id"), str) and lesson["id"] != stem:
        tree.report(tree.at(("id",)), "lesson_file_name", f"the lesson is “{lesson['id']}”, the file “{stem}.yaml”")
    if lesson.get("requirements") == []:
        tree.report(tree.at(("requirements",)), "lesson_without_requirement", "the lesson serves no requirement")
    if lesson.get("status") == "full":
        _check_full(tree, lesson)
    elif lesson.get("status") == "outline" and lesson.get("steps"):
        tree.report(tree.named_at(("steps",)), "outline_with_steps", "an outline has no steps")


def _check_full(tree: Tree, lesson: Mapping[str, object]) -> None:
    if not lesson.get("steps"):
        tree.report(tree.at(("status",)), "lesson_without_steps", "a full lesson has steps")
    if "summary" not in lesson:
        tree.report(tree.at(("status",)), "missing_key", "a full lesson has a “summary”")
    if lesson.get("catch_up"):
        _check_catch_up(tree)


def _check_catch_up(tree: Tree) -> None:
    """The shorter way has steps of the lesson only, and every check: what is understood counts for everybody."""
    short = {word: path for path, word in tree.texts("catch_up", ANY)}
    steps = [word for _, word in tree.texts("steps", ANY, "id")]
    for word, path in short.items():
        if word not in steps:
            sentence = f"there is no step “{word}” in this lesson"
            tree.report(tree.at(path), "unknown_reference", sentence, suggestion(word, steps))
    kinds = dict(tree.texts("steps", ANY, "kind"))
    for path, word in tree.texts("steps", ANY, "id"):
        if kinds.get((*path[:-1], "kind")) == "check" and word not in short:
            tree.report(tree.named_at(("catch_up",)), "catch_up_without_check", f"the shorter way leaves out “{word}”")


def to_verify(pack: Pack, today: date | None = None) -> list[str]:
    """What somebody must look at before the pack is released, a sentence each. `today`: default the clock's day."""
    day = today or clock.now().date()
    oldest = day - timedelta(days=pack.service_defaults.stale_after_days)
    sources = [f"source {each.id} is from memory: {each.title}" for each in pack.sources if each.how == "memory"]
    services = [words for service in pack.services for words in _service_doubts(service, oldest)]
    return [*expiring(pack, day), *_help_line_doubts(pack, oldest), *sources, *services, *_date_doubts(pack, day)]


def _help_line_doubts(pack: Pack, oldest: date) -> Iterator[str]:
    """Numbers for what cannot wait are shown at once: all the more they must be right."""
    memory = {each.id for each in pack.sources if each.how == "memory"}
    for line in pack.help_lines:
        if memory.issuperset(line.source):
            yield f"help line {line.id} is from memory and is shown to pupils: find {line.number} at its source"
        elif line.read_on is None or line.read_on < oldest:
            yield f"help line {line.id} is shown to pupils: see at its source that {line.number} and its hours hold"


def expiring(pack: Pack, today: date | None = None) -> list[str]:
    """Words that are out of date, or will be within some weeks, a sentence each."""
    day = today or clock.now().date()
    steps = [(f"step {step.id}", step.valid_to) for lesson in pack.lessons for step in lesson.steps]
    places = [*steps, *((f"service {one.id}", one.valid_to) for one in pack.services), ("the pack", pack.valid_to)]
    places += [(f"help line {one.id}", one.valid_to) for one in pack.help_lines]
    ends = [(what, end) for what, end in places if end is not None and end < day + timedelta(days=SOON_DAYS)]
    return [f"{what} {'was' if end < day else 'is'} right until {end}: write it anew" for what, end in ends]


def _date_doubts(pack: Pack, day: date) -> Iterator[str]:
    year = school_year(day, pack.school_year_ends)
    for one in pack.dates:
        if one.days(year) is None:
            known = "are from memory" if year in one.years else "are not there"
            yield f"date {one.id}: the days of {year} {known}; pupils are sent to the service's page"


def _service_doubts(service: Service, oldest: date) -> Iterator[str]:
    if service.verified.how == "memory":
        yield f"service {service.id} is from memory: open its address and read it"
    if service.status == "check":
        yield f"service {service.id} has status check: find out whether it is still there"
    for channel in service.channels:
        if channel.verified_on is None:
            yield f"service {service.id}, channel {channel.id}: never verified"
        elif channel.verified_on < oldest:
            yield f"service {service.id}, channel {channel.id}: last verified on {channel.verified_on}"


def counts(pack: Pack) -> dict[str, int]:
    """How many parts a pack has, by their names."""
    playable = pack.playable_lessons()
    return {
        "framework_items": len(pack.framework.items),
        "sources": len(pack.sources),
        "services": len(pack.services),
        "requirements": len(pack.requirements),
        "offline_activities": len(pack.offline_activities),
        "lessons": len(pack.lessons),
        "playable_lessons": len(playable),
        "steps": sum(len(lesson.steps) for lesson in playable),
        "languages": len(pack.languages),
    }
