"""Surveys for people: the questionnaire and the guide of an interview as a page to print or to answer on paper."""
