with complete as (select * from projects where deliverables_done is not null and deliverables_due is not null)
select quarter as period, sum(deliverables_done) / nullif(sum(deliverables_due), 0) as value from complete group by quarter
