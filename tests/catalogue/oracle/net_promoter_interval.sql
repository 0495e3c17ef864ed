with answers as (
    select quarter, case when score >= 9 then 100 when score <= 6 then -100 else 0 end as points
    from recommendations where score is not null
)
select quarter as period, 1.645 * stddev_pop(points) / sqrt(count(*)) as value from answers group by quarter
