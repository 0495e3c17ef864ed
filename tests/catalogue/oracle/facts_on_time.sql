-- Every report of facts is on time (1) or not (0); one not made is not.
with reports as (
    select due, case when done > due or done is null then 0 else 1 end as on_time from obligations where facts
)
select periods.period, sum(on_time) / nullif(count(on_time), 0) as value
from periods left join reports on due between periods.first and periods.last group by periods.period
