-- A year that is reported without a result has 0.
select p.period, count(i.result) as value
from periods p left join innovations i on i.day between p.first and p.last and i.kind <> 'idea' group by p.period
