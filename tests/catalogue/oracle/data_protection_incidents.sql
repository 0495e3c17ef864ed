select periods.period, count(incident) as value
from periods left join (select * from incidents where kind = 'data protection') as ours
    on ours.day between periods.first and periods.last
group by periods.period
