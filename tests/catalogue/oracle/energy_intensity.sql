-- A site's row counts where it has both energy and units.
select quarter as period, sum(mwh) / nullif(sum(output), 0) as value
from energy where mwh + output is not null group by quarter
