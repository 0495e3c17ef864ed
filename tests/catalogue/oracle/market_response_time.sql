select quarter as period, avg(date_diff('day', noticed, answered)) as value
from changes where answered is not null group by quarter
