"""The words by which a follow-up is known, in Dutch, English and German."""

from __future__ import annotations

import re

from assistant.understanding.question_words import (
    DEED,
    ENGLISH,
    ENGLISH_VERB,
    GERMAN,
    GERMAN_VERB,
    MODAL,
    OPENING,
    STATE,
    WHAT,
)

OPENER = re.compile(
    r"^\W*(?:(?:en|maar|ook|dus|ok|oke|ja|nee|nou|oeps|oh|sorry|pardon|wacht|wait|verkeerd|foutje|and|but|so|yes|no|oops|und"
    r"|aber|also|ja|nein)\b\W*)+",
    re.I,
)
"""Words that join a question to the one before."""

NOT_THAT = re.compile(r"^(?:niet (?:die|dat|deze|daar)|not that)\b\W*(?:(?:maar|but)\b\W*)?", re.I)
"""Takes back what was understood: 'niet die, ik bedoel SOOL'."""

MEANT = re.compile(r"\W*\b(?:bedoel(?:de)? ik(?: \w+)?|i mean|meine ich)\W*$", re.I)
"""What comes after the phrase that matters."""

CORRECTED = re.compile(
    r"^(?P<mended>(?:ik (?:bedoel(?:de)?|vroeg)|i (?:mean|meant)|ich (?:meine|meinte))\s+"
    r"[^,:;.?!]+)\s*[,:;.]\s*(?P<asked>.+)$",
    re.I | re.S,
)
"""'Sorry, ik bedoel SOOL: hoeveel is het?': what is mended, and what is asked then."""

ALSO = re.compile(
    r"^(?:hoe )?(?:geldt|gelden|is|zit|werkt|gaat|kan|mag|moet|krijg je) (?:dat|dit|die|deze|het)\b"
    r"(?: ook| dan| eigenlijk| nu)* (?P<phrase>(?:in|voor|bij|op|met) .+?)"
    r"(?: ook(?: zo)?| zo| hetzelfde)?\W*$",
    re.I,
)
"""'Geldt dat ook in Rotterdam': what was asked, somewhere else or for somebody else."""

ASKING = re.compile(
    rf"\b(?:{WHAT}|{ENGLISH}|{GERMAN})\b",
    re.I,
)
"""Words that ask."""

VERB_FIRST = re.compile(
    rf"^(?:(?:{STATE})(?= (?:ik|je|jij|u|we|wij)\b)|{DEED}|{OPENING}"
    rf"|{ENGLISH_VERB}|will|have|has|did|{GERMAN_VERB}|bekomme\w*|habe|hat)\b",
    re.I,
)
"""A yes-no question."""

PHRASE = re.compile(
    r"^(?:in|bij|voor|op|aan|met|zonder|naar|van|vanaf|tot|per|rond|na|als|indien|wanneer ik|for"
    r"|at|with|without|if|after|from|on|für|ohne|mit|wenn|nach|im|bei|auf|an|de|het|een|die van"
    r"|(?:speciaal|alleen|juist|vooral|bijvoorbeeld|only) (?:voor|in|met|bij|op|for)"
    r"|geen|the|a|an|das|der|ein\w*|liever|toch|ik (?:woon|bedoel|zit|wil|werk|heb|zoek)|het gaat"
    r"|i (?:live|mean|want|work|have)|ich (?:wohne|meine|will|arbeite|habe))\b",
    re.I,
)
"""How a phrase without a question of its own begins."""

IF = re.compile(r"^(?:als|indien|wanneer ik|if|wenn)\b", re.I)
"""A condition."""

IF_I = re.compile(
    r"^als ik (?:\S+ ){0,4}?(?:werk|heb|ben|woon|studeer|was|wil werken)\b|^if i (?:\S+ ){0,3}?"
    r"(?:work|have|am|live)\b|^wenn ich (?:\S+ ){0,4}?(?:arbeite|habe|bin|wohne)\b",
    re.I,
)
"""A condition on the visitor, which the whole question before hangs on: 'als ik parttime werk'."""

CLAUSE = re.compile(
    rf",\s*(?:{WHAT}|hoewel|{MODAL}|is|krijg|{ENGLISH}|can|was)\b"
    r"|\b(?:en|and|und) (?:wil|ga|zoek|heb|want|will)\b",
    re.I,
)
"""A phrase with a clause of its own is no bare phrase."""

