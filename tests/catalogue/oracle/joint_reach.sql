select quarter as period, sum(new_to_both) as value from reach group by quarter
