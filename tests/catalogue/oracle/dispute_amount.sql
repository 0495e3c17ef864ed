-- No open dispute: 0. Open ones, none of them in money: no sum.
with lines as (
    select month, amount, case when closed <= last then 'ended' else 'open' end as state from disputes
)
select month as period, case when count(*) filter (state = 'open') = 0 then 0
    else sum(amount) filter (state = 'open') end as value
from lines group by month
