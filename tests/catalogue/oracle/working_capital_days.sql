with months as (
    select p.number, p.period, date_diff('day', p.first, p.last) + 1 as days, sum(w.receivables) as receivables,
        sum(w.inventory) as inventory, sum(w.payables) as payables, coalesce(sum(w.revenue), 0) as revenue,
        coalesce(sum(w.cost_of_sales), 0) as cost
    from periods p left join working_capital w on w.period = p.period group by all
),
wide as (
    select *, sum(days) over three as all_days, sum(revenue) over three as sold, sum(cost) over three as cost_of_it
    from months window three as (order by number rows 2 preceding)
)
select period, all_days * (receivables / nullif(sold, 0) + (inventory - payables) / nullif(cost_of_it, 0)) as value
from wide where number >= 3
