"""The national packs with invented lessons of two to six steps, for tests that go through a lesson on the way.

Keys, requirements and services stay the packs' own: no such test depends on what a lesson says or how long it is.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from careered.lessons.kinds import registry
from careered.packs.files import read_folder
from careered.packs.load import PackReadResult, read_pack_bytes

Plan = tuple[int, list[str], str]
Text = dict[str, str]
CARDS = ""
SERVICES = {"fi": "tyomarkkinatori", "dk": "ug"}
LANGUAGES = {"finland": ("fi", "sv", "en"), "denmark": ("da", "en")}
PLANS: dict[str, dict[str, Plan]] = {
    "finland": {
        "fi-1": (8, ["FI-R5"], "read reflect"),
        "fi-2": (8, ["FI-R1", "FI-R4"], CARDS),
        "fi-3": (8, ["FI-R3", "FI-R4"], "read evaluate_source check"),
        "fi-4": (8, ["FI-R2", "FI-R4"], "read visit evaluate_source check reflect plan"),
        "fi-5": (8, ["FI-R6"], "read check"),
        "fi-6": (9, ["FI-R6"], "read reflect"),
        "fi-7": (9, ["FI-R7"], "read check"),
        "fi-8": (9, ["FI-R8"], "read reflect"),
        "fi-9": (9, ["FI-R9", "FI-R3"], "read plan"),
        "fi-10": (8, ["FI-R4"], "read plan"),
    },
    "denmark": {
        "dk-1": (7, ["DK-R9"], "read reflect"),
        "dk-2": (8, ["DK-R1", "DK-R8"], CARDS),
        "dk-3": (8, ["DK-R2", "DK-R8"], "read evaluate_source check"),
        "dk-4": (8, ["DK-R4", "DK-R8"], "read visit evaluate_source check reflect plan"),
        "dk-5": (8, ["DK-R6"], "read check"),
        "dk-6": (9, ["DK-R4"], "read reflect"),
        "dk-7": (9, ["DK-R3"], "read check"),
        "dk-8": (8, ["DK-R7"], "read reflect"),
        "dk-9": (9, ["DK-R9", "DK-R2"], "read plan"),
        "dk-10": (8, ["DK-R8"], "read plan"),
    },
}


def short_pack(folder: Path) -> PackReadResult:
    """The pack in a folder of the national ones, read with its short lessons."""
    return read_pack_bytes(short_files(folder), registry())


def short_files(folder: Path) -> dict[str, bytes]:
    """The files of a national pack, its lessons replaced."""
    files, problems = read_folder(folder)
    assert not problems
    kept = {name: content for name, content in files.items() if not name.startswith("lessons/")}
    return kept | dict(_lesson(folder.name, lesson_id, plan) for lesson_id, plan in PLANS[folder.name].items())


def _lesson(country: str, lesson_id: str, plan: Plan) -> tuple[str, bytes]:
    grade, requirements, kinds = plan
    texts = _Texts(LANGUAGES[country])
    lesson: Mapping[str, Any] = {
        "id": lesson_id,
        "title": texts.say(f"Lesson {lesson_id}"),
        "summary": texts.say("You try something."),
        "grade": grade,
        "minutes": 5,
        "requirements": requirements,
        "status": "full",
        "teacher": texts.say("Let them look, then talk."),
    }
    content = {"steps": [_step(texts, lesson_id, kind) for kind in kinds.split()]} if kinds else _parts(texts)
    return f"lessons/{lesson_id}.yaml", json.dumps({**lesson, **content}, indent=1).encode()


class _Texts:
    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def say(self, text: str) -> Text:
        """A text of the pack, so written that one sees in which language a page has shown it."""
        return {lang: f"{text} ({lang})" for lang in self.languages}

    def options(self, *names: str, **more: Any) -> list[dict[str, Any]]:
        """Things to choose from, by their ids."""
        return [{"id": name, "text": self.say(f"Option {name}"), **more} for name in names]


def _step(texts: _Texts, lesson_id: str, kind: str) -> dict[str, Any]:
    contents: dict[str, dict[str, Any]] = {
        "read": {"body": texts.say("Somebody who knows is near.")},
        "visit": {
            "service": SERVICES[lesson_id[:2]],
            "intro": texts.say("Open the page."),
            "tasks": [
                {"id": "a", "prompt": texts.say("What did you find?"), "answer": "short_text"},
                {
                    "id": "b",
                    "prompt": texts.say("What is there?"),
                    "answer": "multi_choice",
                    "options": texts.options("one", "two"),
                },
            ],
            "extract": texts.say("An invented page."),
        },
        "evaluate_source": {
            "intro": texts.say("Look for the same elsewhere."),
            "compare": texts.say("Which other source?"),
            "checklist": [
                {"id": name, "text": texts.say(f"I know {name}."), "why": texts.say("It matters.")}
                for name in ("who", "when")
            ],
            "conclusion": {
                "prompt": texts.say("Do they agree?"),
                "options": texts.options("both", "differ", feedback=texts.say("Well seen.")),
            },
        },
        "check": {"intro": texts.say("No test."), "pass": 0.5, "questions": [_question(texts)]},
        "reflect": {"visible_to": "pupil", "prompt": texts.say("What stays with you?")},
        "plan": {
            "intro": texts.say("One line is enough."),
            "items": [{"id": "next", "prompt": texts.say("My next step")}],
        },
    }
    name = "eval" if kind == "evaluate_source" else kind
    return {"id": f"{lesson_id}-{name}", "kind": kind, "title": texts.say(f"To {name}"), **contents[kind]}


def _question(texts: _Texts) -> dict[str, Any]:
    wrong, right = texts.options("wrong", "right")
    feedback = texts.say("It is public.")
    return {
        "id": "q1",
        "prompt": texts.say("Who runs it?"),
        "options": [wrong, {**right, "correct": True}],
        "feedback": feedback,
    }


def _parts(texts: _Texts) -> dict[str, Any]:
    """Cards: one to read, one to write on, one to choose on, one to search for clues."""
    post = {
        "medium": "post",
        "account": {"id": "name", "shows": "who", "text": texts.say("tips_example")},
        "dateline": [{"id": "age", "shows": "when", "text": texts.say("2 years ago")}],
        "words": [
            {"text": texts.say("School is useless.")},
            {"id": "cousin", "shows": "evidence", "text": texts.say("A cousin said it.")},
            {"id": "code", "shows": "why", "text": texts.say("Buy with my code.")},
            *({"id": lure, "shows": "lure", "text": texts.say(lure), "reason": texts.say(lure)} for lure in ("a", "b")),
        ],
        "done": texts.say("Nameless and old."),
    }
    phrases = texts.options("ask", "look")
    cards = [
        {"id": "ways", "kind": "cards", "title": texts.say("Many ways"), "text": texts.say("You choose.")},
        {
            "id": "next",
            "kind": "plan",
            "title": texts.say("My next step"),
            "groups": [{"id": "what", "text": texts.say("What?"), "own": True, "phrases": phrases}],
            "sentence": dict.fromkeys(texts.languages, "{what}."),
            "done": texts.say("It waits for you."),
        },
        {
            "id": "claim",
            "kind": "choose",
            "title": texts.say("Is that so?"),
            "options": [
                {**option, "right": option["id"] == "no", "reason": texts.say("Look again.")}
                for option in texts.options("yes", "no")
            ],
        },
        {"id": "clues", "kind": "spot", "title": texts.say("Find the clues"), **post},
    ]
    return {"parts": [{"cards": cards}]}
