select quarter as period, avg(case when score >= 9 then 100 when score <= 6 then -100 else 0 end) as value
from recommendations where score is not null group by quarter
