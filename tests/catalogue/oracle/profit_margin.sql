with sold as (select quarter, sum(amount) as amount from sales group by quarter),
spent as (select quarter, sum(amount) as amount from costs group by quarter)
select period, case when sold.amount > 0 then (sold.amount - coalesce(spent.amount, 0)) / sold.amount end as value
from periods left join sold on sold.quarter = period left join spent on spent.quarter = period
