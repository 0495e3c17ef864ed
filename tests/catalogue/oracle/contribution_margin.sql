select quarter as period, case when sum(amount) > 0 then 1 - sum(cost) / sum(amount) end as value
from sales group by quarter
