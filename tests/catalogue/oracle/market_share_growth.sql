with share as (
    select p.number, p.period, sum(m.alliance_sales) / nullif(sum(m.size), 0) as part
    from periods p left join market m on m.quarter = p.period group by all
)
select now.period, 100 * now.part - 100 * before.part as value
from share now left join share before on before.number + 4 = now.number
