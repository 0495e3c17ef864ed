select periods.period, avg(case when right_first_time then 1.0 when not right_first_time then 0.0 end) as value
from periods left join work on finished between periods.first and periods.last group by periods.period
