select quarter as period, quantile_cont(date_diff('day', opened, day), 0.5) as value
from deals where outcome = 'won' and opened is not null group by quarter
