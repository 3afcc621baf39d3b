"""Dutch words for what a route check finds; its pages have `assistant/web/languages/`."""

from __future__ import annotations

from assistant.routes.check import Fit

FITS = {
    Fit.FITS: "Deze routes passen bij wat je vertelde",
    Fit.NEARLY: "Deze routes passen bijna; dit ontbreekt nog",
    Fit.OPEN: "Deze routes kunnen passen; dit is nog niet bekend",
    Fit.NEVER: "Deze routes passen niet",
}
QUALIFICATIONS = {
    "primary": "bevoegdheid basisonderwijs",
    "second-limited": "beperkt tweedegraads bevoegdheid",
    "second": "tweedegraads bevoegdheid",
    "first": "eerstegraads bevoegdheid",
    "ungraded": "ongegradeerde bevoegdheid",
    "pdg": "PDG (benoembaar in het mbo)",
}
NO_QUALIFICATION = "geen nieuwe bevoegdheid"
ALL_ROUTES = "Alle routes"
READ = "Dit las ik in je vraag"
QUESTIONS = "Wat ik nog wil weten, het belangrijkste eerst"
WITHHELD = "Niet getoond, want de bron staat niet in de index"
SOURCES = "Bronnen"


def qualifications(values: tuple[str, ...]) -> str:
    """Return what a route leads to, in words."""
    return " of ".join(QUALIFICATIONS[value] for value in values) or NO_QUALIFICATION
