with complete as (select * from service where down_minutes + agreed_minutes is not null)
select month as period, (sum(agreed_minutes) - sum(down_minutes)) / nullif(sum(agreed_minutes), 0) as value
from complete group by month
