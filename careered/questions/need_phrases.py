"""What a pupil in need may write: the phrases of `urgent_words`, as they are said rather than as they are spelt.

In a phrase `|` stands between words that do equally well, `*` after the beginning of a word, and `.` for the end of a
sentence ("en jaksa." but not "en jaksa lukea"). Rather one too many: who is asked to look loses a moment.
"""

from collections.abc import Mapping, Sequence

FILLERS = (
    "mä mie minä mun minun vaan vain nyt ees edes niin sit kyllä kyl oikein oikeesti oikeasti ihan aina olla mennä "
    "palata et että jag ja att bara ba helst så typ verkligen gå vara va min mina är för jeg bare gerne at det jo "
    "sgu virkelig være er i for im just really so to be was were my of being go feel like own even the "
    "usein joskus ofta tit ofte often sometimes"
)
"""Words that may stand between those of a phrase: "jeg vil bare gerne dø"."""

_KIN_FI = "isä|iskä|äiti|faija|mutsi|isäpuoli|äitipuoli|veli|vanhemmat"
_NO_FI = "en|emmä|emmie|enkä"
_WANT_FI = "halua|haluan|haluun|haluu|haluisin|haluaisin|haluis|haluaisi|tahdon|toivon|toivoisin"
_KIN_SV = "pappa|mamma|farsan|morsan|styvpappa|styvfar|far|mor|bror"
_NOT_SV = "inte|int|ej|ente|inge"
_KIN_DA = "far|mor|stedfar|papfar|kæreste|bror"
_NOT_DA = "ikke|ik|ikk|ikek"
_KIN_EN = "dad|father|mom|mum|mother|stepdad|stepfather|brother|boyfriend|parents"

