select quarter as period, avg(case when outcome = 'won' then 1 else 0 end) as value from deals where joint group by quarter
