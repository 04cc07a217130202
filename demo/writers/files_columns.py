"""The columns of the company's own files: one line a table, `name type` a column."""

TABLES = """
contacts: contact_id str, email str, company_id str, first_name str, last_name str,
    job_title str, country str, source str, source_detail str, owner str, created_at tstz,
    is_deleted bool, recorded_at tstz
companies: company_id str, crm_company_id str, name str, domain str, industry str, country str,
    employees int, relation str, created_at tstz, is_deleted bool, recorded_at tstz
deals: deal_id str, contact_id str, company_id str, kind str, outcome str, reason str,
    amount dec, currency str, owner str, created_at tstz, closed_at tstz, is_deleted bool,
    recorded_at tstz
activities: activity_id str, activity str, contact_id str, email str, company_id str,
    occurred_at tstz, owner str, detail str, campaign str, is_automatic bool, is_deleted bool,
    recorded_at tstz
attribute_values: value_id str, contact_id str, email str, company_id str, attribute str, value str,
    changed_at tstz, recorded_at tstz
web_events: event_id str, visitor_id str, session_id str, contact_id str, email str,
    event_name str, page_url str, referrer_url str, utm_source str, utm_medium str,
    utm_campaign str, occurred_at tstz, recorded_at tstz
product_events: event_id str, company_id str, contact_id str, email str, product str,
    event_name str, occurred_at tstz, recorded_at tstz
sales_feedback: feedback_id str, contact_id str, email str, verdict str, reason str,
    given_by str, given_at tstz, recorded_at tstz
erasure_requests: request_id str, email str, contact_id str, requested_at tstz
contracts: contract_id str, company_id str, product str, started_on date, ended_on date,
    price dec, billing_period str, billing_interval int, discount dec, discount_until date,
    currency str, previous_contract_id str, end_reason str, recorded_at tstz
contract_pauses: contract_id str, paused_on date, resumed_on date, recorded_at tstz
invoices: invoice_id str, company_id str, contract_id str, refunds_invoice_id str, kind str,
    issued_on date, paid_at tstz, amount dec, currency str, recorded_at tstz
costs: cost_id str, incurred_on date, category str, team str, channel str, amount dec,
    currency str
campaign_codes: platform str, campaign_id str, utm_source str, utm_medium str, utm_campaign str
survey_responses: response_id str, survey str, kind str, contact_id str, email str,
    company_id str, score int, sent_at tstz, answered_at tstz, recorded_at tstz
referral_invitations: invitation_id str, company_id str, contact_id str, email str,
    invitee_email str, sent_at tstz, accepted_at tstz, recorded_at tstz
reviews: review_id str, kind str, platform str, company_id str, contact_id str, email str,
    rating rating, url str, asked_at tstz, answered_at tstz, permission_at tstz,
    published_at tstz, recorded_at tstz
social_accounts: platform str, account_id str, date date, followers int, reach int,
    impressions int, engagements int, link_clicks int
exchange_rates: date date, from_currency str, to_currency str, rate rate
calendar: calendar_id str, date date, is_business_day bool, opens_at time, closes_at time,
    holiday str
"""
