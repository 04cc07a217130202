with

counted_invitations as (

    select * from {{ ref('int_counted_invitations') }}

),

referred as (

    select
        invitee_person_key as person_key,
        min(accepted_at) as first_accepted_at
    from counted_invitations
    where invitee_person_key is not null and accepted_at is not null
    group by invitee_person_key

)

select * from referred
