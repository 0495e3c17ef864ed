select month as period, avg(escalated::int) as value from issues where escalated is not null group by month
