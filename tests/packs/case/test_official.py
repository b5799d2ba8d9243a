"""A saved answer of the curriculum service fills official words into a pack. All words here are invented."""

from typing import Any

import pytest

from careered.packs.case.errors import ImportRejected
from careered.packs.official_wording import OfficialText, fill, official_texts

FRAMEWORK = """\
# A remark that must stay.
framework:
  id: xx
  title: {fi: Ohjaus, sv: Handledning, en: Guidance}
  items:
    - code: XX-1
      display: {fi: T1, sv: M1, en: O1}
      type: objective
      title: {fi: Oma, sv: Egen, en: Own}
      text: {fi: "Omat sanat.", sv: "Egna ord.", en: "Own words."}
      wording: own     # ours
      source: [mem]
    - code: XX-S1
      type: content
      title: {fi: Oma, sv: Egen, en: Own}
      wording: own
      source: mem
      external_id: 77
    - {code: XX-9, type: other, title: {fi: Muu, sv: Annan, en: Other}, wording: own, source: [mem]}
"""
SUBJECT: dict[str, Any] = {
    "id": 1,
    "nimi": {"fi": "Aine", "sv": "Ämne"},
    "vuosiluokkakokonaisuudet": [
        {
            "id": 5,
            "tavoitteet": [{"id": 11, "tavoite": {"fi": "T1 nuorempien", "sv": "M1 yngre"}}],
            "sisaltoalueet": [],
        },
        {
            "id": 6,
            "tavoitteet": [
                {
                    "id": 21,
                    "tavoite": {"fi": "<p>T1 ohjata <b>oppilasta</b> &amp; kuunnella</p>", "sv": "<p>M1 handleda</p>"},
                },
                {"id": 22, "tavoite": {"fi": "T2 muuta", "sv": ""}},
            ],
            "sisaltoalueet": [
                {"id": 77, "nimi": {"fi": "S1 Oppiminen", "sv": "I1 Lärande"}, "kuvaus": {"fi": "Kuvaus."}}
            ],
        },
    ],
}


def test_the_paragraphs_of_the_last_group_of_grades_are_read_without_html() -> None:
    assert official_texts(SUBJECT) == [
        OfficialText(21, "T1", {}, {"fi": "ohjata oppilasta & kuunnella", "sv": "handleda"}),
        OfficialText(22, "T2", {}, {"fi": "muuta"}),
        OfficialText(77, "S1", {"fi": "Oppiminen", "sv": "Lärande"}, {"fi": "Kuvaus."}),
    ]
    assert [text.id for text in official_texts(SUBJECT, stage="5")] == [11]


def test_official_words_replace_ours_and_the_rest_stays() -> None:
    done = fill("saved.json", FRAMEWORK, official_texts(SUBJECT), "official")
    assert (done.filled, done.unfilled, done.unmatched) == (("XX-1", "XX-S1"), ("XX-9",), ("T2",))
    assert "# A remark that must stay." in done.text
    assert 'fi: "ohjata oppilasta & kuunnella"' in done.text or "fi: ohjata oppilasta & kuunnella" in done.text
    assert "Own words." in done.text
    assert done.text.count("wording: official_read") == 2
    assert "external_id: 21" in done.text
    assert done.text.count("official]") == 1 + 1
    assert fill("saved.json", done.text, official_texts(SUBJECT), "official").text == done.text


def test_a_list_of_competences_is_read_too() -> None:
    texts = official_texts(
        [{"id": 605, "nimi": {"fi": "L1 Ajattelu", "sv": "K1 Tänkande"}, "kuvaus": {"fi": "<i>K</i>"}}]
    )
    assert texts == [OfficialText(605, "L1", {"fi": "Ajattelu", "sv": "Tänkande"}, {"fi": "K"})]


@pytest.mark.parametrize("value", [None, 7, [], {}, {"vuosiluokkakokonaisuudet": []}, [{"id": "x", "nimi": 7}]])
def test_an_answer_without_paragraphs_fills_nothing(value: Any) -> None:
    with pytest.raises(ImportRejected) as refused:
        fill("saved.json", FRAMEWORK, official_texts(value), "official")
    assert [fault.code for fault in refused.value.faults] == ["nothing_to_fill"]


def test_a_script_in_an_answer_is_no_words() -> None:
    (found,) = official_texts([{"id": 1, "nimi": {"fi": "L1 Hei<script>alert(1)</script>"}}])
    assert found.title == {"fi": "Hei"}
