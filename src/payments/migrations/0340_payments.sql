CREATE TABLE payments (
    payment_id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    draft_id TEXT NOT NULL,
    draft_revision INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    service TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('opening', 'open', 'held', 'used', 'failed')),
    failure TEXT NOT NULL,
    provider_payment TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    paid_at INTEGER NOT NULL,
    look_at INTEGER NOT NULL,
    refunded INTEGER NOT NULL,
    refunding TEXT NOT NULL,
    helper TEXT NOT NULL,
    mandate TEXT NOT NULL,
    CHECK (refunded >= 0 AND refunded <= amount)
) STRICT;
CREATE INDEX payments_by_draft ON payments (draft_id, created_at);
CREATE INDEX payments_by_case ON payments (case_id, created_at);
CREATE INDEX payments_by_look ON payments (state, look_at);
CREATE INDEX payments_by_time ON payments (created_at);
CREATE TABLE refunds (
    refund_id TEXT NOT NULL PRIMARY KEY,
    payment_id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'failed')),
    why TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    reason_record TEXT NOT NULL,
    provider_refund TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    done_at INTEGER NOT NULL,
    look_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refunds_by_payment ON refunds (payment_id, asked_at);
CREATE INDEX refunds_by_look ON refunds (state, look_at);
CREATE INDEX refunds_by_time ON refunds (asked_at);
