-- The mean level of a party's two judges; no figure while one of them has not judged.
select period, party, case when count("level") = 2 then avg("level") end as value
from ratings where criterion = 'communication' group by period, party
