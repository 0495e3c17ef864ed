select quarter as period, sum(amount) as value from sales group by quarter
