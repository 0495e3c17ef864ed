select period, party, sum(alliance_revenue) / nullif(sum(revenue), 0) as value
from parties_results group by period, party
