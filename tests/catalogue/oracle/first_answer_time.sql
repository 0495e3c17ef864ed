select periods.period, median(answer_hours) as value
from periods left join tickets on opened between periods.first and periods.last group by periods.period
