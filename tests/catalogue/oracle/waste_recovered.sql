-- A site's row counts where it has both figures.
select quarter as period, sum(recovered) / nullif(sum(waste), 0) as value
from energy where waste + recovered is not null group by quarter
