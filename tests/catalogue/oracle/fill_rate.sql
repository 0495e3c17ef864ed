with complete as (select * from deliveries where delivered is not null and ordered is not null)
select month as period, sum(delivered) / nullif(sum(ordered), 0) as value from complete group by month
