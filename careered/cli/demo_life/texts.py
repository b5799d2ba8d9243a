"""What invented pupils and teachers of the demo have written, by country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """question waits for its answer; answered has one; anonymous has no name. posts: the last one waits for staff.

    plan: on the page of a pupil who shows it.
    """

    question: str
    answered: tuple[str, str]
    anonymous: str
    prompt: str
    posts: Sequence[str]
    agreed: str
    plan: str


TEXTS: Mapping[str, Texts] = {
    "FI": Texts(
        question="Voiko amiksesta hakea myöhemmin yliopistoon, jos mieli muuttuu?",
        answered=(
            "Montako hakutoivetta yhteishaussa saa olla?",
            "Katsotaan se yhdessä Opintopolusta torstaina. Ota mukaan koulut, joita olet miettinyt.",
        ),
        anonymous="Onko outoa, jos en vielä tiedä yhtään, mitä haluan?",
        prompt="Mikä työ yllätti sinut, ja miksi?",
        posts=(
            "Äänisuunnittelija. En tiennyt, että peleihin palkataan joku pelkkiä ääniä varten.",
            "Bussikuski saa itse vaihtaa vuoroja kavereiden kanssa.",
            "Laborantti. Sukulainen näytti, miten verikokeet tutkitaan.",
            "Metsäkoneen kuljettaja: ohjaamo on kuin avaruusaluksessa.",
            "Puheterapeutti tekee töitä myös vauvojen kanssa.",
        ),
        agreed="Vertaat kahta koulua Opintopolussa, ja katsotaan ne yhdessä ennen lomaa.",
        plan="Haluan työn, jossa saa tehdä käsillä. Ensin käyn avoimissa ovissa.",
    ),
    "DK": Texts(
        question="Kan man skifte fra erhvervsuddannelse til gymnasium, hvis man fortryder?",
        answered=(
            "Hvor mange ønsker må jeg skrive på optagelse.dk?",
            "Lad os se på det sammen på torsdag. Tag de skoler med, som du har tænkt på.",
        ),
        anonymous="Er det mærkeligt, hvis jeg slet ikke ved, hvad jeg vil?",
        prompt="Hvilket job overraskede dig, og hvorfor?",
        posts=(
            "Lydtekniker. Jeg vidste ikke, at nogen kun laver lyd til spil.",
            "Buschaufføren bytter selv vagter med kollegerne.",
            "Bioanalytiker. Min tante viste mig, hvordan man undersøger blodprøver.",
            "Skovmaskinfører: det ligner et rumskib derinde.",
            "En talepædagog arbejder også med små børn.",
        ),
        agreed="Du sammenligner to skoler på ug.dk, og vi ser på dem sammen inden ferien.",
        plan="Jeg vil gerne arbejde med hænderne. Først tager jeg til åbent hus.",
    ),
}
