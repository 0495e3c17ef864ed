select quarter as period, avg(within_plan::int) as value from changes where within_plan is not null group by quarter
