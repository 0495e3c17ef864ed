-- Money done over money planned, each from the start to the month's end: the rows of a month hold sums to date.
with known as (select month, earned_value, planned_value from projects where earned_value + planned_value is not null),
     done as (select month, sum(earned_value) as money from known group by month),
     planned as (select month, sum(planned_value) as money from known group by month)
select periods.period, done.money / nullif(planned.money, 0) as value
from periods join done on done.month = periods.period join planned on planned.month = periods.period
