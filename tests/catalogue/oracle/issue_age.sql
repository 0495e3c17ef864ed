select periods.period, avg(datediff('day', raised, periods.last)) as value
from periods join issues on issues.month = periods.period group by periods.period
