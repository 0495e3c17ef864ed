select quarter as period, sum(won) as value from customers group by quarter
