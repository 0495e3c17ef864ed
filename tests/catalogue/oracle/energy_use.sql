select quarter as period, sum(mwh) as value from energy group by quarter
