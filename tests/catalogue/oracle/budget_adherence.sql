select quarter as period, sum(amount) / nullif(sum(budget), 0) as value from costs group by quarter
