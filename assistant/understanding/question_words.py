"""
The words with which a question opens: question words, and verbs that come before their subject.

With a bar between them, for regular expressions; a module adds what is special to it.
"""

from __future__ import annotations

WORD = (
    r"wat|wie|wiens|welke?|wanneer|waar(?:om|heen)?"
    r"|hoe(?:veel(?:ste)?|lang|ver(?:re)?|vaak|zeer|zo)?"
)
BY_WHICH = (
    r"waar(?:aan|achter|bij|binnen|boven|buiten|door|in|langs|mee|na|naar(?:toe)?|naast|omheen"
    r"|omtrent|onder|op|over|tegen(?:over)?|toe|tussen|uit|van(?:af|daan)?|voor)"
)
"""Ask where they open a question; in a sentence they tie on a clause: 'een school waarin'."""

WHAT = f"{WORD}|{BY_WHICH}"

MODAL = "kan|kun|kunt|mag|moet"
"""Ask wherever they stand before their subject."""

SINGULAR = (
    "is|heeft|hebt|krijgt|wordt|geldt|klopt|bestaat|doet|gaat|betaalt|verdient|telt|zit|hoeft"
    "|duurt|kost|scheelt|helpt|werkt|lukt|komt|vraagt|hoort|garandeert|vergoedt|staat|loopt|maakt"
    "|neemt|begint|dient|geeft"
)
PLURAL = (
    "zijn|kunnen|mogen|moeten|hebben|krijgen|worden|gelden|bestaan|doen|gaan|willen|betalen"
    "|verdienen|tellen|hoeven|duren|kosten|horen"
)
PAST = (
    "was|waren|had|hadden|moest|moesten|mocht|mochten|kon|konden|kreeg|kregen|werd|werden|deed"
    "|deden|wilde|wilden|kostte|kostten|hoefde|hoefden|gold|golden"
)
OPENING = f"{MODAL}|{SINGULAR}|{PLURAL}|{PAST}"
"""Ask where they come first in a text, whatever follows."""

STATE = "heb|ben|krijg|word"
"""Ask as well, or tell where no subject follows: 'heb twee kinderen'."""

DEED = "doe|ga|wilt?|betaal|verdien|hoef|kom|vraag"
"""Ask as well, or order where no subject follows: 'doe alsof'."""

INVERTED = rf"(?:{OPENING}|{STATE}|{DEED}) (?:ik|je|jij|u|we|wij|dat|die|dit|het|er|daar)"
"""A verb with its subject behind it: it asks wherever a clause begins."""

ENGLISH = "what|which|who|whose|where|when|why|how"
ENGLISH_VERB = "is|are|can|may|must|do|does|should"
GERMAN = r"was|wer|wo|wann|warum|wie ?viele?|welche[rsnm]?"
"""For where German is read: 'was' and 'wo' are Dutch words too."""

GERMAN_VERB = "ist|sind|kann|darf|muss|gibt|gilt"
