"""Whether what would be quoted says what is asked for: a reason, a length of time, a step."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.asked import FIRST, says
from assistant.understanding.question import understand
from tests.assistant.samples import chosen_of, index_of


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Waarom is de regeling gestopt?", "De regeling is in 2018 gestopt.", False),
        ("Waarom is de regeling gestopt?", "De regeling stopte omdat het geld op was.", True),
        ("Hoe lang duurt de stage?", "De opleiding kan ook een stage vragen.", False),
        ("Hoe lang duurt de stage?", "De stage duurt tien weken.", True),
        ("Hoe lang duurt het gesprek?", "Een gesprek duurt drie kwartier.", True),
        ("Waarom is er een tekort?", "Er stoppen namelijk veel leraren.", True),
        ("Duurt de stage tien weken, of hoe lang?", "De stage duurt tien weken.", False),
        ("Wanneer is de volgende bijeenkomst?", "Er was al een bijeenkomst.", False),
        ("Wanneer is de volgende bijeenkomst?", "De bijeenkomst is op 3 mei.", True),
        ("Hoe schrijf ik me in voor het register?", "Elke leider staat in het register.", False),
        ("Hoe schrijf ik me in voor het register?", "Vul het formulier van het register in.", True),
        ("Hoe schrijf ik me in voor het register?", "Het register staat op register.nl.", True),
        ("Wat is het register?", "Het register is een lijst.", True),
    ],
)
def test_a_form_of_what_is_asked_for(tmp_path: Path, question: str, text: str, said: bool) -> None:
    index = index_of(tmp_path, bron=f"# Bron\n\n{text}\n")
    assert says(understand(question), [chosen_of(index, text)]) is said


def test_only_the_first_units_say_it(tmp_path: Path) -> None:
    told = [f"Er is les nummer {number}." for number in range(FIRST)]
    late = "De lessen duren tien weken."
    index = index_of(tmp_path, bron="# Bron\n\n" + "\n\n".join([*told, late]) + "\n")
    chosen = [chosen_of(index, text) for text in [*told, late]]
    question = understand("Hoe lang duurt het?")
    assert not says(question, chosen)
    assert says(question, chosen[1:])


def test_what_introduces_a_list_says_it_too(tmp_path: Path) -> None:
    text = "# Bron\n\nHet duurt tien weken:\n\n- eerst oefenen;\n- dan lesgeven.\n"
    index = index_of(tmp_path, bron=text)
    assert says(understand("Hoe lang duurt het?"), [chosen_of(index, "dan lesgeven.")])
