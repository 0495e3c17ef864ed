select quarter as period, avg(case when satisfied >= 4 then 1 else 0 end) as value
from recommendations where satisfied is not null group by quarter
