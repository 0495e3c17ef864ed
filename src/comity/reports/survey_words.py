"""The text of an invitation and of a reminder, in the languages of the instruments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import fill

WIDTH = 78

_INVITATION = {
    "en": (
        "Subject: {title}: your view, by {closes}",
        "You are one of the people asked how the alliance works. It takes about {minutes} minutes.",
        "Your token is {token}. It can be used once. It says which company you belong to and in which role, and "
        "nothing else: nobody notes who got which token, and your answers are kept apart from it.",
        "{how}",
        "Answers are shown for groups of {least} people or more, and not before the survey is closed. Your own words "
        "are read by whoever sums them up, and quoted only if you allow it.",
    ),
    "de": (
        "Betreff: {title}: Ihre Sicht, bis {closes}",
        "Sie gehören zu denen, die gefragt werden, wie die Allianz arbeitet. Es dauert etwa {minutes} Minuten.",
        "Ihr Code ist {token}. Er gilt einmal. Er sagt, zu welchem Unternehmen und welcher Rolle Sie gehören, und "
        "sonst nichts: Niemand hält fest, wer welchen Code bekam, und Ihre Antworten werden getrennt davon verwahrt.",
        "{how}",
        "Antworten werden für Gruppen ab {least} Personen gezeigt, und nicht vor dem Ende der Befragung. Was Sie in "
        "eigenen Worten schreiben, liest, wer es zusammenfasst; zitiert wird es nur, wenn Sie es erlauben.",
    ),
    "fr": (
        "Objet : {title} : votre avis, avant le {closes}",
        "Vous faites partie des personnes à qui l'on demande comment fonctionne l'alliance. Comptez {minutes} minutes.",
        "Votre code est {token}. Il sert une seule fois. Il indique votre entreprise et votre rôle, et rien d'autre : "
        "personne ne note qui a reçu quel code, et vos réponses sont conservées séparément.",
        "{how}",
        "Les réponses sont montrées pour des groupes d'au moins {least} personnes, et pas avant la clôture. Ce que "
        "vous écrivez est lu par la personne qui le résume ; il n'est cité que si vous l'autorisez.",
    ),
}
_REMINDER = {
    "en": (
        "Subject: {title}: open until {closes}",
        "Some answers are still missing. Nobody knows who has not answered, so this goes to everybody. If you have "
        "answered, thank you; if not, your token still works.",
        "{how}",
        "Where too few of a group answer, the group cannot be shown at all.",
    ),
    "de": (
        "Betreff: {title}: offen bis {closes}",
        "Einige Antworten fehlen noch. Niemand weiß, wer nicht geantwortet hat; deshalb geht dies an alle. Wenn Sie "
        "geantwortet haben, vielen Dank; wenn nicht, gilt Ihr Code weiterhin.",
        "{how}",
        "Antworten zu wenige einer Gruppe, kann die Gruppe gar nicht gezeigt werden.",
    ),
    "fr": (
        "Objet : {title} : ouvert jusqu'au {closes}",
        "Il manque encore des réponses. Personne ne sait qui n'a pas répondu ; ce message va donc à tous. Si vous "
        "avez répondu, merci ; sinon, votre code reste valable.",
        "{how}",
        "Si trop peu de personnes d'un groupe répondent, le groupe ne peut pas être montré.",
    ),
}
_HOW = {
    "en": (
        "Fill in the questionnaire that comes with this, on the screen or on paper. Write your token on it, and not "
        "your name. Give it back by {closes}, in a way that does not show who you are: {back}."
    ),
    "de": (
        "Füllen Sie den beiliegenden Fragebogen aus, am Bildschirm oder auf Papier. Schreiben Sie Ihren Code darauf, "
        "nicht Ihren Namen. Geben Sie ihn bis {closes} so zurück, dass nicht zu sehen ist, von wem er kommt: {back}."
    ),
    "fr": (
        "Remplissez le questionnaire ci-joint, à l'écran ou sur papier. Écrivez-y votre code, et non votre nom. "
        "Rendez-le avant le {closes} sans que l'on puisse voir de qui il vient : {back}."
    ),
}
_ASKED = {
    "en": "You are asked in a conversation. Give your token, and not your name, to whoever notes what you say: {back}.",
    "de": "Sie werden in einem Gespräch gefragt. Nennen Sie Ihren Code, nicht Ihren Namen: {back}.",
    "fr": "On vous interroge de vive voix. Donnez votre code, et non votre nom : {back}.",
}
_BACK = {"en": "[HOW IT COMES BACK]", "de": "[WIE ER ZURÜCKKOMMT]", "fr": "[COMMENT LE RENDRE]"}
_MEET = {"en": "[WHEN AND WHERE]", "de": "[WANN UND WO]", "fr": "[QUAND ET OÙ]"}
_TOKEN = {"en": "[TOKEN]", "de": "[CODE]", "fr": "[CODE]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """What an invitation says of a wave. `least` is the smallest group shown, `questions` how many are asked.

    `back` says how a questionnaire comes back, of an `interview` when and where it is held; without it there is a place
    in brackets to be filled in.
    """

    title: str
    closes: date
    least: int
    questions: int
    back: str = ""
    interview: bool = False


def invitation(wave: Wave, language: str, *, reminder: bool = False) -> str:
    """Return the text of an invitation or a reminder; in English where the language has none of its own.

    How long it takes follows from the number of questions: about half a minute each, in steps of five minutes.
    """
    minutes = max(5, round(wave.questions / 2 / 5) * 5)
    texts = _REMINDER if reminder else _INVITATION
    known = language if language in texts else language.partition("-")[0]
    known = known if known in texts else "en"
    back = wave.back.rstrip(". ") or (_MEET if wave.interview else _BACK)[known]
    how = (_ASKED if wave.interview else _HOW)[known].format(closes=wave.closes, back=back)
    said = (
        part.format(
            title=wave.title, closes=wave.closes, least=wave.least, token=_TOKEN[known], minutes=minutes, how=how
        )
        for part in texts[known]
    )
    return "\n\n".join(fill(part, WIDTH, break_long_words=False, break_on_hyphens=False) for part in said) + "\n"
