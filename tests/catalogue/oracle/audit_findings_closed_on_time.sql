select periods.period, avg(case when closed > due or closed is null then 0.0 else 1.0 end) as value
from periods left join (select * from audits where due >= first and due <= last) as due_now
    on due_now.quarter = periods.period
where due_now.finding is not null
group by periods.period
