-- Pieces planned for the quarter: what was accepted late or not at all was not passed on in time.
select quarter as period, from_party, avg(case when accepted <= planned then 1.0 else 0.0 end) as value
from knowledge group by quarter, from_party