SAID = re.compile(
    r"^(?:ik (?:bedoel(?:de)?|woon|zit|zoek|werk)|i (?:mean|live|work)|ich (?:meine|wohne|arbeite)"
    r"|het gaat (?:mij |me )?om|liever|toch(?: liever)?)\s+",
    re.I,
)
"""What comes before the phrase that matters."""

ARTICLE = re.compile(r"\b(?:de|het|een|'t|the|a|an|der|die|das|dem|den|eine?[mnrs]?)\s+$", re.I)
"""An article at the end."""

A_THING = re.compile(r"\b(?:een|an?|eine?[nmr]?) (?:[\w-]+(?:e|ing|en) ){0,2}[\w-]+", re.I)
"""A thing with an indefinite article, and its adjectives."""

AS_A = re.compile(
    r"\bals (?:een )?(?!ik\b|je\b|jij\b|we\b|wij\b|u\b|het\b|dat\b|de\b|mijn\b|er\b|een\b)[\w-]+",
    re.I,
)
"""The capacity that somebody is asked about in: 'als leraar'."""

AN_ARTICLE = re.compile(
    r"\b(?:artikel|article|art\.?) ?\d+[a-z]{0,2}\b(?:,? (?:lid \d+|[a-z]+ lid)\b)?", re.I
)
"""An article that is named by its number."""

FOR_WHOM = re.compile(
    r"\bvoor (?:de |een )?[\w-]+(?:ers|oren|aren|eren|enten|anten|isten|ouders|scholen|besturen)\b",
    re.I,
)
"""People whom a thing is for: 'voor starters'."""

WITH_OR_WITHOUT = re.compile(r"(?:met|zonder|with|without|mit|ohne)\b", re.I)
"""Prepositions that are not to be taken over for each other."""

ASIDE = re.compile(r"\s*\b(?:dan|eigenlijk|trouwens|toch|precies|ook|then|denn|dann|auch)\b", re.I)
"""Words without weight in a phrase."""

STRONG = re.compile(
    r"\b(?:daarvan|daarvoor|daarmee|daarbij|daarna|daarin|daaraan|daarover|daarop|ervan|ervoor"
    r"|erbij|ermee|zo'n|zoiets|zulke|dat|dit|ie|m|dezelfde|it|that|those|them"
    r"|they|dafur|davon|damit|dabei|das)\b"
    r"|\b(?:hiervoor|hiervan|hiermee)\b"
    r"|\b(?:ik|je|jij|u|we|wij|men|geldt|is|kost|duurt|loopt|telt|bestaat|werkt) die"
    r"(?= (?:ook|dan|nog|al|zelf|niet|wel|krijgen|aanvragen|volgen|doen|halen|betalen|nodig)\b"
    r"|\W*$)"
    r"|\b(?:de|het) (?:eerste|tweede|derde|vierde|vijfde|laatste|andere)"
    r"(?=\W*$| (?:over|in|op|aan|af|van|voor|is|zijn|dan|ook|precies|eigenlijk)\b)"
    r"|\bdaar (?:\w+ ){1,4}?(?:voor|van|mee|bij|over|aan|uit|tegen)\b"
    r"(?=\W*$| (?:nodig|doen|hebben)\b)"
)
"""Words that refer back, whatever else the question says."""

WEAK = re.compile(
    r"\b(?:die|deze|daar|er|hij|zij|ze|hem|haar|hun|em|t(?=\W*$)|dan|verder|nog|this|these|there|he|she|then"
    r"|sie|dann|dort|es)\b|\bhet(?= (?:dan|ook|nu|me|mij|je|verder|nog|maximaal|precies)\b|\W*$)"
)
"""Words that refer back where the question says little else."""

STILL = re.compile(r"\b(?:nog|verder)\b")
"""What refers back only where a question names nothing: not in 'bestaat het STAP-budget nog'."""

IN_THAT_PLACE = re.compile(
    r"\b(?:daar|dort)\b"
    r"(?!(?: \w+){0,4}? (?:voor|van|mee|bij|over|aan|uit|tegen|op|naar)\b"
    r"(?! (?:de|het|een|mijn|die|deze|elke?|alle)\b))",
    re.I,
)
"""'Daar' for a place: 'komt daar een invalpool', not 'is daar subsidie voor'."""

