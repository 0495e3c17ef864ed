"""One dimension over several waves: where two scores do not speak of the same, and a line through both would lie."""

from __future__ import annotations

from comity.surveys.released import Released


def broken(earlier: Released, later: Released, of: str, group: str) -> str:
    """Return why a group's scores of a dimension in two waves are not joined; "" where they are, or one is hidden.

    A score rests on the questions that are shown. Others, other words or another scale may move it though nobody
    changed their mind.
    """
    one, other = earlier.dimension(of, group), later.dimension(of, group)
    if one is None or other is None or one.score is None or other.score is None:
        return ""
    if earlier.scale != later.scale:
        return f"the wave {earlier.wave} had another scale"
    if one.questions != other.questions:
        return f"not the same questions are shown as in {earlier.wave}"
    return f"a question was worded otherwise in {earlier.wave}" if _reworded(earlier, later, one.questions) else ""


def _reworded(earlier: Released, later: Released, questions: tuple[str, ...]) -> bool:
    """Tell whether one of some questions was put otherwise; words are compared where both waves keep one language."""
    before, now = ({one.key: one for one in wave.questions} for wave in (earlier, later))
    same_language = earlier.languages[:1] == later.languages[:1]
    return any(
        before[key].reverse != now[key].reverse or (same_language and before[key].says != now[key].says)
        for key in questions
        if key in before and key in now
    )
