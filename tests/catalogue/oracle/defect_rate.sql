with complete as (select * from deliveries where defective is not null and delivered is not null)
select month as period, sum(defective) / nullif(sum(delivered), 0) as value from complete group by month
