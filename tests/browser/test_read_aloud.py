"""Read aloud by the device's own voice: offered where there is one, a sentence at a time, ended by leaving."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import Axe
from tests.browser.test_player import FRAME, Bay, OpenPage, bay, presses_on

__all__ = ["bay"]
STUB = """(voices) => {
  const said = [], events = new EventTarget();
  const stub = Object.assign(events, {
    said, calls: [], speaking: false, utterance: null,
    getVoices: () => voices,
    speak(utterance) { said.push(utterance.text); stub.utterance = utterance; stub.speaking = true; },
    cancel() { stub.calls.push("cancel"); stub.speaking = false; },
    pause() { stub.calls.push("pause"); },
    resume() { stub.calls.push("resume"); },
    ends() { stub.speaking = false; stub.utterance.onend(); },
  });
  Object.defineProperty(window, "speechSynthesis", { value: stub });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""
FINNISH = {"lang": "fi-FI", "localService": True, "name": "Heidi"}
ENGLISH = {**FINNISH, "lang": "en_GB"}
ABROAD = {**FINNISH, "localService": False}


def at_a_card(opened: OpenPage, bay: Bay, voices: list[dict[str, Any]]) -> Page:
    page = opened(viewport=FRAME, reduced_motion="reduce")
    page.context.add_init_script(f"({STUB})({str(voices).replace('True', 'true').replace('False', 'false')})")
    bay.pupil(page)
    presses_on(page)
    return page


def opens_menu(page: Page) -> None:
    page.get_by_role("button", name="Valikko").click()


def said(page: Page) -> list[str]:
    return list(page.evaluate("speechSynthesis.said"))


def test_a_card_is_read_sentence_by_sentence_until_its_end(opened: OpenPage, bay: Bay, axe: Axe) -> None:
    page = at_a_card(opened, bay, [ENGLISH, FINNISH])
    row, stop = page.locator("[data-read-aloud]"), page.get_by_role("button", name="Lopeta ääneen lukeminen")
    page.mouse.move(5, 5)
    assert page.locator("#menu li").first.get_attribute("hidden") is not None
    opens_menu(page)
    expect(row).to_be_visible()
    assert axe(page) == []
    row.click()
    expect(row).to_be_hidden()
    expect(stop).to_be_visible()
    heading = page.locator("main h1").inner_text()
    assert said(page) == [heading]
    assert page.evaluate("speechSynthesis.utterance.voice.lang") == "fi-FI"
    for _ in range(20):
        if stop.is_hidden():
            break
        page.evaluate("speechSynthesis.ends()")
    expect(stop).to_be_hidden()
    assert " ".join(said(page)) == " ".join(page.locator("main .card").inner_text().split())
    assert all(sentence.count(". ") == 0 for sentence in said(page))


@pytest.mark.parametrize("leaves", ["stop", "the next card"])
def test_it_ends_at_once(leaves: str, opened: OpenPage, bay: Bay) -> None:
    page = at_a_card(opened, bay, [FINNISH])
    opens_menu(page)
    page.locator("[data-read-aloud]").click()
    before = page.evaluate("speechSynthesis.calls.length")
    if leaves == "stop":
        page.get_by_role("button", name="Lopeta ääneen lukeminen").click()
    else:
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("speechSynthesis.calls.length") == before + 1
    assert not page.evaluate("speechSynthesis.speaking")


def test_the_next_card_is_silent_until_it_is_asked_for_too(opened: OpenPage, bay: Bay) -> None:
    page = at_a_card(opened, bay, [FINNISH])
    opens_menu(page)
    page.locator("[data-read-aloud]").click()
    presses_on(page)
    assert not page.evaluate("speechSynthesis.speaking")
    expect(page.get_by_role("button", name="Lopeta ääneen lukeminen")).to_be_hidden()
    opens_menu(page)
    page.locator("[data-read-aloud]").click()
    assert said(page)[-1] == page.locator("main h1").inner_text()
    page.get_by_role("button", name="Lopeta ääneen lukeminen").click()
    assert not page.evaluate("speechSynthesis.speaking")


def test_a_voice_that_falls_silent_is_woken(opened: OpenPage, bay: Bay) -> None:
    page = opened(viewport=FRAME)
    page.clock.install()
    page.context.add_init_script(f"({STUB})([{{lang: 'fi', localService: true}}])")
    bay.pupil(page)
    presses_on(page)
    opens_menu(page)
    page.locator("[data-read-aloud]").click()
    page.clock.run_for(13_000)
    assert page.evaluate("speechSynthesis.calls.slice(-2)") == ["pause", "resume"]
    page.evaluate("speechSynthesis.speaking = false")
    page.clock.run_for(13_000)
    assert len(said(page)) == 2


@pytest.mark.parametrize("voices", [[], [ENGLISH], [ABROAD]])
def test_without_a_voice_of_ones_own_language_it_is_not_offered(
    voices: list[dict[str, Any]], opened: OpenPage, bay: Bay
) -> None:
    page = at_a_card(opened, bay, voices)
    opens_menu(page)
    expect(page.locator("#menu")).to_be_visible()
    expect(page.locator("[data-read-aloud]")).to_be_hidden()
