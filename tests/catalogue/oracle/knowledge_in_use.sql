select quarter as period, from_party, avg(in_use::int) as value
from knowledge where accepted is not null group by quarter, from_party
