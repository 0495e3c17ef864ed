-- Tonnes by party and year; a party without a row that has a figure for this scope has none.
select period, party, sum(tonnes) as value from emissions where scope = 'scope 2 location' group by period, party
