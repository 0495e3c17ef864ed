select quarter as period, party, sum(cost) / nullif(sum(cost_of_all), 0) as value
from joint_statement group by quarter, party
