"""What must hang together in a pack, checked across its files; what must be verified; how much there is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from careered import clock
from careered.packs.dates import school_year
from careered.packs.models import Pack, Service, StepContent
from careered.packs.references import LESSON_FOLDER, Trees, check_duplicates, check_references, trees_for
from careered.packs.schema import did_you_mean
from careered.packs.yaml_tree import ANY, KeyPath, Tree

MAX_CYCLES = 20
EXPIRY_WARNING_DAYS = 60


def check_across_files(trees: Trees, kinds: Mapping[str, type[StepContent]]) -> None:
    """Notes in the trees everything that does not fit together. Works on faulty packs too."""
    check_duplicates(trees)
    check_references(trees)
    _check_grades(trees)
    _check_default_language(trees)
    _check_steps_completion(trees, kinds)
    _check_cycles(trees)
    for tree in trees_for(trees, LESSON_FOLDER):
        _check_lesson(tree)


def _check_grades(trees: Trees) -> None:
    about = trees.get("pack.yaml")
    grades = {grade for _, grade in about.numbers("grades", ANY)} if about else set()
    patterns = [
        ("pack.yaml", ("default_grade",)),
        ("requirements.yaml", ("requirements", ANY, "by_grade")),
        ("requirements.yaml", ("offline_activities", ANY, "grades", ANY)),
        (LESSON_FOLDER, ("grade",)),
    ]
    for file, pattern in patterns if grades else ():
        for tree in trees_for(trees, file):
            for path, grade in tree.numbers(*pattern):
                if grade not in grades:
                    tree.report(tree.value_position(path), "unknown_grade", f"the pack has no grade {grade}")


def _check_default_language(trees: Trees) -> None:
    for tree in trees_for(trees, "pack.yaml"):
        languages = [language for _, language in tree.texts("languages", ANY)]
        for path, language in tree.texts("default_language"):
            if languages and language not in languages:
                sentence = f"“{language}” is not one of the pack's languages"
                tree.report(tree.value_position(path), "unknown_language", sentence, did_you_mean(language, languages))


def _check_steps_completion(trees: Trees, kinds: Mapping[str, type[StepContent]]) -> None:
    """A requirement may ask for steps of a kind only if the kind exists and the pack has enough of them."""
    lessons = trees_for(trees, LESSON_FOLDER)
    available = Counter(kind for tree in lessons for _, kind in tree.texts("steps", ANY, "kind"))
    is_complete = not any(tree.invalid_paths for tree in lessons)
    for tree in trees_for(trees, "requirements.yaml"):
        for path, kind in tree.texts("requirements", ANY, "completion", "any_of_type"):
            count = dict(tree.numbers("requirements", ANY, "completion", "count")).get((*path[:-1], "count"), 0)
            if kind not in kinds:
                sentence = f"there is no step kind “{kind}”"
                tree.report(tree.value_position(path), "unknown_kind", sentence, did_you_mean(kind, kinds))
            elif is_complete and count > available[kind]:
                sentence = f"the pack has too few steps of kind “{kind}”: {available[kind]} of {count}"
                tree.report(tree.value_position((*path[:-1], "count")), "unmet_requirement", sentence)


def _check_cycles(trees: Trees) -> None:
    """Lessons that wait for each other: each circle is shown once, at one of its `requires` entries."""
    edges = dict(_prerequisite_edges(trees))
    graph: dict[str, set[str]] = {}
    for lesson, prerequisite in edges:
        graph.setdefault(lesson, set()).add(prerequisite)
    for _ in range(MAX_CYCLES):
        cycle = _find_cycle(graph)
        if not cycle:
            return
        lesson, prerequisite = cycle[:2]
        tree, path = edges[lesson, prerequisite]
        tree.report(tree.value_position(path), "pack_cycle", f"lessons wait for each other: {' → '.join(cycle)}")
        graph[lesson].discard(prerequisite)


def _prerequisite_edges(trees: Trees) -> Iterator[tuple[tuple[str, str], tuple[Tree, KeyPath]]]:
    for tree in trees_for(trees, LESSON_FOLDER):
        for _, lesson in tree.texts("id"):
            yield from (((lesson, prerequisite), (tree, path)) for path, prerequisite in tree.texts("requires", ANY))


def _find_cycle(graph: dict[str, set[str]]) -> list[str]:
    """A circle as `a, b, a` in which each waits for the next, beginning with the smallest id; or nothing."""
    try:
        TopologicalSorter({lesson: sorted(prerequisites) for lesson, prerequisites in graph.items()}).prepare()
    except CycleError as error:
        cycle = error.args[1][:0:-1]
        smallest = cycle.index(min(cycle))
        return [*cycle[smallest:], *cycle[: smallest + 1]]
    return []


def _check_lesson(tree: Tree) -> None:
    if tree.is_invalid(()) or not isinstance(tree.value, dict):
        return
    lesson = tree.value
    stem = tree.file.rpartition("/")[2].removesuffix(".yaml")
    if isinstance(lesson.get("id"), str) and lesson["id"] != stem:
        tree.report(
            tree.value_position(("id",)), "lesson_file_name", f"the lesson is “{lesson['id']}”, the file “{stem}.yaml”"
        )
    if lesson.get("requirements") == []:
        tree.report(
            tree.value_position(("requirements",)), "lesson_without_requirement", "the lesson serves no requirement"
        )
    if lesson.get("status") == "full":
        _check_full(tree, lesson)
    elif lesson.get("status") == "outline" and lesson.get("steps"):
        tree.report(tree.key_position(("steps",)), "outline_with_steps", "an outline has no steps")


def _check_full(tree: Tree, lesson: Mapping[str, object]) -> None:
    if not lesson.get("steps"):
        tree.report(tree.value_position(("status",)), "lesson_without_steps", "a full lesson has steps")
    if "summary" not in lesson:
        tree.report(tree.value_position(("status",)), "missing_key", "a full lesson has a “summary”")
    if lesson.get("catch_up"):
        _check_catch_up(tree)


def _check_catch_up(tree: Tree) -> None:
    """The shorter way has steps of the lesson only, and every check: what is understood counts for everybody."""
    short_version = {step_id: path for path, step_id in tree.texts("catch_up", ANY)}
    steps = [step_id for _, step_id in tree.texts("steps", ANY, "id")]
    for step_id, path in short_version.items():
        if step_id not in steps:
            sentence = f"there is no step “{step_id}” in this lesson"
            tree.report(tree.value_position(path), "unknown_reference", sentence, did_you_mean(step_id, steps))
    kinds = dict(tree.texts("steps", ANY, "kind"))
    for path, step_id in tree.texts("steps", ANY, "id"):
        if kinds.get((*path[:-1], "kind")) == "check" and step_id not in short_version:
            tree.report(
                tree.key_position(("catch_up",)), "catch_up_without_check", f"the shorter way leaves out “{step_id}”"
            )


def to_verify(pack: Pack, today: date | None = None) -> list[str]:
    """What somebody must look at before the pack is released, a sentence each. `today`: default the clock's day."""
    day = today or clock.now().date()
    oldest = day - timedelta(days=pack.service_defaults.stale_after_days)
    sources = [
        f"source {source.id} is from memory: {source.title}" for source in pack.sources if source.how == "memory"
    ]
    services = [doubt for service in pack.services for doubt in _service_doubts(service, oldest)]
    return [*expiring_parts(pack, day), *_help_line_doubts(pack, oldest), *sources, *services, *_date_doubts(pack, day)]


