"""The text of an invitation and of a reminder, in the languages of the instruments."""

from __future__ import annotations

from datetime import date
from textwrap import fill

WIDTH = 78

_INVITATION = {
    "en": (
        "Subject: {title}: your view, by {closes}",
        "You are one of the people asked how the alliance works. It takes about {minutes} minutes.",
        "Your token is {token}. It can be used once. It says which company you belong to and in which role, and "
        "nothing else: nobody notes who got which token, and your answers are kept apart from it.",
        "Answers are shown for groups of {least} people or more, and not before the survey is closed. Your own words "
        "are read by whoever sums them up, and quoted only if you allow it.",
    ),
    "de": (
        "Betreff: {title}: Ihre Sicht, bis {closes}",
        "Sie gehören zu denen, die gefragt werden, wie die Allianz arbeitet. Es dauert etwa {minutes} Minuten.",
        "Ihr Code ist {token}. Er gilt einmal. Er sagt, zu welchem Unternehmen und welcher Rolle Sie gehören, und "
        "sonst nichts: Niemand hält fest, wer welchen Code bekam, und Ihre Antworten werden getrennt davon verwahrt.",
        "Antworten werden für Gruppen ab {least} Personen gezeigt, und nicht vor dem Ende der Befragung. Was Sie in "
        "eigenen Worten schreiben, liest, wer es zusammenfasst; zitiert wird es nur, wenn Sie es erlauben.",
    ),
    "fr": (
        "Objet : {title} : votre avis, avant le {closes}",
        "Vous faites partie des personnes à qui l'on demande comment fonctionne l'alliance. Comptez {minutes} minutes.",
        "Votre code est {token}. Il sert une seule fois. Il indique votre entreprise et votre rôle, et rien d'autre : "
        "personne ne note qui a reçu quel code, et vos réponses sont conservées séparément.",
        "Les réponses sont montrées pour des groupes d'au moins {least} personnes, et pas avant la clôture. Ce que "
        "vous écrivez est lu par la personne qui le résume ; il n'est cité que si vous l'autorisez.",
    ),
}
_REMINDER = {
    "en": (
        "Subject: {title}: open until {closes}",
        "Some answers are still missing. Nobody knows who has not answered, so this goes to everybody. If you have "
        "answered, thank you; if not, your token still works.",
        "Where too few of a group answer, the group cannot be shown at all.",
    ),
    "de": (
        "Betreff: {title}: offen bis {closes}",
        "Einige Antworten fehlen noch. Niemand weiß, wer nicht geantwortet hat; deshalb geht dies an alle. Wenn Sie "
        "geantwortet haben, vielen Dank; wenn nicht, gilt Ihr Code weiterhin.",
        "Antworten zu wenige einer Gruppe, kann die Gruppe gar nicht gezeigt werden.",
    ),
    "fr": (
        "Objet : {title} : ouvert jusqu'au {closes}",
        "Il manque encore des réponses. Personne ne sait qui n'a pas répondu ; ce message va donc à tous. Si vous "
        "avez répondu, merci ; sinon, votre code reste valable.",
        "Si trop peu de personnes d'un groupe répondent, le groupe ne peut pas être montré.",
    ),
}
_TOKEN = {"en": "[TOKEN]", "de": "[CODE]", "fr": "[CODE]"}


def invitation(
    title: str, closes: date, least: int, language: str, *, questions: int, reminder: bool = False
) -> str:  # fmt: skip
    """Return the text of an invitation or a reminder; in English where the language has none of its own.

    How long it takes follows from the number of `questions`: about half a minute each, in steps of five minutes.
    """
    minutes = max(5, round(questions / 2 / 5) * 5)
    texts = _REMINDER if reminder else _INVITATION
    known = language if language in texts else language.partition("-")[0]
    known = known if known in texts else "en"
    said = (
        part.format(title=title, closes=closes, least=least, token=_TOKEN[known], minutes=minutes)
        for part in texts[known]
    )
    return "\n\n".join(fill(part, WIDTH, break_long_words=False, break_on_hyphens=False) for part in said) + "\n"
