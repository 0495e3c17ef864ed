select period, (sum(at_start) - sum(lost)) / nullif(sum(at_start), 0) as value
from customers where at_start is not null and lost is not null group by period
