select period, party, case when sum(profit) > 0 then sum(alliance_profit) / sum(profit) end as value
from parties_results group by period, party
