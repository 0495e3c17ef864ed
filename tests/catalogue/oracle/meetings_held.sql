select quarter as period, sum(held::int) / count(held) as value from meetings group by quarter
