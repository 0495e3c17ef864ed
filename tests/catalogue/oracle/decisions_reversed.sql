select quarter as period, avg(reversed::int) as value from decisions where decided is not null group by quarter