A_DESK = re.compile(r"\b(?:\w*loket\w*|desk|terecht)\b", re.I)
"""What 'daar' stands for sooner than for the place that it is in."""

ASKS_WHY = re.compile(
    r"^\W*(?:(?:en|maar|ok|oke|ja|nee|oh|and|but|und|aber)\b\W*)*"
    r"(?:waarom|hoezo|hoe (?:dan|(?:komt|kan) (?:dat|het))|why|how come|warum|wieso"
    r"|(?:door|van|voor|met|bij|aan|naar|by|for|with|von|durch|bei) (?:wie|wat|whom?|wem))"
    r"(?: (?:dat|dan|toch|eigenlijk|niet|wel|zo|not|nicht))*\W*$",
    re.I,
)
"""Asks on about all that was said, not only about its subject."""

POINTS = re.compile(
    r"\b(?:dat|die|dit|deze|daar\w*|hier\w+|erv\w+|erb\w+|erm\w+|hij|hem|ze|ie|em|zo'n|that|this"
    r"|those|these|they|them|das|dies\w*|dafur|davon|damit|dabei)\b"
)
"""Points at something that was said: 'die leergang'."""

AN_ACT = re.compile(
    r"^(?:kan|kun je|mag|moet|hoeft|lukt|wil|gaat|geldt|can|may|must|kann|darf|muss|geht) "
    r"(?:dat|it|that|das|es)\b|^(?:hoe \w+|wanneer|waar) (?:kan|mag|moet) dat(?: dan)?\W*$",
    re.I,
)
"""'Kan dat nu nog', 'hoe lang mag dat': what was asked about before, not only its subject."""

ASKS_WHAT = re.compile(
    r"^\W*(?:(?:en|maar) )?(?:wat|hoeveel) (?:krijg|betaal|verdien|bied|geef|geven|vraag|vragen)\w*"
    r"\b",
    re.I,
)
"""'Wat krijgt een school': 'dat' is what it gets, not the school."""

THEN = re.compile(
    r"(?<!er )(?<!anders )(?<!liever )\b(?:dan|then|dann)\b(?! (?:de|het|in|bij|the)\b)"
)
"""'Dan' as in 'wat moet ik dan doen', not as in 'meer dan'."""

THEN_AT_LAST = re.compile(r"\b(?:dan|then|dann)\W*$")
"""'Dan' that only joins on, as in 'wat kost de pabo dan'."""

ME = re.compile(r"\b(?:ik|we|wij|me|mij|mijn|je|jij|i|my|you|ich|mir|mein\w*)\b")
"""Whose case the question is."""

ELSEWHERE = re.compile(
    r"\b(?:trouwens|overigens|tussendoor|iets anders|(?:andere|nog een|nieuwe) vraag|by the way"
    r"|another question|uebrigens|ubrigens|andere frage)\b"
)
"""Says that another subject begins."""

TELLS = re.compile(
    r"^\W*(?:(?:en|maar|want|nou|ja|nee|ok|oke|and|but|und|aber)\b\W*)*(?:(?:ik|wij|we) (?:ben|was"
    r"|zijn|heb|had|hebben|werk|werkte|deed|doe|kom|kan|krijg|spreek)|mijn \w+(?: \w+)? (?:is|zijn"
    r"|was|komt?|heeft)|i(?:'m| am| have| had| was| work| worked)|ich (?:bin|habe|hatte|war))\b"
)
"""How visitors begin to tell what is the case with them; 'ik wil' begins something new."""

ASPECT = re.compile(
    r"^(?:(?:hoe|wat) (?:zit|is|doe ik) (?:het|dat|er)? ?(?:eigenlijk |dan )?met )?"
    r"(?:de |het |een |mijn |je |the |my |a |die |das |der )?"
    r"(?:\w*(?:kosten|prijs|salaris|loon|inkomen|duur|aanvraag|aanvragen|aanmelding|aanmelden"
    r"|inschrijving|inschrijven|voorwaarden|eisen|toelating|begeleiding|subsidie|vergoeding|rente"
    r"|stage|vakantie|pensioen|contract|deadline|planning|stappen|toetsen|examens?|diploma"
    r"|vrijstelling(?:en)?|vooropleiding|leeftijd)|costs?|price|salary|duration|application"
    r"|requirements|conditions|kosten|gehalt|dauer|bedingungen|bewerbung)$",
    re.I,
)
"""What anything may have of its own, so that it is asked of the subject: 'en de kosten?'."""

