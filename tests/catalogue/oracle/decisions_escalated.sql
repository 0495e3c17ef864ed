select quarter as period, avg(escalated::int) as value from decisions where escalated is not null group by quarter
