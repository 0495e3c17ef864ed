-- Scope 1 and market-based scope 2 of all parties, over a year's units; no figure where either scope is not reported.
with gas as (
  select period, scope, sum(tonnes) as tonnes from emissions
  where scope in ('scope 1', 'scope 2 market') and tonnes is not null group by all
),
units as (select year as period, sum(output) as made from energy group by year)
select period, total / nullif(made, 0) as value
from (select period, sum(tonnes) as total from gas group by period having count(*) = 2) join units using (period)
