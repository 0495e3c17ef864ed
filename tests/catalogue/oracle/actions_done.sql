select quarter as period, sum(actions_done) / nullif(sum(actions_due), 0) as value
from meetings where actions_done + actions_due is not null group by quarter
