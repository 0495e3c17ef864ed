with fresh as (select quarter, repeated from audits where reported >= first and reported <= last)
select quarter as period, sum(repeated::int) / count(*) as value from fresh group by quarter
