-- A party is measured in a quarter for which it has rows.
-- Leavers of four quarters over the mean headcount at their ends. A quarter without rows has nobody, one whose rows
-- all lack the number is unknown.
with each_quarter as (
  select n.number, x.party,
    case when count(w.team) = 0 then 0 else sum(w."left") end as gone,
    case when count(w.team) = 0 then 0 else sum(w.headcount) end as there
  from periods n cross join (select distinct party from people) x
  left join people w on w.period = n.period and w.party = x.party group by all
)
select p.period, party,
  case when count(gone) = 4 and count(there) = 4 then sum(gone) / nullif(avg(there), 0) end as value
from periods p join each_quarter q on q.number between p.number - 3 and p.number
where p.number >= 4 and (p.period, party) in (select (period, party) from people) group by p.period, party
