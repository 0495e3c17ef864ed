select quarter as period, sum(water) as value from energy group by quarter
