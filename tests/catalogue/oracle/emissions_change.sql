-- How much more or less than in the base year, over the sources that have both figures.
select period, party, (sum(tonnes) - sum(base_tonnes)) / nullif(sum(base_tonnes), 0) as value
from emissions where tonnes + base_tonnes is not null and scope in ('scope 1', 'scope 2 market')
group by period, party
