-- Protected suppliers of which too much was asked, among those for which it is recorded.
select period, avg(case when beyond_voluntary > 0 then 1.0 else 0.0 end) as value
from suppliers where "small" and beyond_voluntary is not null group by period
