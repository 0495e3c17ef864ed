select periods.period, count(audits.finding) - count(case when closed <= periods.last then 1 end) as value
from periods left join audits on audits.quarter = periods.period group by periods.period
