select period, party, sum(trained) / nullif(sum(in_scope), 0) as value
from people where trained + in_scope is not null group by period, party
