"""Data printed in papers, and where."""

from __future__ import annotations

import numpy as np

from comity.surveys.matrix import Floats, matrix

NONE = None

# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section D: 4 observers x 12 units.
KRIPPENDORFF = matrix(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
).T

# Shrout & Fleiss 1979, Psychological Bulletin 86, table 2: 6 targets x 4 judges.
SHROUT_FLEISS = matrix(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
)


def _table(text: str) -> Floats:
    return np.array([[float(cell) for cell in row.split()] for row in text.split("/")])


# Fleiss 1971, Psychological Bulletin 76, table 1: 30 patients x 5 diagnoses, by 6 psychiatrists each.
FLEISS = _table(
    "0 0 0 6 0/0 3 0 0 3/0 1 4 0 1/0 0 0 0 6/0 3 0 3 0/2 0 4 0 0/0 0 4 0 2/2 0 3 1 0/2 0 0 4 0/0 0 0 0 6/"
    "1 0 0 5 0/1 1 0 4 0/0 3 3 0 0/1 0 0 5 0/0 2 0 3 1/0 0 5 0 1/3 0 0 1 2/5 1 0 0 0/0 2 0 4 0/1 0 2 0 3/"
    "0 0 0 0 6/0 1 0 5 0/0 2 0 1 3/2 0 0 4 0/1 0 0 4 1/0 5 0 1 0/4 0 0 0 2/0 2 0 4 0/1 0 5 0 0/0 0 0 0 6"
)

# Chatterjee & Price 1977, Regression Analysis by Example: the "attitude" data of R, 30 departments x 7 items.
ATTITUDE = _table(
    "43 51 30 39 61 92 45/63 64 51 54 63 73 47/71 70 68 69 76 86 48/61 63 45 47 54 84 35/81 78 56 66 71 83 47/"
    "43 55 49 44 54 49 34/58 67 42 56 66 68 35/71 75 50 55 70 66 41/72 82 72 67 71 83 31/67 61 45 47 62 80 41/"
    "64 53 53 58 58 67 34/67 60 47 39 59 74 41/69 62 57 42 55 63 25/68 83 83 45 59 77 35/77 77 54 72 79 77 46/"
    "81 90 50 72 60 54 36/74 85 64 69 79 79 63/65 60 65 75 55 80 60/65 70 46 57 75 85 46/50 58 68 54 64 78 52/"
    "50 40 33 34 43 64 33/64 61 52 62 66 80 41/53 66 52 50 63 80 37/40 37 42 58 50 57 49/63 54 42 48 66 75 33/"
    "66 77 66 63 88 76 72/78 75 58 74 80 78 49/48 57 44 45 51 83 38/85 85 71 71 77 74 55/82 82 39 59 64 78 39"
)
