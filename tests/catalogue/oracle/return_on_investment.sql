with parties as (select distinct party from investments),
so_far as (
    select p.period, m.party, sum(i.benefit) as benefit, sum(i.loss) as loss, sum(i.invested) as invested
    from periods p cross join parties m left join investments i on i.party = m.party and i.last <= p.last
    group by p.period, m.party
)
select s.period, s.party, (benefit - loss - invested) / nullif(invested, 0) as value
from so_far s semi join investments i on i.period = s.period and i.party = s.party
