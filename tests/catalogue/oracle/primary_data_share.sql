-- Tonnes from suppliers' own data among all tonnes of scope 3 for which both are known.
select period, party, sum("primary") / nullif(sum(tonnes), 0) as value
from emissions where scope = 'scope 3' and tonnes + "primary" is not null
group by period, party
