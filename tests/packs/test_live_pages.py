"""Before a pack is released somebody looks at everything that is from memory or no longer fresh."""

from datetime import date

import pytest

from careered.admin.packs.pack_list import pack_row
from careered.packs.load import PackReadResult
from careered.packs.models import Pack
from careered.packs.release_review import ToReview, expiring_parts, part_counts, undescribed_services, unverified_facts


def sentences(found: list[ToReview]) -> list[str]:
    return [one.sentence() for one in found]


@pytest.fixture
def pack(northland: PackReadResult) -> Pack:
    assert northland.pack is not None
    return northland.pack


def test_what_is_from_memory_or_stale_is_listed(pack: Pack) -> None:
    assert sentences(unverified_facts(pack, date(2026, 11, 24))) == [
        "source mem was entered from memory: the author's memory",
        "service paths, channel phone: last verified on 2026-08-01",
        "service local was described from memory: open its address and read it",
        "service local has the status “check”: find out whether it still exists",
        "service local, channel room: never verified",
        "service paths has no description: pupils see its name, not what it is for",
        "service local has no description: pupils see its name, not what it is for",
    ]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2027, 6, 2), []),
        (date(2027, 6, 3), ["source law must be read again by 2027-08-01: School Act"]),
        (
            date(2027, 8, 2),
            [
                "source law had to be read again by 2027-08-01; its cards now show their general form: School Act",
            ],
        ),
    ],
)
def test_a_source_that_must_be_read_again_is_listed_before_its_day_and_after_it(
    pack: Pack, today: date, said: list[str]
) -> None:
    assert [sentence for sentence in sentences(expiring_parts(pack, today)) if sentence.startswith("source")] == said


def test_an_office_reads_the_list_in_its_own_language_with_its_own_days(pack: Pack) -> None:
    row = pack_row(pack, "fi")
    english, days = sentences(unverified_facts(pack)), [str(date(2026, 8, 1)), "1.8.2026"]
    assert len(row.unverified_facts) == len(english)
    assert not set(row.unverified_facts) & set(english)
    assert [days[1] in sentence for sentence in row.unverified_facts] == [days[0] in sentence for sentence in english]
    assert any(days[1] in sentence for sentence in row.unverified_facts)


def test_a_source_of_which_nobody_knows_when_it_was_read_is_listed(pack: Pack) -> None:
    law, memory = pack.sources
    undated = pack.model_copy(update={"sources": (law.model_copy(update={"read_on": None}), memory)})
    (said,) = [
        sentence for sentence in sentences(unverified_facts(undated, date(2026, 11, 24))) if "no dates" in sentence
    ]
    assert said.startswith("source law has no dates")


def test_a_service_that_pupils_are_not_told_about_is_listed(pack: Pack) -> None:
    bare, other = pack.services
    described = other.model_copy(update={"description": other.pupil_does})
    closed = bare.model_copy(update={"status": "closed"})
    listed = undescribed_services(pack.model_copy(update={"services": (bare, described, closed)}))
    assert sentences(listed) == [f"service {bare.id} has no description: pupils see its name, not what it is for"]


@pytest.mark.parametrize(("today", "stale"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_a_channel_is_fresh_for_as_many_days_as_the_pack_says(pack: Pack, today: date, stale: bool) -> None:
    listed = "service paths, channel web: last verified on 2026-10-01" in sentences(unverified_facts(pack, today))
    assert listed == stale


def test_a_pack_can_be_counted(pack: Pack) -> None:
    assert part_counts(pack) == {
        "framework_items": 2,
        "sources": 2,
        "services": 2,
        "requirements": 4,
        "offline_activities": 1,
        "lessons": 3,
        "playable_lessons": 2,
        "steps": 3,
        "languages": 2,
    }
