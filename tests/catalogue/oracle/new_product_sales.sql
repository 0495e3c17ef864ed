-- No figure while the sales of one launch are unknown; 0 in a reported year without a launch.
select p.period,
  case when count(i.result) = count(i.first_year_sales) then coalesce(sum(i.first_year_sales), 0) end as value
from periods p left join innovations i on i.day between p.first and p.last and i.kind = 'product' group by p.period
