"""Readable characters: what is invisible goes, what imitates a letter becomes it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.guard.clean import clean


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ne\u200bge\u2060er\u00ad", "negeer"),
        ("\u202evraag\u202c", "vraag"),
        ("\U000e0041\U000e0042 vraag", " vraag"),
        ("ｎｅｇｅｅｒ ０６", "negeer 06"),
        ("𝐧𝐞𝐠𝐞𝐞𝐫 𝟎𝟔 ⓝⓔⓖ 🅽🅴🅶", "negeer 06 neg NEG"),
        ("ɴᴇɢᴇᴇʀ", "negeer"),
        ("nеgееr аllе", "negeer alle"),  # Cyrillic e and a
        ("z̷̛̗e̵͙͝g̸", "zeg"),
        ("٠٦١٢", "0612"),
        ("ﬁjn", "fijn"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("een\u00a0twee\u3000drie\u3164", "een twee drie "),
    ],
)
def test_tricks_with_characters_are_undone(written: str, read: str):
    assert clean(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "Hoeveel m² en ½ fte, € 12.000 of 5‰?",
        "Één coördinator in Súdwest-Fryslân: “ja” – of nee…",
        "Як стати вчителем у Нідерландах? Що таке PO Noord і ґрант?",
        "كيف أصبح مُعلِّمًا في هولندا؟",
        "Öğretmen olmak istiyorum, ne yapmalıyım?",
        "Wie hilft mir 👩‍🏫 🏫?",
        "regel 1\nregel 2\t.",
    ],
)
def test_what_people_write_stays(text: str):
    assert clean(text) == text


@settings(deadline=None)
@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str):
    assert clean(clean(text)) == clean(text)
