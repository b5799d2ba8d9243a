"""What an invented town adds to the Finnish pack: a local service, a lesson, and a requirement in another grade."""

PACK = "fi-basic-7-9"
OVERLAY = """\
overlay_format: 1
id: jarvela
version: "1.0.0"
extends: fi-basic-7-9
title: {fi: "Järvelän lisäykset", sv: "Järveläs tillägg", en: "Additions of Järvelä"}
grades: {FI-R8: 8}
"""
SERVICES = """\
services:
  - id: jarvela-ohjaamo
    name: {fi: "Järvelän Ohjaamo", sv: "Järvelä Navigatorn", en: "Järvelä Guidance Point"}
    url: null
    operator: "Järvelän kunta"
    languages: [fi]
    audience: [pupils]
    anonymity: {visit: anonymous}
    purposes: [communication]
    description: {fi: "Ohjaaja tapaa sinut.", sv: "En handledare träffar dig.", en: "A counsellor meets you."}
    pupil_does: {fi: "Tapaat ohjaajan.", sv: "Du träffar en handledare.", en: "You meet a counsellor."}
    status: active
    verified: {how: read, on: 2026-11-01}
    source: jarvela
"""
SOURCES = """\
sources:
  - {id: jarvela, title: "An invented town", url: null, how: read}
"""
LESSON = """\
id: jarvela-1
title: {fi: "Oma Ohjaamo", sv: "Egen Navigator", en: "Your own Guidance Point"}
summary: {fi: "Tutustut.", sv: "Du bekantar dig.", en: "You get to know it."}
grade: 8
minutes: 10
requirements: [FI-R3]
status: full
steps:
  - id: jarvela-1-read
    kind: read
    title: {fi: "Lue", sv: "Läs", en: "Read"}
    body: {fi: "Ohjaamo on torilla.", sv: "Vid torget.", en: "It is at the market."}
  - id: jarvela-1-contact
    kind: contact
    title: {fi: "Kenelle?", sv: "Till vem?", en: "Whom?"}
    services: [jarvela-ohjaamo, ohjaamo]
    intro: {fi: "Kaksi tapaa.", sv: "Två sätt.", en: "Two ways."}
    prompt: {fi: "Kumpi?", sv: "Vilket?", en: "Which?"}
sources: [jarvela]
"""


def additions(**changes: tuple[str, str]) -> dict[str, bytes]:
    """The files, with a text replaced in a file: overlay, services, sources or lesson."""
    texts = {"overlay": OVERLAY, "services": SERVICES, "sources": SOURCES, "lesson": LESSON}
    for name, (old, new) in changes.items():
        assert old in texts[name], old
        texts[name] = texts[name].replace(old, new)
    names = {
        "overlay": "overlay.yaml",
        "services": "services.yaml",
        "sources": "sources.yaml",
        "lesson": "lessons/jarvela-1.yaml",
    }
    return {names[key]: text.encode() for key, text in texts.items()}
