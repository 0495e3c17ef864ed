select quarter as period, party, sum(benefit) / nullif(sum(benefit_of_all), 0) as value
from joint_statement group by quarter, party
