with totals as (
    select p.period, p.number, coalesce(sum(s.amount), 0) as amount
    from periods p left join sales s on s.quarter = p.period
    group by all
)
select now.period, case when before.amount > 0 then (now.amount - before.amount) / before.amount end as value
from totals now left join totals before on before.number = now.number - 4
