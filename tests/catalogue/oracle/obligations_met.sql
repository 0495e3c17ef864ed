with late as (select quarter, count(*) as number from obligations where done is null or done > due group by quarter),
     owed as (select quarter, count(*) as number from obligations group by quarter)
select owed.quarter as period, 1 - coalesce(late.number, 0) / owed.number as value
from owed left join late on late.quarter = owed.quarter
