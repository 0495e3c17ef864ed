select quarter as period, sum(baseline) - sum(amount) as value from costs where baseline is not null group by quarter
