with complete as (select * from service where requests_in_time is not null and requests is not null)
select month as period, sum(requests_in_time) / nullif(sum(requests), 0) as value from complete group by month
