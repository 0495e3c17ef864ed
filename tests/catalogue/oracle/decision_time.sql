-- The middle of the sorted numbers of days, or the mean of the two in the middle.
with days as (
  select quarter, date_diff('day', asked, decided) as days,
    row_number() over (partition by quarter order by date_diff('day', asked, decided)) as place,
    count(*) over (partition by quarter) as many
  from decisions where decided is not null
)
select quarter as period, avg(days) as value from days where abs(2 * place - many - 1) <= 1 group by quarter
