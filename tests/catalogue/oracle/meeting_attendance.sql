-- Meetings that were held and for which both numbers are known.
select quarter as period, sum(present) / nullif(sum(invited), 0) as value
from meetings where held and present + invited is not null group by quarter