DEFINES = re.compile(
    r"^\W*(?:wat (?:is|zijn|betekent|houdt)|wie is|what (?:is|are)|was (?:ist|sind|bedeutet))\b"
)
"""Asks what a thing is, and names it."""

IF_ANYWHERE = re.compile(r"\b(?:als|wanneer|indien|if|wenn)\b")
"""Makes of 'dan' the second half of the same sentence."""

_HOW_ABOUT = r"\bhoe (?:is|zit|gaat|staat) (?:dat|het|t)(?: dan| eigenlijk| nu)* met\b"
HOW_ABOUT = re.compile(rf"^{_HOW_ABOUT}", re.I)
"""'Hoe zit dat met het salaris': 'dat' is what follows."""

NOT_A_REFERENCE = re.compile(
    rf"{_HOW_ABOUT}|"
    r"\b(?:klopt (?:het|t)|hoor\w*|gehoord|las|lees|gelezen|denk|dacht|zeg\w*|zei\w*|weet|wist"
    r"|begreep|begrepen|waar|zo|feit|betekent|zorg\w*|eis|true|heard|think|told|said)\W+(?:dat|that)"
    r"\b|\bdat (?:je|ik|we|wij|men|u|zij-instromers|leraren)\b|\bthat (?:you|i|we)\b"
    r"|\b(?:is|zijn|was|komt|are|is) (?:er|there)\b|\b(?:er|there) (?:is|zijn|are|bestaat|komt)\b"
    r"|\b(?:das|der) (?=\w+ \w+ \w+)|\bdie(?= \w+ (?:wil|willen|stopt|heeft|hebben|is|zijn)\b)"
    r"|\bzijn\b"
)
"""'Dat' and 'die' as conjunction or relative pronoun, 'er' as in 'is er'."""

SUBJECT = re.compile(
    r"\b(?:een|a|an|eine?) (?:\w+ )?(?:leraar|lerares|docent|leerkracht|juf|meester)\b"
    r"|\b(?:an?|eine?n?) (?:\w+ )?(?:teacher|lehrer)\b|\b(?:welk loket|which desk)\b"
    r"|\bword(?:t|en)? (?:ik|je|men|iemand) (?:\w+ ){0,2}?(?:\w*leraar|lerares|\w*docent|leerkracht"
    r"|juf|meester|zij-instromer)\b"
    r"|\b(?:lesgeven|leraar worden|docent worden|become a teacher|lehrer werden)\b"
    r"|\b(?:mag|kan|wil) (?:\w+ ){1,5}voor de klas\b"
    r"|\bals (?:een )?(?:\w*leraar|lerares|\w*docent|leerkracht|juf|meester|zij-instromer)\b",
    re.I,
)
"""What makes a question complete though no term or name is in it."""

DO_NOT_KNOW = re.compile(
    r"^\W*(?:(?:dat )?(?:weet|wist) ik (?:nog )?niet|(?:nog )?geen idee|(?:dat )?maakt (?:me )?niet"
    r" (?:zo )?(?:veel )?uit|(?:voor )?alle(?:maal)?|overal|heel nederland|i don't know|no idea"
    r"|doesn't matter|any|all|weiß ich nicht|egal|keine ahnung)\W*$",
    re.I,
)
"""A visitor who was asked and cannot or does not want to tell."""

ADJUNCT = re.compile(
    r"\b(?:tijdens|naast|na|zonder|als|met|during|besides|after|without|waehrend|neben|nach|ohne"
    r"|mit)\b"
)
"""Says that a thing goes along with what is asked, and is not what is asked about."""

THIS = re.compile(r"\b(?:die|deze|dat|dit|that|this|those|these)\s+$", re.I)
"""Points at the thing right behind it, as in 'die leergang'."""

PREPOSITION = re.compile(r"^(?:in|op|bij|voor|met|aan|at|for|with|an|mit|für)\b", re.I)
"""A phrase that can follow a question without a comma."""