def _help_line_doubts(pack: Pack, oldest: date) -> Iterator[str]:
    """Numbers for what cannot wait are shown at once: all the more they must be right."""
    unverified_ids = {source.id for source in pack.sources if source.how == "memory"}
    for line in pack.help_lines:
        if unverified_ids.issuperset(line.source):
            yield f"help line {line.id} is from memory and is shown to pupils: find {line.number} at its source"
        elif line.read_on is None or line.read_on < oldest:
            yield f"help line {line.id} is shown to pupils: see at its source that {line.number} and its hours hold"


def expiring_parts(pack: Pack, today: date | None = None) -> list[str]:
    """Words that are out of date, or will be within some weeks, a sentence each."""
    day = today or clock.now().date()
    steps = [(f"step {step.id}", step.valid_to) for lesson in pack.lessons for step in lesson.steps]
    dated_parts = [
        *steps,
        *((f"service {service.id}", service.valid_to) for service in pack.services),
        ("the pack", pack.valid_to),
    ]
    dated_parts += [(f"help line {service.id}", service.valid_to) for service in pack.help_lines]
    expiring = [
        (label, end)
        for label, end in dated_parts
        if end is not None and end < day + timedelta(days=EXPIRY_WARNING_DAYS)
    ]
    return [f"{label} {'was' if end < day else 'is'} right until {end}: write it anew" for label, end in expiring]


def _date_doubts(pack: Pack, day: date) -> Iterator[str]:
    year = school_year(day, pack.school_year_ends)
    for year_date in pack.dates:
        if year_date.days(year) is None:
            reason = "are from memory" if year in year_date.years else "are not there"
            yield f"date {year_date.id}: the days of {year} {reason}; pupils are sent to the service's page"


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


def part_counts(pack: Pack) -> dict[str, int]:
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
