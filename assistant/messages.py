"""Every fixed sentence of the answerer, per language. Other languages get the English ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The sentences of one language; what stands in braces is filled in."""

    from_document: str
    from_expired: str
    from_future: str
    from_section: str
    not_found: str
    out_of_scope: str
    still_open: str
    ask_a_person: str
    follow_contact: str
    read_after: str
    holds_for: str
    route_check: str
    sector: str
    dutch_text: str
    expired: str
    not_yet: str
    nothing_newer: str
    differ: str
    as_of: str
    in_general: str
    unsure: str

    @property
    def introductions(self) -> tuple[str, ...]:
        """The phrases of our own that a sentence may open with."""
        return self.from_document, self.from_expired, self.from_future, self.from_section


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """How an answer opens that says yes or no; `contrary` is yes to a negative question."""

    yes: str
    no: str
    right: str
    wrong: str
    contrary: str


OTHER_SECTOR = "Voor {asked} vond ik dit niet apart. Dit gaat over {found}."
"""Only in Dutch, as the words of a passage are."""

DUTCH_VERDICTS = Verdicts(
    yes="Ja.",
    no="Nee.",
    right="Ja, dat klopt.",
    wrong="Nee, dat klopt niet.",
    contrary="Jawel.",
)
"""Only in Dutch: only a Dutch question is compared with the words of a passage."""


