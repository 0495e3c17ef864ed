-- One line for each item whose days are known, then days with work over all days.
with items as (
    select quarter, touch_days, datediff('day', started, finished) + 1 as days
    from work where started is not null and touch_days is not null
)
select periods.period, sum(items.touch_days) / nullif(sum(items.days), 0) as value
from periods left join items on items.quarter = periods.period group by periods.period
