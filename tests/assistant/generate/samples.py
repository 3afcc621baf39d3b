"""Documents with statements that a careless or hostile model could twist."""

from __future__ import annotations

from tests.assistant.conftest import MORE
from tests.conftest import DOCUMENTS

TWISTABLE = {
    "vergoedingen.md": """---
title: Vergoedingen voor scholen
publisher: Voorbeeldministerie
type: webpagina
---
# Vergoedingen voor scholen

## Hoeveel geld krijgt de school voor opleiding en begeleiding?

De school krijgt € 20.000 voor de opleiding en € 5.000 voor de begeleiding. Het bestuur vraagt de
vergoeding aan voor 1 april 2027. Na 1 oktober 2027 is aanvragen niet meer mogelijk.
""",
    "jaarcijfers.md": """---
title: Jaarcijfers van het loket
publisher: Voorbeeldloket
type: webpagina
---
# Jaarcijfers van het loket

## Hoeveel gesprekken voerde het loket en hoeveel plaatsingen waren er?

| Jaar | Gesprekken | Plaatsingen |
|---|---|---|
| 2025 | 400 | 120 |
| 2026 | 500 | 150 |
""",
    "lesgeven.md": """---
title: Wie mag lesgeven?
publisher: Voorbeeldloket
type: webpagina
---
# Wie mag lesgeven?

## Mag ik lesgeven zonder VOG?

Zonder VOG mag je niet lesgeven. De school vraagt de VOG samen met jou aan.

## Hoeveel uur mag een gastdocent lesgeven?

Een gastdocent mag hooguit zes uur per week lesgeven. Een gastdocent heeft geen bevoegdheid nodig.
""",
    "betalen.md": """---
title: Wie betaalt wat?
publisher: Voorbeeldloket
type: webpagina
---
# Wie betaalt wat?

## Wie betaalt mijn salaris en mijn reiskosten?

De school betaalt je salaris vanaf de eerste dag. Jij betaalt de vervoerder zelf je reiskosten. De
gemeente betaalt meestal je verhuizing. Als je stopt, betaal je de opleiding terug aan de school.
""",
    "contact.md": """---
title: Contact met het loket
publisher: Voorbeeldloket
type: webpagina
---
# Contact met het loket

## Hoe bereik ik het loket in Groningen?

Mail je vraag aan vraag@loket.example. Het loket in Groningen belt je binnen vijf werkdagen terug.
""",
}
CORPUS = DOCUMENTS | MORE | TWISTABLE