NL = Messages(
    from_document="In “{title}” staat:",
    from_expired="In “{title}” (niet meer geldig) staat:",
    from_future="In “{title}” (nog niet geldig) staat:",
    from_section="Onder “{title}”:",
    not_found=(
        "Dat staat niet in de documenten die ik mag gebruiken. "
        "Ik geef daarom geen antwoord: een gok helpt je niet. {contact}"
    ),
    out_of_scope=(
        "Ik help met vragen over leraar worden en werken in het onderwijs. "
        "Over dit onderwerp heb ik geen informatie. {contact}"
    ),
    still_open="Over “{part}” heb ik niets gevonden.",
    ask_a_person="Vraag het aan {name}.",
    follow_contact="Daar kijkt een medewerker met je mee, ook naar jouw eigen situatie.",
    read_after="Na “{before}”: {question}",
    holds_for="Dit antwoord geldt voor: {scope}.",
    route_check=(
        "In de routecheck zie je welke routes bij jou passen. Wat je vertelde, "
        "kun je daar meenemen."
    ),
    sector="sector",
    dutch_text="",
    expired="“{title}” gold t/m {until} en is niet meer geldig.",
    not_yet="“{title}” geldt pas vanaf {since}.",
    nothing_newer="Iets nieuwers vond ik hierover niet.",
    differ=(
        "Let op: “{one}” ({one_date}) en “{other}” ({other_date}) zeggen hierover niet hetzelfde. "
        "Vraag na wat nu geldt."
    ),
    as_of="Dit antwoord gaat uit van {on}.",
    in_general=(
        "Voor {place} apart vond ik dit niet. "
        "Dit geldt in het algemeen; vraag het loket naar {place}."
    ),
    unsure=(
        "Ik weet niet zeker of dit precies je vraag beantwoordt. "
        "Controleer het, of vraag het aan het loket."
    ),
)
EN = Messages(
    from_document="“{title}” says (in Dutch):",
    from_expired="“{title}” (no longer in force) says (in Dutch):",
    from_future="“{title}” (not yet in force) says (in Dutch):",
    from_section="Under “{title}”:",
    not_found=(
        "The documents that I may use do not say this. "
        "So I give no answer: a guess does not help you. {contact}"
    ),
    out_of_scope=(
        "I help with questions about becoming a teacher and working in Dutch education. "
        "I have no information on this subject. {contact}"
    ),
    still_open="I found nothing about “{part}”.",
    ask_a_person="Please ask {name}.",
    follow_contact="Someone there can look at your own situation with you.",
    read_after="After “{before}”: {question}",
    holds_for="This answer holds for: {scope}.",
    route_check="The route check shows which routes fit you. You can take along what you told.",
    sector="sector",
    dutch_text="The quoted text is in Dutch, word for word as in the source.",
    expired="“{title}” was valid until {until} and is no longer in force.",
    not_yet="“{title}” applies only from {since}.",
    nothing_newer="I found nothing newer about this.",
    differ=(
        "Please note: “{one}” ({one_date}) and “{other}” ({other_date}) do not say "
        "the same about this. Ask which one applies now."
    ),
    as_of="This answer is as of {on}.",
    in_general=(
        "I did not find this for {place} itself. This holds in general; ask the desk about {place}."
    ),
    unsure=("I am not sure that this answers exactly what you asked. Check it, or ask the desk."),
)
DE = Messages(
    from_document="In “{title}” steht (auf Niederländisch):",
    from_expired="In “{title}” (nicht mehr gültig) steht (auf Niederländisch):",
    from_future="In “{title}” (noch nicht gültig) steht (auf Niederländisch):",
    from_section="Unter “{title}”:",
    not_found=(
        "Das steht nicht in den Dokumenten, die ich verwenden darf. "
        "Darum gebe ich keine Antwort. {contact}"
    ),
    out_of_scope=(
        "Ich helfe bei Fragen zum Lehrerberuf in den Niederlanden. "
        "Zu diesem Thema habe ich keine Informationen. {contact}"
    ),
    still_open="Zu “{part}” habe ich nichts gefunden.",
    ask_a_person="Frag {name}.",
    follow_contact="Dort schaut jemand mit dir auf deine eigene Situation.",
    read_after="Nach „{before}“: {question}",
    holds_for="Diese Antwort gilt für: {scope}.",
    route_check=(
        "Der Routencheck zeigt, welche Wege zu dir passen. Was du erzählt hast, nimmst du mit."
    ),
    sector="Sektor",
    dutch_text="Der zitierte Text ist auf Niederländisch, wörtlich wie in der Quelle.",
    expired="“{title}” galt bis {until} und ist nicht mehr gültig.",
    not_yet="“{title}” gilt erst ab {since}.",
    nothing_newer="Etwas Neueres habe ich dazu nicht gefunden.",
    differ=(
        "Achtung: “{one}” ({one_date}) und “{other}” ({other_date}) sagen dazu nicht dasselbe. "
        "Frag nach, was jetzt gilt."
    ),
    as_of="Diese Antwort gilt für den {on}.",
    in_general=(
        "Für {place} selbst habe ich das nicht gefunden. "
        "Dies gilt allgemein; frag die Beratungsstelle nach {place}."
    ),
    unsure=(
        "Ich bin nicht sicher, ob das genau deine Frage beantwortet. "
        "Prüfe es, oder frag die Beratungsstelle."
    ),
)
FR = Messages(
    from_document="Dans “{title}” on lit (en néerlandais) :",
    from_expired="Dans “{title}” (plus en vigueur) on lit (en néerlandais) :",
    from_future="Dans “{title}” (pas encore en vigueur) on lit (en néerlandais) :",
    from_section="Sous “{title}” :",
    not_found=(
        "Les documents que je peux utiliser ne le disent pas. "
        "Je ne donne donc pas de réponse. {contact}"
    ),
    out_of_scope=(
        "J'aide pour les questions sur le métier d'enseignant aux Pays-Bas. "
        "Je n'ai pas d'information sur ce sujet. {contact}"
    ),
    still_open="Je n'ai rien trouvé sur “{part}”.",
    ask_a_person="Demandez à {name}.",
    follow_contact="Une personne y regarde avec vous votre propre situation.",
    read_after="Après « {before} » : {question}",
    holds_for="Cette réponse vaut pour : {scope}.",
    route_check="Le test des routes montre ce qui vous convient, avec ce que vous avez raconté.",
    sector="secteur",
    dutch_text="Le texte cité est en néerlandais, mot pour mot comme dans la source.",
    expired="“{title}” était valable jusqu'au {until} et n'est plus en vigueur.",
    not_yet="“{title}” ne vaut qu'à partir du {since}.",
    nothing_newer="Je n'ai rien trouvé de plus récent à ce sujet.",
    differ=(
        "Attention : “{one}” ({one_date}) et “{other}” ({other_date}) ne disent pas "
        "la même chose à ce sujet. Demandez ce qui vaut maintenant."
    ),
    as_of="Cette réponse vaut pour le {on}.",
    in_general=(
        "Je ne l'ai pas trouvé pour {place} en particulier. "
        "Ceci vaut en général ; demandez au guichet pour {place}."
    ),
    unsure=(
        "Je ne suis pas sûr que cela réponde exactement à votre question. "
        "Vérifiez, ou demandez au guichet."
    ),
)
ES = Messages(
    from_document="En “{title}” dice (en neerlandés):",
    from_expired="En “{title}” (ya no vigente) dice (en neerlandés):",
    from_future="En “{title}” (aún no vigente) dice (en neerlandés):",
    from_section="En “{title}”:",
    not_found=(
        "Eso no está en los documentos que puedo usar. Por eso no doy una respuesta. {contact}"
    ),
    out_of_scope=(
        "Ayudo con preguntas sobre ser docente en los Países Bajos. "
        "Sobre este tema no tengo información. {contact}"
    ),
    still_open="Sobre “{part}” no he encontrado nada.",
    ask_a_person="Pregunta a {name}.",
    follow_contact="Allí alguien mira contigo tu propia situación.",
    read_after="Después de “{before}”: {question}",
    holds_for="Esta respuesta vale para: {scope}.",
    sector="sector",
    route_check="El test de rutas muestra qué rutas encajan contigo, con lo que has contado.",
    dutch_text="El texto citado está en neerlandés, palabra por palabra como en la fuente.",
    expired="“{title}” era válido hasta el {until} y ya no está vigente.",
    not_yet="“{title}” solo vale a partir del {since}.",
    nothing_newer="No encontré nada más reciente sobre esto.",
    differ=(
        "Atención: “{one}” ({one_date}) y “{other}” ({other_date}) no dicen lo mismo sobre esto. "
        "Pregunta cuál vale ahora."
    ),
    as_of="Esta respuesta vale para el {on}.",
    in_general=(
        "No lo encontré para {place} en particular. "
        "Esto vale en general; pregunta en la oficina por {place}."
    ),
    unsure=(
        "No estoy seguro de que esto responda exactamente a tu pregunta. "
        "Compruébalo o pregunta en la oficina."
    ),
)
TR = Messages(
    from_document="“{title}” belgesinde şöyle yazıyor (Hollandaca):",
    from_expired="“{title}” belgesinde (artık geçerli değil) şöyle yazıyor (Hollandaca):",
    from_future="“{title}” belgesinde (henüz geçerli değil) şöyle yazıyor (Hollandaca):",
    from_section="“{title}” başlığı altında:",
    not_found=("Bu, kullanabildiğim belgelerde yazmıyor. Bu yüzden cevap vermiyorum. {contact}"),
    out_of_scope=(
        "Hollanda'da öğretmen olmakla ilgili sorulara yardım ediyorum. "
        "Bu konuda bilgim yok. {contact}"
    ),
    still_open="“{part}” hakkında bir şey bulamadım.",
    ask_a_person="Şuraya sorabilirsin: {name}.",
    follow_contact="Orada biri seninle birlikte kendi durumuna bakar.",
    read_after="“{before}” sorusundan sonra: {question}",
    holds_for="Bu cevap şunun için geçerlidir: {scope}.",
    sector="sektör",
    route_check="Yol testi, anlattıklarınla hangi yolların sana uyduğunu gösterir.",
    dutch_text="Alıntılanan metin Hollandacadır, kaynaktaki gibi kelimesi kelimesine.",
    expired="“{title}” {until} tarihine kadar geçerliydi, artık geçerli değil.",
    not_yet="“{title}” ancak {since} tarihinden itibaren geçerli.",
    nothing_newer="Bu konuda daha yeni bir şey bulamadım.",
    differ=(
        "Dikkat: “{one}” ({one_date}) ile “{other}” ({other_date}) bu konuda aynı şeyi söylemiyor. "
        "Şu an hangisinin geçerli olduğunu sor."
    ),
    as_of="Bu cevap {on} tarihi için geçerlidir.",
    in_general=(
        "Bunu {place} için ayrıca bulamadım. "
        "Bu genel olarak geçerlidir; {place} için danışma noktasına sor."
    ),
    unsure=(
        "Bunun sorunu tam olarak yanıtladığından emin değilim. "
        "Kontrol et veya danışma noktasına sor."
    ),
)
PL = Messages(
    from_document="W “{title}” napisano (po niderlandzku):",
    from_expired="W “{title}” (już nie obowiązuje) napisano (po niderlandzku):",
    from_future="W “{title}” (jeszcze nie obowiązuje) napisano (po niderlandzku):",
    from_section="Pod nagłówkiem “{title}”:",
    not_found=(
        "Tego nie ma w dokumentach, z których mogę korzystać. "
        "Dlatego nie podaję odpowiedzi. {contact}"
    ),
    out_of_scope=(
        "Pomagam w pytaniach o zawód nauczyciela w Holandii. "
        "Na ten temat nie mam informacji. {contact}"
    ),
    still_open="O “{part}” nic nie znalazłem.",
    ask_a_person="Zapytaj: {name}.",
    follow_contact="Tam ktoś przyjrzy się z tobą twojej sytuacji.",
    read_after="Po “{before}”: {question}",
    holds_for="Ta odpowiedź dotyczy: {scope}.",
    sector="sektor",
    route_check="Test dróg pokazuje, które drogi do ciebie pasują, na podstawie tego, co piszesz.",
    dutch_text="Cytowany tekst jest po niderlandzku, słowo w słowo jak w źródle.",
    expired="“{title}” obowiązywał do {until} i już nie obowiązuje.",
    not_yet="“{title}” obowiązuje dopiero od {since}.",
    nothing_newer="Nie znalazłem niczego nowszego na ten temat.",
    differ=(
        "Uwaga: “{one}” ({one_date}) i “{other}” ({other_date}) mówią o tym co innego. "
        "Zapytaj, co teraz obowiązuje."
    ),
    as_of="Ta odpowiedź dotyczy dnia {on}.",
    in_general=(
        "Nie znalazłem tego osobno dla {place}. "
        "To obowiązuje ogólnie; zapytaj punkt informacyjny o {place}."
    ),
    unsure=(
        "Nie mam pewności, czy to dokładnie odpowiada na twoje pytanie. "
        "Sprawdź to lub zapytaj w punkcie informacyjnym."
    ),
)
UK = Messages(
    from_document="У документі “{title}” написано (нідерландською):",
    from_expired="У документі “{title}” (уже не чинний) написано (нідерландською):",
    from_future="У документі “{title}” (ще не чинний) написано (нідерландською):",
    from_section="Під заголовком “{title}”:",
    not_found=(
        "Цього немає в документах, якими я можу користуватися. Тому я не даю відповіді. {contact}"
    ),
    out_of_scope=(
        "Я допомагаю з питаннями про професію вчителя в Нідерландах. "
        "На цю тему я не маю інформації. {contact}"
    ),
    still_open="Про “{part}” я нічого не знайшов.",
    ask_a_person="Зверніться сюди: {name}.",
    follow_contact="Там хтось разом із вами розгляне вашу ситуацію.",
    read_after="Після “{before}”: {question}",
    holds_for="Ця відповідь стосується: {scope}.",
    sector="сектор",
    route_check="Перевірка шляхів показує, які шляхи вам підходять, з тим, що ви розповіли.",
    dutch_text="Цитований текст — нідерландською, слово в слово, як у джерелі.",
    expired="“{title}” був чинним до {until} і вже не діє.",
    not_yet="“{title}” діє лише з {since}.",
    nothing_newer="Нічого новішого про це я не знайшов.",
    differ=(
        "Увага: “{one}” ({one_date}) і “{other}” ({other_date}) кажуть про це різне. "
        "Запитайте, що чинне зараз."
    ),
    as_of="Ця відповідь — станом на {on}.",
    in_general=(
        "Окремо для {place} я цього не знайшов. "
        "Це діє загалом; запитайте консультаційний пункт про {place}."
    ),
    unsure=(
        "Я не впевнений, що це точно відповідає на ваше запитання. "
        "Перевірте або запитайте консультаційний пункт."
    ),
)
AR = Messages(
    from_document="جاء في “{title}” (بالهولندية):",
    from_expired="جاء في “{title}” (لم يعد ساريًا) (بالهولندية):",
    from_future="جاء في “{title}” (لم يسرِ بعد) (بالهولندية):",
    from_section="تحت عنوان “{title}”:",
    not_found="هذا غير موجود في الوثائق التي يمكنني استخدامها، لذلك لا أعطي إجابة. {contact}",
    out_of_scope=(
        "أساعد في الأسئلة عن مهنة التعليم في هولندا. ليس لدي معلومات عن هذا الموضوع. {contact}"
    ),
    still_open="لم أجد شيئًا عن “{part}”.",
    ask_a_person="يمكنك أن تسأل: {name}.",
    follow_contact="هناك شخص ينظر معك في وضعك الخاص.",
    read_after="بعد “{before}”: {question}",
    holds_for="هذا الجواب يخص: {scope}.",
    sector="القطاع",
    route_check="يبيّن اختبار الطرق أي الطرق تناسبك، بناءً على ما ذكرته.",
    dutch_text="النص المقتبس باللغة الهولندية، حرفيًا كما في المصدر.",
    expired="كان “{title}” ساريًا حتى {until} ولم يعد ساريًا.",
    not_yet="لا يسري “{title}” إلا من {since}.",
    nothing_newer="لم أجد شيئا أحدث عن هذا.",
    differ=(
        "انتبه: “{one}” ({one_date}) و“{other}” ({other_date}) لا يقولان الشيء نفسه عن هذا. "
        "اسأل أيهما يسري الآن."
    ),
    as_of="هذا الجواب بحسب تاريخ {on}.",
    in_general=("لم أجد هذا خاصا بـ {place}. هذا ينطبق بشكل عام؛ اسأل المكتب عن {place}."),
    unsure=("لست متأكدا من أن هذا يجيب عن سؤالك تماما. تحقق منه أو اسأل المكتب."),
)
BY_LANGUAGE = {
    "nl": NL,
    "en": EN,
    "de": DE,
    "fr": FR,
    "es": ES,
    "tr": TR,
    "pl": PL,
    "uk": UK,
    "ar": AR,
}


def spoken_language(language: str) -> str:
    """Return the language that a question in this one is answered in: English where we lack it."""
    return language if language in BY_LANGUAGE else "en"


STOPPED = (
    "Loketwijzer geeft nu even geen antwoorden: we kijken de informatie na. "
    "Je vraag blijft niet liggen. {contact}"
)
"""Said to everyone, in Dutch, while staff has stopped the answers."""


def messages_for(language: str) -> Messages:
    """Return the sentences of a language; English where we have none of our own."""
    return BY_LANGUAGE.get(language, EN)
