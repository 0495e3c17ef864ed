with known as (select month, earned_value, actual_cost from projects where earned_value + actual_cost is not null),
     done as (select month, sum(earned_value) as money from known group by month),
     spent as (select month, sum(actual_cost) as money from known group by month)
select periods.period, done.money / nullif(spent.money, 0) as value
from periods join done on done.month = periods.period join spent on spent.month = periods.period
