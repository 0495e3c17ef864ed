select period, sum(amount * likelihood) as value from pipeline group by period
