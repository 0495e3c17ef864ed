select period, party, sum(women_managers) / nullif(sum(managers), 0) as value
from people where women_managers + managers is not null group by period, party
