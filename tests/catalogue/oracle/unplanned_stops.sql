with complete as (select * from capacity where lost is not null and reserved is not null)
select month as period, sum(lost) / nullif(sum(reserved), 0) as value from complete group by month
