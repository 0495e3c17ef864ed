-- The middle of the ordered hours, or the mean of the two middle ones.
with ranked as (
    select month, solve_hours, row_number() over (partition by month order by solve_hours) as place,
        count(*) over (partition by month) as size
    from tickets where solve_hours is not null
)
select periods.period, avg(solve_hours) filter (where place in ((size + 1) // 2, (size + 2) // 2)) as value
from periods left join ranked on ranked.month = periods.period group by periods.period
