select period, sum(responded) / nullif(sum(reached), 0) as value
from reach where responded is not null and reached is not null group by period
