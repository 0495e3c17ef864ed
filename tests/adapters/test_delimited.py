"""The first row of a text of facts: read at once where it is plain, and then as any row would be read."""

from __future__ import annotations

from io import BytesIO

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from comity.adapters.delimited import _header, _plain_header, read

LINE = st.text(st.sampled_from('ab ,;"\r\t\u00e4\u20ac\u2028'), max_size=12)


@given(LINE, st.sampled_from(["\n", "\r\n"]), st.sampled_from(",;"))
@example(",", "\n", ",")
@example(" month ,\u20ac", "\r\n", ",")
def test_a_plain_header_is_what_the_reader_of_rows_makes_of_it(line: str, ending: str, delimiter: str) -> None:
    """Whatever stands in it; one that is not plain is left to that reader."""
    data = f"{line}{ending}1,2{ending}".encode()
    found = _plain_header(data, delimiter)
    assert found is None or found == _header(pa.py_buffer(data), delimiter)


def test_most_headers_are_plain_and_those_with_quotes_or_without_an_end_are_not() -> None:
    """Names between separators are read at once."""
    found = [_plain_header(data, ",") for data in (b"month,level\n2026-01,gold\n", b'"a,b",c\n', b"a,b", b"\n1\n")]
    assert found == [["month", "level"], None, None, None]


def test_a_row_of_another_length_stands_blank_and_the_others_keep_their_numbers() -> None:
    """Rows 3 and 5 have too few cells and too many: both are told, and rows 2, 4 and 6 can still be checked."""
    data = b"month,n\n2026-01,1\n2026-02\n2026-03,3\n2026-04,4,4\n2026-05,5\n"
    contents, problems = read(BytesIO(data), "a.csv")
    assert contents is not None and contents.first_row == 2
    months = contents.table.column("month").to_pylist()
    assert months == ["2026-01", None, "2026-03", None, "2026-05"]
    assert [(one.code, one.place.cell) for one in problems] == [("CMY-405", "row 3"), ("CMY-405", "row 5")]
