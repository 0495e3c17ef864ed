select period, avg(case when screened_environment then 1.0 else 0.0 end) as value
from suppliers where "new" group by period
