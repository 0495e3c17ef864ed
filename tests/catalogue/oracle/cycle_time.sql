select periods.period,
    (select avg(datediff('day', started, finished) + 1) from work
     where started is not null and finished between periods.first and periods.last) as value
from periods
