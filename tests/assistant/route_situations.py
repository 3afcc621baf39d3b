"""Described situations and what the sources say of them: the table of the route check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    A situation as someone would tell it, and what must come out.

    Args:

        fits, nearly: Exactly these routes, in any order.

        never: Among the routes that are ruled out.

        why: The reason in the sources: routes.md (R-...) and zij-instroom.md (Z-...) are the
            numbers of the research notes, a name is one of our documents.
    """

    told: str
    facts: dict[str, str]
    fits: set[str]
    nearly: set[str]
    never: set[str]
    why: str


NEW = {"country": "nl", "qualification": "none"}
READY = {"recently_enrolled": "no", "vog": "yes", "fte": "0.4-or-more"}
PABO = {"pabo-voltijd", "pabo-deeltijd"}
PABO_SHORT = {*PABO, "pabo-verkort"}
UNQUALIFIED_VO = {"gastdocent", "tijdelijke-vervanging"}
ADS = {"ad-pep", "ad-beroepsonderwijs"}

ROWS = (
    Row(
        told="hbo economie, wil economie geven in de onderbouw in Assen, heb al een baan op school",
        facts={**NEW, **READY, "sector": "vo", "level": "lower", "subject": "economics"}
        | {"diploma": "hbo", "field": "economics", "province": "drenthe", "school": "yes"},
        fits={"zij-instroom-vo-tweedegraads", "tweedegraads-lerarenopleiding", "kopopleiding"}
        | UNQUALIFIED_VO,
        nearly={"zij-instroom-vo-eerstegraads"},
        never={"zij-instroom-po", "educatieve-master-eenjarig", "educatieve-module", "al-bevoegd"},
        why="R-114, R-070: hbo that fits the subject; R-095: first grade asks a wo-master",
    ),
    Row(
        told="hbo economie, wil vo in Assen, heb al een baan (welke?)",
        facts={**NEW, "sector": "vo", "level": "lower", "subject": "economics"}
        | {"diploma": "hbo", "field": "economics", "province": "drenthe"},
        fits={"tweedegraads-lerarenopleiding", "kopopleiding"},
        nearly={"zij-instroom-vo-eerstegraads"},
        never={"zij-instroom-po", "pdg"},
        why="Z-032: zij-instroom needs a school; that the job is there was not told",
    ),
    Row(
        told="hbo economie, wil de bovenbouw in, heeft een school",
        facts={**NEW, **READY, "sector": "vo", "level": "upper", "subject": "economics"}
        | {"diploma": "hbo", "field": "economics", "school": "yes"},
        fits=UNQUALIFIED_VO,
        nearly={"zij-instroom-vo-tweedegraads", "zij-instroom-vo-eerstegraads", "kopopleiding"}
        | {"tweedegraads-lerarenopleiding"},
        never={"hbo-master", "educatieve-master-eenjarig"},
        why="R-003, R-004: the upper years are first grade; R-080: by a master after second grade",
    ),
    Row(
        told="mbo-4, werkt als onderwijsassistent op een basisschool",
        facts={**NEW, "sector": "po", "diploma": "mbo-4", "field": "education-support"}
        | {"work": "support", "school": "yes"},
        fits={*PABO, "assistent-naar-leraar", "ad-pep"},
        nearly={"gastdocent"},
        never={"zij-instroom-po", "pabo-verkort", "empo", "onderwijsassistent"},
        why="R-022: mbo-4 opens the pabo; R-134: SOOL; Z-012: no zij-instroom without hbo or wo",
    ),
    Row(
        told="leraar uit Oekraïne, Nederlands op B1",
        facts={"diploma": "hbo", "country": "other", "qualification": "foreign"}
        | {"residence": "ukraine", "dutch": "b1"},
        fits=set(),
        nearly={"duo-erkenning", "wereldburgers-voor-de-klas"},
        never={"al-bevoegd", "tijdelijk-uit-eu", "surinaamse-bevoegdheid"},
        why="R-181: DUO; R-185: B2; R-190 names status holders, not people from Ukraine",
    ),
    Row(
        told="leraar uit Oekraïne met B2",
        facts={"diploma": "wo-master", "country": "other", "qualification": "foreign"}
        | {"residence": "ukraine", "dutch": "b2-or-higher"},
        fits={"duo-erkenning"},
        nearly={"wereldburgers-voor-de-klas"},
        never={"al-bevoegd", "tijdelijk-uit-eu"},
        why="R-180, R-181: qualified at home, training of at least hbo level",
    ),
    Row(
        told="hbo in de zorg, wil naar de basisschool, heeft een school",
        facts={**NEW, **READY, "sector": "po", "diploma": "hbo", "field": "care", "school": "yes"},
        fits={*PABO_SHORT, "zij-instroom-po"},
        nearly={"gastdocent"},
        never={"empo", "pabo-na-ad", "zij-instroom-vo-tweedegraads"},
        why="R-114, Z-005: for po every field will do; R-040; R-051: EMPO asks wo",
    ),
    Row(
        told="hbo, wil naar de basisschool, nog geen school",
        facts={**NEW, **READY, "sector": "po", "diploma": "hbo", "school": "no"},
        fits=PABO_SHORT,
        nearly={"zij-instroom-po", "gastdocent"},
        never={"pdg"},
        why="Z-032: most institutes ask for a contract first; R-029: the pabo asks for no school",
    ),
    Row(
        told="hbo, heeft een basisschool, stopte vorig jaar met de pabo",
        facts={**NEW, **READY, "sector": "po", "diploma": "hbo", "school": "yes"}
        | {"recently_enrolled": "yes"},
        fits=PABO_SHORT,
        nearly={"zij-instroom-po", "gastdocent"},
        never={"pabo-na-ad"},
        why="Z-008: enrolled and not finished in the last two years: no subsidy",
    ),
    Row(
        told="hbo, heeft een basisschool, kan maar een dag werken en heeft nog geen VOG",
        facts={**NEW, **READY, "sector": "po", "diploma": "hbo", "school": "yes"}
        | {"fte": "under-0.4", "vog": "no"},
        fits=PABO_SHORT,
        nearly={"zij-instroom-po", "gastdocent"},
        never={"pabo-na-ad"},
        why="Z-065: at least 0.4 fte; Z-068: a VOG is required",
    ),
    Row(
        told="AD-PEP met een leerwerkplek op een basisschool",
        facts={**NEW, **READY, "sector": "po", "diploma": "ad", "field": "education-support"}
        | {"placement": "yes", "school": "yes"},
        fits={*PABO, "pabo-na-ad"},
        nearly={"gastdocent"},
        never={"zij-instroom-po", "pabo-verkort", "ad-pep"},
        why="R-043: two year pabo after that year; Z-004: an AD does not do for zij-instroom",
    ),
    Row(
        told="AD-PEP zonder leerwerkplek op een basisschool",
        facts={**NEW, "sector": "po", "diploma": "ad", "field": "education-support"}
        | {"placement": "no"},
        fits=PABO,
        nearly={"gastdocent"},
        never={"pabo-na-ad", "zij-instroom-po"},
        why="R-043: only with a place at a primary school in the last year",
    ),
    Row(
        told="havo, wil juf worden",
        facts={**NEW, "sector": "po", "diploma": "havo"},
        fits={*PABO, "ad-pep"},
        nearly={"gastdocent"},
        never={"pabo-verkort", "zij-instroom-po", "empo"},
        why="R-022: havo opens the pabo; toelating-associate-degree",
    ),
    Row(
        told="mbo-3, wil naar de basisschool",
        facts={**NEW, "sector": "po", "diploma": "mbo-3", "entry_test": "no"},
        fits=set(),
        nearly={*PABO, "ad-pep", "gastdocent"},
        never={"pabo-verkort", "zij-instroom-po"},
        why="R-022: 21+ test or havo first",
    ),
    Row(
        told="geen diploma, wel de 21+-toets gehaald",
        facts={**NEW, "sector": "po", "diploma": "none", "entry_test": "yes"},
        fits={*PABO, "ad-pep"},
        nearly={"gastdocent"},
        never={"zij-instroom-po"},
        why="R-022: the test stands in for havo",
    ),
    Row(
        told="wo-master psychologie, wil naar de basisschool, geen school",
        facts={**NEW, **READY, "sector": "po", "diploma": "wo-master"}
        | {"field": "behaviour-society", "school": "no"},
        fits={*PABO_SHORT, "empo", "mpabo"},
        nearly={"zij-instroom-po", "gastdocent"},
        never={"educatieve-master-eenjarig"},
        why="R-052: EMPO takes Gedrag & Maatschappij; R-053: MPabo for academics",
    ),
    Row(
        told="wo-bachelor rechten, wil naar de basisschool",
        facts={**NEW, "sector": "po", "diploma": "wo-bachelor", "field": "law"},
        fits={*PABO_SHORT, "mpabo"},
        nearly={"empo", "gastdocent"},
        never={"pabo-na-ad"},
        why="R-052: another wo-bachelor needs a premaster first",
    ),
    Row(
        told="wo-master natuurkunde, wil natuurkunde in de bovenbouw, nog geen school",
        facts={**NEW, **READY, "sector": "vo", "level": "upper", "subject": "physics"}
        | {"diploma": "wo-master", "field": "physics", "school": "no"},
        fits={"educatieve-master-eenjarig", "educatieve-master-tweejarig"},
        nearly={"zij-instroom-vo-eerstegraads", "zij-instroom-vo-tweedegraads", "kopopleiding"}
        | {"tweedegraads-lerarenopleiding", "educatieve-module", *UNQUALIFIED_VO},
        never={"hbo-master"},
        why="R-090, R-091; R-080: the hbo-master asks for a second grade qualification",
    ),
    Row(
        told="bouwkundige (hbo), wil wiskunde geven, mist vakkennis, heeft een school",
        facts={**NEW, **READY, "sector": "vo", "level": "lower", "subject": "mathematics"}
        | {"diploma": "hbo", "field": "construction", "fit": "partly", "school": "yes"},
        fits={"tweedegraads-lerarenopleiding", *UNQUALIFIED_VO},
        nearly={"zij-instroom-vo-tweedegraads", "zij-instroom-vo-eerstegraads", "kopopleiding"},
        never={"educatieve-module"},
        why="R-072, R-114: the diploma must fit; the full training teaches the subject itself",
    ),
    Row(
        told="master rechten, wil Engels in de bovenbouw; de opleiding zegt: past niet",
        facts={**NEW, "sector": "vo", "level": "upper", "subject": "english"}
        | {"diploma": "wo-master", "field": "law", "fit": "no"},
        fits=set(),
        nearly={"tweedegraads-lerarenopleiding"},
        never={"kopopleiding", "educatieve-master-eenjarig", "zij-instroom-vo-eerstegraads"},
        why="R-070, R-090, R-114: these ask for a related diploma",
    ),
    Row(
        told="studeert geschiedenis aan de universiteit en wil dat vak geven",
        facts={**NEW, "sector": "vo", "level": "lower", "subject": "history"}
        | {"diploma": "vwo", "field": "history", "studying": "wo-bachelor", "fit": "yes"},
        fits={"educatieve-minor", "tweedegraads-lerarenopleiding", *ADS},
        nearly=set(),
        never={"educatieve-module", "kopopleiding", "educatieve-master-tweejarig", "lio"},
        why="R-100: the minor lies within the bachelor, the module after it (R-101)",
    ),
    Row(
        told="wo-bachelor geschiedenis, wil dat vak geven in de onderbouw",
        facts={**NEW, "sector": "vo", "level": "lower", "subject": "history"}
        | {"diploma": "wo-bachelor", "field": "history", "studying": "none"},
        fits={"educatieve-module", "educatieve-master-tweejarig", "kopopleiding"}
        | {"tweedegraads-lerarenopleiding"},
        nearly={"zij-instroom-vo-eerstegraads"},
        never={"educatieve-minor", "educatieve-master-eenjarig"},
        why="R-101, R-091, R-070; R-090: the one year master asks for a wo-master",
    ),
    Row(
        told="tweedegraads wiskunde, wil de bovenbouw in",
        facts={"sector": "vo", "level": "upper", "subject": "mathematics", "diploma": "hbo"}
        | {"country": "nl", "qualification": "second", "same_subject": "yes", "vog": "yes"},
        fits={"hbo-master"},
        nearly=set(),
        never={"al-bevoegd", "kopopleiding", "tweedegraads-lerarenopleiding"},
        why="R-080: hbo-master in the same subject; R-004: second grade does not cover it",
    ),
    Row(
        told="eerstegraads Duits, jaren weg geweest, wil terug",
        facts={"sector": "vo", "level": "upper", "subject": "german", "diploma": "wo-master"}
        | {"country": "nl", "qualification": "first", "same_subject": "yes", "vog": "yes"},
        fits={"al-bevoegd"},
        nearly=set(),
        never={"hbo-master", "zij-instroom-vo-eerstegraads", "ander-vak-tijdelijk"},
        why="R-004, R-013: the qualification covers the lesson",
    ),
    Row(
        told="pabodiploma, wil terug naar de basisschool",
        facts={"sector": "po", "subject": "all", "diploma": "hbo", "country": "nl"}
        | {"qualification": "primary", "vog": "yes"},
        fits={"al-bevoegd"},
        nearly={"gastdocent"},
        never={"pabo-voltijd", "zij-instroom-po", "leergang-gym"},
        why="R-001: primary qualification; no second pabo",
    ),
    Row(
        told="bevoegd Duits in het vo, wil naar de basisschool en heeft een school",
        facts={**READY, "sector": "po", "subject": "all", "diploma": "hbo", "country": "nl"}
        | {"qualification": "second", "same_subject": "no", "school": "yes"},
        fits={*PABO_SHORT, "zij-instroom-po"},
        nearly={"gastdocent"},
        never={"al-bevoegd", "assistent-naar-leraar"},
        why="R-116, Z-010: zij-instroom may be for another sector",
    ),
    Row(
        told="eerstegraads filosofie, school vraagt ook wiskunde",
        facts={"sector": "vo", "level": "upper", "subject": "mathematics", "diploma": "wo-master"}
        | {"country": "nl", "qualification": "first", "same_subject": "no", "school": "yes"},
        fits={"ander-vak-tijdelijk", *UNQUALIFIED_VO},
        nearly={"tweedegraads-lerarenopleiding"},
        never={"al-bevoegd", "hbo-master"},
        why="R-012: another subject for two years, with a written agreement",
    ),
    Row(
        told="pabo, wil Engels geven in het vmbo",
        facts={"sector": "vo", "level": "lower", "subject": "english", "diploma": "hbo"}
        | {"country": "nl", "qualification": "primary", "same_subject": "no", "fit": "no"},
        fits={"tweedegraads-lerarenopleiding"},
        nearly=set(),
        never={"kopopleiding", "al-bevoegd", "pabo-voltijd"},
        why="R-064: often with exemptions; R-070: a kopopleiding asks for a related diploma",
    ),
    Row(
        told="pabo gedaan na 2001, wil gym geven op de basisschool",
        facts={"sector": "po", "subject": "pe", "diploma": "hbo", "country": "nl"}
        | {"qualification": "primary", "vog": "yes"},
        fits={"leergang-gym"},
        nearly={"gastdocent"},
        never={"al-bevoegd", "pabo-voltijd"},
        why="R-171, R-172: not by the pabo alone, but with the course",
    ),
    Row(
        told="kok met mbo-4, wil horeca geven in het vmbo, heeft een school en een hbo-test",
        facts={**NEW, **READY, "sector": "vo", "level": "lower", "subject": "hospitality"}
        | {"diploma": "mbo-4", "capacity_test": "yes", "school": "yes"},
        fits={"zij-instroom-vmbo-beroep", "tweedegraads-lerarenopleiding", *ADS, *UNQUALIFIED_VO},
        nearly=set(),
        never={"zij-instroom-vo-tweedegraads", "kopopleiding", "pdg"},
        why="R-115: four vmbo profiles, mbo-4 with hbo level",
    ),
    Row(
        told="kok met mbo-3, wil horeca geven in het vmbo",
        facts={**NEW, **READY, "sector": "vo", "level": "lower", "subject": "hospitality"}
        | {"diploma": "mbo-3", "capacity_test": "yes", "school": "yes", "entry_test": "no"},
        fits=UNQUALIFIED_VO,
        nearly={"zij-instroom-vmbo-beroep", "tweedegraads-lerarenopleiding", *ADS},
        never={"zij-instroom-vo-tweedegraads"},
        why="R-115: sources disagree on mbo-3, so it is for the institute to say",
    ),
    Row(
        told="verzorgende met mbo-4, wil zorg en welzijn geven in het vmbo",
        facts={**NEW, **READY, "sector": "vo", "level": "lower", "subject": "care"}
        | {"diploma": "mbo-4", "capacity_test": "yes", "school": "yes"},
        fits={"tweedegraads-lerarenopleiding", *ADS, *UNQUALIFIED_VO},
        nearly=set(),
        never={"zij-instroom-vmbo-beroep"},
        why="R-115: care is not among the four profiles",
    ),
    Row(
        told="kok met mbo-4 en jaren ervaring, wil naar het mbo, nog geen test",
        facts={**NEW, **READY, "sector": "mbo", "subject": "hospitality", "diploma": "mbo-4"}
        | {"experience": "3-or-more", "capacity_test": "no", "school": "yes"},
        fits={"instructeur-mbo", "gastdocent", "tweedegraads-lerarenopleiding", *ADS},
        nearly={"pdg"},
        never={"zij-instroom-mbo", "kopopleiding"},
        why="R-121: three years and a capacity test; R-135",
    ),
    Row(
        told="mbo-4 met één jaar ervaring, wil naar het mbo",
        facts={**NEW, **READY, "sector": "mbo", "subject": "care", "diploma": "mbo-4"}
        | {"experience": "under-3", "capacity_test": "no", "school": "yes"},
        fits={"instructeur-mbo", "gastdocent", "tweedegraads-lerarenopleiding", *ADS},
        nearly=set(),
        never={"pdg", "zij-instroom-mbo"},
        why="R-121: at least three years",
    ),
    Row(
        told="hbo-verpleegkundige, wil naar het mbo, heeft een school",
        facts={**NEW, **READY, "sector": "mbo", "subject": "care", "diploma": "hbo"}
        | {"field": "care", "fit": "yes", "school": "yes"},
        fits={"pdg", "zij-instroom-mbo", "tweedegraads-lerarenopleiding", "kopopleiding"}
        | {"instructeur-mbo", "gastdocent"},
        nearly=set(),
        never={"zij-instroom-vo-tweedegraads", "buitenlands-diploma-mbo"},
        why="R-121: hbo opens the PDG; pdg-mbo: zij-instroom to a qualification since about 2021",
    ),
    Row(
        told="heeft een PDG, wil naar een andere mbo-school",
        facts={"sector": "mbo", "diploma": "hbo", "country": "nl", "qualification": "pdg"}
        | {"same_subject": "yes", "vog": "yes", "subject": "care", "fit": "no"},
        fits={"tweedegraads-lerarenopleiding"},
        nearly={"al-bevoegd"},
        never={"zij-instroom-vo-tweedegraads", "kopopleiding"},
        why="R-129: a PDG counts at the school that gave the declaration",
    ),
    Row(
        told="ondernemer, wil twee dagen lesgeven naast het eigen bedrijf",
        facts={**NEW, "sector": "vo", "level": "lower", "subject": "economics", "diploma": "hbo"}
        | {"field": "law", "fit": "no", "work": "elsewhere", "school": "yes"},
        fits={"gastdocent", "tijdelijke-vervanging", "tweedegraads-lerarenopleiding"}
        | {"onderwijsassistent"},
        nearly={"hybride-docent", "assistent-naar-leraar"},
        never={"zij-instroom-vo-tweedegraads"},
        why="R-150, R-153, R-154: above six hours a qualification or a way to it",
    ),
    Row(
        told="bachelor wiskunde uit Kaapverdië, Nederlands B2, heeft een school",
        facts={**READY, "qualification": "none", "sector": "vo", "level": "lower"}
        | {"subject": "mathematics", "diploma": "wo-bachelor", "field": "mathematics"}
        | {"country": "other", "equivalent": "not-yet", "dutch": "b2-or-higher", "school": "yes"},
        fits={"tweedegraads-lerarenopleiding", "kopopleiding", "educatieve-module"}
        | {"educatieve-master-tweejarig", *UNQUALIFIED_VO},
        nearly={"zij-instroom-vo-tweedegraads", "zij-instroom-vo-eerstegraads"},
        never={"duo-erkenning"},
        why="R-186: the institute judges equivalence; R-181: DUO is for qualified teachers",
    ),
    Row(
        told="Surinaamse leraar zonder verblijfsvergunning",
        facts={"qualification": "foreign", "country": "suriname", "diploma": "hbo"}
        | {"dutch": "b2-or-higher", "residence": "no-permit", "sector": "po"},
        fits={*PABO_SHORT, "duo-erkenning"},
        nearly={"surinaamse-bevoegdheid", "gastdocent"},
        never={"tijdelijk-uit-eu", "wereldburgers-voor-de-klas"},
        why="R-189: DUO, maybe training, and a residence permit",
    ),
    Row(
        told="Vlaamse leraar",
        facts={"qualification": "foreign", "country": "eea", "diploma": "hbo"}
        | {"dutch": "b2-or-higher", "residence": "dutch-or-eu"},
        fits={"duo-erkenning", "tijdelijk-uit-eu"},
        nearly=set(),
        never={"surinaamse-bevoegdheid", "wereldburgers-voor-de-klas"},
        why="R-181, R-183: recognition, or only a report when it is temporary",
    ),
    Row(
        told="leraar uit het buitenland met een opleiding onder hbo-niveau",
        facts={"qualification": "foreign", "country": "other", "diploma": "mbo-4"}
        | {"dutch": "b2-or-higher"},
        fits={"ad-pep"},
        nearly=set(),
        never={"duo-erkenning"},
        why="R-181: the training must be of at least hbo level",
    ),
    Row(
        told="statushouder, Nederlands op B1",
        facts={"residence": "status-holder", "dutch": "b1", "country": "other"}
        | {"qualification": "none", "diploma": "wo-bachelor"},
        fits={"wereldburgers-voor-de-klas"},
        nearly=set(),
        never={"duo-erkenning", "al-bevoegd"},
        why="R-190: status holders from B1",
    ),
    Row(
        told="international in Eindhoven, master natuurkunde, weinig Nederlands",
        facts={"qualification": "none", "country": "other", "province": "noord-brabant"}
        | {"subject": "physics", "sector": "vo", "level": "lower", "diploma": "wo-master"}
        | {"field": "physics", "dutch": "below-b1"},
        fits={"internationals-voor-de-klas"},
        nearly={"kopopleiding", "tweedegraads-lerarenopleiding", "educatieve-module"}
        | {"educatieve-master-eenjarig", "educatieve-master-tweejarig", *UNQUALIFIED_VO},
        never={"duo-erkenning"},
        why="R-191: Brabant, beta subjects, not yet fluent; R-185: elsewhere B2",
    ),
    Row(
        told="international in Zwolle, master natuurkunde",
        facts={"qualification": "none", "country": "other", "province": "overijssel"}
        | {"subject": "physics", "sector": "vo", "level": "lower", "diploma": "wo-master"}
        | {"field": "physics", "dutch": "b2-or-higher"},
        fits={"kopopleiding", "tweedegraads-lerarenopleiding", "educatieve-module"}
        | {"educatieve-master-eenjarig", "educatieve-master-tweejarig"},
        nearly=set(),
        never={"internationals-voor-de-klas"},
        why="R-191: only Brabant",
    ),
    Row(
        told="buitenlands hbo-diploma, aangenomen op een mbo-school",
        facts={"qualification": "none", "country": "eea", "sector": "mbo", "diploma": "hbo"}
        | {"dutch": "b2-or-higher", "school": "yes", "subject": "care", "fit": "no"},
        fits={"buitenlands-diploma-mbo", "instructeur-mbo", "gastdocent"}
        | {"tweedegraads-lerarenopleiding"},
        nearly=set(),
        never={"zij-instroom-mbo", "duo-erkenning"},
        why="R-187: with a didactic course within two years",
    ),
    Row(
        told="duale student met 170 studiepunten en een school",
        facts={**NEW, "studying": "dual-training", "credits": "166-to-179", "school": "yes"},
        fits=set(),
        nearly={"lio"},
        never={"educatieve-minor", "al-bevoegd"},
        why="R-157: 180 EC, or 166 to 180 with a statement",
    ),
    Row(
        told="duale student met 180 studiepunten en een school",
        facts={**NEW, "studying": "dual-training", "credits": "180-or-more", "school": "yes"},
        fits={"lio"},
        nearly=set(),
        never={"educatieve-minor"},
        why="R-157",
    ),
    Row(
        told="havo, wil muziekleraar worden in het vo",
        facts={**NEW, "sector": "vo", "level": "lower", "subject": "music", "diploma": "havo"},
        fits=ADS,
        nearly=set(),
        never={"tweedegraads-lerarenopleiding", "pabo-voltijd", "alo"},
        why="R-007, R-174: music is by the conservatory; its entry is not in the sources, so open",
    ),
    Row(
        told="pabo, wil naar een vso-school die zelf examens afneemt",
        facts={"sector": "vso", "exams": "yes", "subject": "mathematics", "diploma": "hbo"}
        | {"country": "nl", "qualification": "primary", "vog": "yes", "fit": "no"},
        fits={"tweedegraads-lerarenopleiding"},
        nearly=set(),
        never={"al-bevoegd", "pabo-voltijd"},
        why="R-002: there a second or first grade qualification is needed",
    ),
    Row(
        told="pabo, wil naar een vso-school zonder eigen examens",
        facts={"sector": "vso", "exams": "no", "subject": "mathematics", "diploma": "hbo"}
        | {"country": "nl", "qualification": "primary", "vog": "yes", "fit": "no"},
        fits={"al-bevoegd", "tweedegraads-lerarenopleiding"},
        nearly=set(),
        never={"pabo-voltijd", "gastdocent"},
        why="R-002: the pabo will do",
    ),
)
