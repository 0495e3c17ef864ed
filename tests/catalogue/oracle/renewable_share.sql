-- A site's row counts where it has both figures.
select quarter as period, sum(renewable_mwh) / nullif(sum(mwh), 0) as value
from energy where mwh + renewable_mwh is not null group by quarter
