with complete as (select * from deliveries where on_time is not null and ordered is not null)
select month as period, sum(on_time) / nullif(sum(ordered), 0) as value from complete group by month
