select quarter as period, sum(spent) / nullif(sum(won), 0) as value
from customers where won is not null group by quarter
