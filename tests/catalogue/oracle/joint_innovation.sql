select year as period, avg("joint"::int) as value from innovations where kind <> 'idea' group by year
