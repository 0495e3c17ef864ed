with net as (
    select p.number, p.period, coalesce(sum(i.benefit - i.loss - i.invested), 0) as amount
    from periods p left join investments i on i.quarter = p.period group by all
)
select period, sum(amount / 1.1 ** ((number - 1) // 4)) over (order by number) as value from net
