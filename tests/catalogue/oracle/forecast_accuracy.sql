with lines as (
    select month, ordered, case when ordered > forecast then ordered - forecast else forecast - ordered end as missed_by
    from deliveries where ordered is not null and forecast is not null
)
select periods.period, 1 - sum(missed_by) / nullif(sum(ordered), 0) as value
from periods left join lines on lines.month = periods.period group by periods.period
