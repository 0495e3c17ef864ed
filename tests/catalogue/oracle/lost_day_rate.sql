-- For each party: working days lost in the last four quarters, in a million hours. A quarter without rows has 0 of
-- both; one whose rows all lack the number makes the four unknown.
with parties as (select distinct party from people union select distinct party from incidents),
worked as (
  select n.number, x.party, case when count(w.team) = 0 then 0 else sum(w.hours) end as hours
  from periods n cross join parties x left join people w on w.period = n.period and w.party = x.party group by all
),
hurt as (
  select n.number, x.party, case when count(i.incident) = 0 then 0 else sum(i.lost_days) end as days
  from periods n cross join parties x
  left join incidents i on i.day between n.first and n.last and i.party = x.party and i.kind = 'safety' and i.recordable
  group by all
)
select p.period, w.party,
  case when count(w.hours) = 4 and count(h.days) = 4
  then 1000000 * sum(h.days) / nullif(sum(w.hours), 0) end as value
from periods p
join worked w on w.number between p.number - 3 and p.number
join hurt h on h.number = w.number and h.party = w.party
where p.number >= 4 and (p.period, w.party) in (
  select (period, party) from people union select (quarter, party) from incidents
)
group by p.period, w.party
