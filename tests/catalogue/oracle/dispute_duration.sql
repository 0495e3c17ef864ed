-- Those that ended in a month of the last twelve, each in the row of the month in which it ended.
with ended as (
    select datediff('day', opened, closed) as days, disputes.last as month_end
    from disputes where opened is not null and strftime(closed, '%Y-%m') = disputes.month
)
select periods.period, avg(ended.days) as value
from periods left join ended
    on ended.month_end <= periods.last and ended.month_end > periods.last - interval 12 month
where periods.period in (select month from disputes)
group by periods.period
