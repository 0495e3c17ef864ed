-- A quarter that is reported without any has 0.
select p.period, count(i.incident) as value
from periods p left join incidents i on i.day between p.first and p.last and i.kind = 'corruption'
group by p.period
