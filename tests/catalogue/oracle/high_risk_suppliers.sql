select period, avg((risk = 'high')::int) as value from suppliers where risk is not null group by period
