/**
 * The schema of a history, version by version: `user_version` says how many of these the file has seen. A version is never changed once
 * it was released; what comes later is appended. docs/history.md explains the tables.
 */
export const schemaVersions: readonly string[] = [
  `
  create table document (            -- JSON that many rows share, deflated (zlib)
    id integer primary key,
    sha256 blob not null unique,     -- of the JSON
    body blob not null
  );
  create table run (
    id integer primary key,
    series text not null,            -- runs of one series audit the same thing: a schedule, or the files and targets of a command line
    started_at text not null,
    finished_at text,                -- null: it was killed, or is under way
    as_of text,
    complete integer,                -- 0: interrupted
    not_audited integer,
    version text,                    -- of certmuster
    summary text,                    -- JSON: counts of causes, endpoints and outcomes
    context integer references document (id),  -- run.json of a saved run, without what the next two have
    stores integer references document (id),
    deployments integer references document (id),
    addresses integer references document (id),         -- what names resolved to
    site_run text,                   -- its name towards workers of other sites, until it has ended and left no results at a broker
    unique (series, started_at)
  );
  create table certificate (
    id integer primary key,
    sha256 text not null unique,
    der blob not null,
    subject text, issuer text, serial_number text, not_before text, not_after text, names text, usages text, key_sha256 text,
    error text                       -- why it cannot be decoded; then the fields before are null
  );
  create index certificate_by_end on certificate (not_after);
  create table chain (
    id integer primary key,
    sha256 blob not null unique      -- of the fingerprints in order
  );
  create table chain_certificate (
    chain integer not null references chain (id),
    position integer not null,       -- 0: the leaf
    certificate integer not null references certificate (id),
    primary key (chain, position)
  ) without rowid;
  create index chain_certificate_by_certificate on chain_certificate (certificate);
  create table endpoint (
    id integer primary key,
    key text not null unique,        -- its id in reports
    deployment text, role text not null, server text, host text not null, address text, port integer,
    site text,                       -- that it is to be seen from, in the last run that audited it; null: none was declared
    seen_from text                   -- the site it was seen from then; null: from where the scan ran, or it was not seen
  );
  create index endpoint_by_host on endpoint (host);
  create table observation (         -- what an endpoint showed, from the first run until the last in which it was the same
    id integer primary key,
    endpoint integer not null references endpoint (id),
    first_run integer not null references run (id),
    last_run integer not null references run (id),
    chain integer not null references chain (id),
    chain_without_name integer references chain (id),   -- without SNI; null: not dialed so, or no certificate
    facts integer references document (id),             -- the rest of the observation; null: imported from a report, so it cannot be judged again
    config integer references document (id),            -- the endpoint as it was declared last
    latest blob,                                        -- what differs each time (instants, staples, fetched evidence), of the last run; deflated JSON
    new_leaf integer                                    -- its leaf (certificate.id) if the endpoint presented another one before; else null
  );
  create index observation_by_endpoint on observation (endpoint, first_run);
  create index observation_by_chain on observation (chain);
  create index observation_with_new_leaf on observation (first_run, new_leaf) where new_leaf is not null;
  create table state (               -- how an endpoint was judged or why it did not answer, from the first run until the last
    id integer primary key,
    endpoint integer not null references endpoint (id),
    first_run integer not null references run (id),
    last_run integer not null references run (id),
    verdict text not null,
    failure text                     -- JSON { stage, kind, message } if no certificate was seen
  );
  create index state_by_endpoint on state (endpoint, first_run);
  create index state_by_run on state (last_run);
  create table target (              -- which endpoints a series audits
    series text not null,
    endpoint integer not null references endpoint (id),
    first_run integer not null references run (id),
    last_run integer not null references run (id),
    primary key (series, endpoint)
  ) without rowid;
  create table cause (               -- an interval in which a cause was there, with one severity
    id integer primary key,
    series text not null,
    key text not null,
    severity text not null,
    waived integer not null,
    fault text not null,
    title text not null,             -- of the last run
    first_run integer not null references run (id),
    last_run integer not null references run (id),
    gone_run integer references run (id),   -- the first run that looked and did not find it; null: it stands
    body integer not null references document (id)   -- the cause as the last report has it
  );
  create index cause_by_key on cause (series, key, first_run);
  create index cause_standing on cause (series) where gone_run is null;
  create table cause_endpoint (
    cause integer not null references cause (id) on delete cascade,
    endpoint integer not null references endpoint (id),
    primary key (cause, endpoint)
  ) without rowid;
  create index cause_endpoint_by_endpoint on cause_endpoint (endpoint);
  create table last_report (         -- what monitors show of an endpoint, as a series judged it
    series text not null,
    endpoint integer not null references endpoint (id),
    run integer not null,            -- the last that audited it
    verdict text not null,           -- of that run
    body blob not null,              -- its report of the last run in which it presented a certificate, shortened; deflated JSON
    primary key (series, endpoint)
  );
  create table schedule (            -- of the service
    name text primary key,
    timing text not null,            -- its cron expression and time zone
    since text not null              -- when the service first knew it with that timing: nothing is made up for from before
  ) without rowid;
  create table occurrence (          -- a due run of a schedule that has ended, written together with the end of its run
    schedule text not null,
    due_at text not null,
    run integer references run (id), -- null: it could not be started
    error text,                      -- why
    primary key (schedule, due_at)
  ) without rowid;
  create table notification (        -- what a channel is told at once, written together with the end of the run that it is about
    id integer primary key,
    message text not null unique,    -- its id for receivers, the same in every attempt
    channel text not null,
    created_at text not null,
    body text not null,              -- JSON
    status text not null,            -- pending, delivered, or dead: given up, which is shown
    attempts integer not null default 0,
    next_at text,                    -- when a pending one is tried
    ended_at text,                   -- when it was delivered or given up
    error text                       -- of the last attempt
  );
  create index notification_by_status on notification (status, channel, id);
  create table told (                -- what a channel knows of a cause
    channel text not null,
    series text not null,            -- empty: of the service itself
    key text not null,
    standing integer not null,       -- 0: it was reported as fixed
    unstable integer not null,       -- it came back soon after it was fixed
    told_at text not null,
    change text not null,            -- JSON, as it was reported last
    primary key (channel, series, key)
  ) without rowid;
  create table reviewed (            -- that a channel has heard of a series
    channel text not null,
    series text not null,
    baseline integer not null,       -- 0: not even what stood at first
    held integer not null,           -- 1: something waits for the end of quiet hours
    primary key (channel, series)
  ) without rowid;
  create table channel (             -- of the configuration
    name text primary key,
    failing_since text,              -- null: the last attempt was a success, or there was none
    error text,
    delivered integer not null default 0,   -- notifications, since the channel is known
    failed integer not null default 0       -- attempts
  ) without rowid;
  `,
];
