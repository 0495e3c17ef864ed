select now.period, now.party, sum(past.loss) / nullif(sum(past.loss_of_all), 0) as value
from joint_statement now join joint_statement past on past.party = now.party and past.last <= now.last
group by now.period, now.party
