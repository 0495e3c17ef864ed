"""Languages by their names, and the words of a questionnaire itself, which stand in no instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ENGLISH_NAMES: Mapping[str, str] = {
    "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French",
    "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "sv": "Swedish", "tr": "Turkish", "zh": "Chinese",
}  # fmt: skip
"""The languages that are most often asked for, by the short forms that agreements use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """What a questionnaire says besides its questions. `hidden` has the place `{least}` for the smallest group shown.

    `least` and `greatest` name the ends of a scale whose levels are not described.
    """

    lead: str
    hidden: str
    how: str
    code: str
    cannot_judge: str
    least: str
    greatest: str
    open_part: str
    quote: str
    yes: str
    no: str
    skip: str
    guide: str
    probes: str
    notes: str
    coding: str
    coding_how: str
    coder: str
    interview: str
    reason: str
    training: str
    training_how: str
    rater: str


WORDS: Mapping[str, FormWords] = {
    "en": FormWords(
        lead=(
            "Think of the time since the last survey, or of the last six months if there was none. If you have not "
            "seen enough to answer a question, choose “cannot judge”; that is a good answer too."
        ),
        hidden="Answers are shown for groups of {least} people or more only.",
        how="Print this page, or fill it in here and print it then. Choose one answer for each question.",
        code="Your code, if you were given one",
        cannot_judge="cannot judge",
        least="not at all true",
        greatest="completely true",
        open_part="In your own words",
        quote="May what you wrote be quoted word for word, without your name?",
        yes="yes",
        no="no",
        skip="Skip to the questions",
        guide="Guide for the interview",
        probes="Ask further",
        notes="Notes, with the example that was given",
        coding="Sheet for coding",
        coding_how=(
            "Read the notes of one interview. Choose for each question the sentence that fits best, alone and "
            "before you speak with the other coder. Where the notes do not say enough, choose “cannot judge”. Write"
            " down the words in the notes that decided it."
        ),
        coder="Coder",
        interview="Interview",
        reason="Words that decided it",
        training="Cases for training",
        training_how=(
            "Before a survey everybody judges the same invented cases and then sees how they differ from the "
            "others. Answer as if you worked at Alder; Birch is the partner. Choose for each case the sentence that"
            " fits best."
        ),
        rater="A name of your choice, by which you find yourself again",
    ),
    "de": FormWords(
        lead=(
            "Denken Sie an die Zeit seit der letzten Umfrage oder, wenn es keine gab, an die letzten sechs Monate. "
            "Wenn Sie nicht genug erlebt haben, um eine Frage zu beantworten, wählen Sie „kann ich nicht "
            "beurteilen“; auch das ist eine gute Antwort."
        ),
        hidden="Antworten werden nur für Gruppen von {least} oder mehr Personen gezeigt.",
        how="Drucken Sie diese Seite, oder füllen Sie sie hier aus und drucken Sie sie dann. Eine Antwort je Frage.",
        code="Ihr Code, falls Sie einen bekommen haben",
        cannot_judge="kann ich nicht beurteilen",
        least="trifft gar nicht zu",
        greatest="trifft völlig zu",
        open_part="In eigenen Worten",
        quote="Darf, was Sie geschrieben haben, wörtlich und ohne Ihren Namen zitiert werden?",
        yes="ja",
        no="nein",
        skip="Zu den Fragen",
        guide="Leitfaden für das Gespräch",
        probes="Nachfragen",
        notes="Notizen, mit dem genannten Beispiel",
        coding="Bogen zum Einstufen",
        coding_how=(
            "Lesen Sie die Notizen eines Gesprächs. Wählen Sie bei jeder Frage den Satz, der am besten passt, "
            "allein und bevor Sie mit der zweiten Person sprechen, die einstuft. Wo die Notizen nicht genug sagen, "
            "wählen Sie „kann ich nicht beurteilen“. Schreiben Sie auf, welche Worte der Notizen den Ausschlag "
            "gaben."
        ),
        coder="Eingestuft von",
        interview="Gespräch",
        reason="Worte, die den Ausschlag gaben",
        training="Fälle zum Üben",
        training_how=(
            "Vor einer Umfrage beurteilen alle dieselben erfundenen Fälle und sehen dann, worin sie sich von den "
            "anderen unterscheiden. Antworten Sie so, als arbeiteten Sie bei Alder; Birch ist der Partner. Wählen "
            "Sie bei jedem Fall den Satz, der am besten passt."
        ),
        rater="Ein Name Ihrer Wahl, an dem Sie sich wiedererkennen",
    ),
    "fr": FormWords(
        lead=(
            "Pensez à la période écoulée depuis la dernière enquête ou, s’il n’y en a pas eu, aux six derniers "
            "mois. Si vous n’avez pas vu assez de choses pour répondre à une question, choisissez « je ne peux pas "
            "juger » ; c’est aussi une bonne réponse."
        ),
        hidden="Les réponses ne sont montrées que pour des groupes de {least} personnes ou plus.",
        how="Imprimez cette page, ou remplissez-la ici puis imprimez-la. Une seule réponse par question.",
        code="Votre code, si vous en avez reçu un",
        cannot_judge="je ne peux pas juger",
        least="pas du tout vrai",
        greatest="tout à fait vrai",
        open_part="Avec vos propres mots",
        quote="Ce que vous avez écrit peut-il être cité mot pour mot, sans votre nom ?",
        yes="oui",
        no="non",
        skip="Aller aux questions",
        guide="Guide de l’entretien",
        probes="Relances",
        notes="Notes, avec l’exemple donné",
        coding="Feuille de codage",
        coding_how=(
            "Lisez les notes d’un entretien. Choisissez pour chaque question la phrase qui convient le mieux, seul "
            "et avant de parler avec l’autre codeur. Si les notes n’en disent pas assez, choisissez « je ne peux "
            "pas juger ». Notez les mots qui ont été décisifs."
        ),
        coder="Codeur",
        interview="Entretien",
        reason="Mots décisifs",
        training="Cas pour s’exercer",
        training_how=(
            "Avant une enquête, tout le monde juge les mêmes cas inventés et voit ensuite en quoi il diffère des "
            "autres. Répondez comme si vous travailliez chez Alder ; Birch est le partenaire. Choisissez pour "
            "chaque cas la phrase qui convient le mieux."
        ),
        rater="Un nom de votre choix, auquel vous vous reconnaîtrez",
    ),
}
"""Of a language that is not here the questions are put in it, and the rest is in English."""


def words_in(language: str) -> FormWords:
    """Return the words of a language, those of `pt-BR` being those of `pt`; English where there are none."""
    return WORDS.get(language) or WORDS.get(language.partition("-")[0]) or WORDS["en"]