PHRASES: Mapping[str, Sequence[str]] = {
    "fi": (
        *(
            f"{_NO_FI} enää|enään|ennää jaksa|kestä|halua|haluu",
            f"{_NO_FI} kestä|kestäis|kestäisi|kesty|kestäny",
            f"{_NO_FI} jaksa|jaksais|jaksaisi .",
        ),
        *(f"{_NO_FI} jaksa|jaksais enää|enään|ennää|elää|mitään|mitää|tätä|kotona|himassa|yhtään", "jaksa elää"),
        *(f"{_WANT_FI} kuolla|kuolema|kuolemaa|kuollut|kuollu", "olisinpa|oisinpa|kunpa|olisin|oisin kuollut|kuollu"),
        *(
            "kunpa|jospa|toivon|toivoisin kuolen|kuolisin",
            f"{_NO_FI} {_WANT_FI} enää|enään|elää|olemassa|herätä|täällä|tääl|täälä",
        ),
        *("tapan|tappaa|tapa|tappais itse*|itte*|ihte*", "itse|ite|its murh*|muhr*", "itsar*", "itse tuho*"),
        *("viiltel*", "viillän|viiltää|viilsin|viillellä itse*|itte*|ihte*", "satut*|vahingoi* itse*|itte*|ihte*"),
        *("lyö|löi|lyövät|hakkaa|hakkas|hakkasi|hakkaavat|potkii|kuristaa|satuttaa|koskettelee mua|minua|meitä",),
        *(f"{_KIN_FI} lyö|löi|lyövät|hakkaa|hakkas|hakkasi|hakkaavat|potkii|kuristaa|satuttaa", "hakataan|hakattu"),
        *("mua|minua|meitä lyödään|lyödää|potkitaan|kiusataan|kiusataa|uhkail*", "kotona lyödään|lyödää|hakataan"),
        *("pelkään|pelottaa kotona|kotiin|himassa|isää|iskää|äitiä|isäpuolta|faijaa|vanhempia", "pahoinpi*"),
        *(f"{_NO_FI} uskalla kotiin|kotona|himaan", "hyväksi käyt*", "raiska*", "ahdistel*", "parempi ilman mua|minua"),
        *(
            "elämä*|millään|mikään ei ole|oo mitään|mitää|väliä|välii|merkitystä|tarkoitusta|järkeä",
            "vihaan elämä*|itse*|itte*",
        ),
    ),
    "sv": (
        *(f"orkar|orka {_NOT_SV} .", f"orkar|orka {_NOT_SV} mer|mera|me|leva|längre|hemma|finnas|nåt|något"),
        *(f"står|stå {_NOT_SV} ut", "vill|ville dö|död|försvinna", "önsk* var|vore död"),
        *(f"vill {_NOT_SV} längre|leva|finnas|existera|vakna", f"vill {_NOT_SV} här|kvar|hemma|hem", "ta|tar livet"),
        *("ta|tar|avsluta|sluta mitt liv", "själv|sjelv|sjäv|själ mord*", "skär|skära|skar mig|mej", "själv skad*"),
        *("skada|skadar|skadat mig|mej", "slår|slog|slagit|sparkar mig|mej|oss", "misshandl*|mishandl*", "våldt*"),
        *(f"{_KIN_SV} slår|slog|slagit|sparkar", "utnyttjad*|utnyttjat", "utnyttja|utnyttjar|utnyttjade mig|mej"),
        *("tafsa*", f"rädd|rädda hemma|hem|{_KIN_SV}", f"vågar|våga|törs {_NOT_SV} hem|hemma", "mobbar mig|mej"),
        *("blir|bli mobbad|mobbade", "bättre utan mig|mej", "hatar livet", "hatar mitt|mit liv", "hatar mig|mej själv"),
    ),
    "da": (
        *(f"orker|orke {_NOT_DA} .", f"orker|orke {_NOT_DA} mere|mer|leve|livet|længere|noget|hjemme"),
        *(
            f"kan {_NOT_DA} mere|mer",
            f"hold|holde|holder {_NOT_DA} ud",
            f"{_NOT_DA} holde ud",
            "vil|ville dø|død|forsvinde",
            "lyst til dø|forsvinde",
        ),
        *(
            f"vil|ville|gider|gad {_NOT_DA} længere|leve|livet|her|hjemme|eksistere|findes|vågne|mere",
            f"vil|ville {_NOT_DA} til .",
        ),
        *("gid|ønsk* var død", "tage|ta|tager livet|liv", "tage|ta|tager mit liv", "selvmor*"),
        *("selv mord*", "skær|skærer|skar mig|arme*|håndled*", "cutter", "skade|skader|skadet mig", "overgreb*"),
        *(
            "slår|slog|sparker|banker|tæver|tæsker mig|os",
            f"{_KIN_DA} slår|slog|sparker|tæver|tæsker",
            "får|få|fik|give|giver|gav tæsk|tæv",
            "mishandl*",
        ),
        *("voldt*", f"bange|ræd hjemme|derhjemme|hjem|{_KIN_DA}", f"tør {_NOT_DA} hjem|hjemme", "rører|rørte ved mig"),
        *("bliver|blir mobbet", "mobber mig", "bedre uden mig", "hader livet", "hader mit liv", "hader mig selv"),
    ),
    "en": (
        *("kill|killing|unalive myself|self|me", "suicid*|sucid*|suicde|suisid*|suside*", "kms"),
        *("want|wanna|wana|wish|2 die|dead|disappear|dissapear", "want 2 die", "hate life|myself|self"),
        *("don't|not want|wanna|wana live|exist|alive|wake|here|home", "can't|cannot|not take|stand it|this|anymore"),
        *("can't|cannot do this|it anymore", "can't|cannot on .", "can't|cannot anymore ."),
        *(
            "hurt|hurting|harm|cut|cutting myself|self|arm*|wrist*",
            "self harm*",
            "hits|hit|beats|beat|hurts|kicks me|us",
        ),
        *("touches|touched me", f"{_KIN_EN} hits|hit|beats|beat|hurts|kicks|slaps|touches", "abuse*|abusi*"),
        *(
            "raped|raping|rapist",
            "rape|rapes me|us",
            f"afraid|scared|frightened|terrified home|{_KIN_EN}",
            "unsafe|not safe home",
        ),
        *("better without me", "better off without me", "end life", "want|wanna end it", "take life"),
        *("bullied|bullying me", "am|get|getting bullied", "bullied .", "no reason|point live|living"),
    ),
}
"""By language of the schools: pupils write in the language of their friends."""
