-- Documents: their life from draft to posted, approval, and the kinds of documents that need it.

alter table document drop constraint document_kind_check, add constraint document_kind_check check (kind in ('RECEIPT','ISSUE','TRANSFER','COUNT','ADJUSTMENT','SCRAP',
  'RETURN','RECOVERY','ASSEMBLY','BREAK_UP','RELEASE_ORDER','REVERSAL','DISPATCH','DELIVERY'));
alter table document drop constraint document_state_check, add constraint document_state_check check (state in ('DRAFT','SUBMITTED','APPROVED','POSTED','REFUSED','CANCELLED',
  'IN_TRANSIT','REVERSED'));
alter table document alter column number drop not null;
alter table document
  add column revision        integer not null default 1,   -- grows with every change of the content; approvals are for one revision
  add column content         jsonb,                        -- the input as it was typed, of a document that began as a draft or waits for approval
  add column approvals_asked smallint not null default 0 check (approvals_asked between 0 and 2), -- how many persons the rules asked for when it was posted
  add column state_note      text not null default '',     -- why it was refused or cancelled
  add column returns_id      bigint references document,   -- the issue whose goods come back by it
  add column posted_by       bigint references person,     -- who posted what had been waiting; null: its author
  add column created_at      timestamptz not null default now(),
  -- A number is drawn when the document is posted, so that numbers stay without gaps.
  add constraint document_numbered_when_posted check ((number is not null) = (state in ('POSTED','IN_TRANSIT','REVERSED')));
create index document_waiting on document (id) where state in ('DRAFT','SUBMITTED','APPROVED','REFUSED');
-- What is on its way is looked at all day, among millions of documents that have arrived.
create index document_in_transit on document (occurred_at) where kind = 'TRANSFER' and state = 'IN_TRANSIT';
create index waybill_in_transit on waybill (issued_at) where state = 'IN_TRANSIT';
create index document_returns on document (returns_id) where returns_id is not null;

-- The one table of what a document may become. The program holds the same table (a test compares them); this one is for everybody.
create table document_transition (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
);
insert into document_transition values
  ('DRAFT','SUBMITTED'), ('DRAFT','POSTED'), ('DRAFT','IN_TRANSIT'), ('DRAFT','CANCELLED'),
  ('SUBMITTED','DRAFT'), ('SUBMITTED','APPROVED'), ('SUBMITTED','POSTED'), ('SUBMITTED','REFUSED'), ('SUBMITTED','CANCELLED'),
  ('APPROVED','DRAFT'), ('APPROVED','POSTED'), ('APPROVED','IN_TRANSIT'), ('APPROVED','REFUSED'), ('APPROVED','CANCELLED'),
  ('REFUSED','DRAFT'), ('REFUSED','SUBMITTED'), ('REFUSED','CANCELLED'),
  ('IN_TRANSIT','POSTED'), ('POSTED','REVERSED');
create trigger document_transition_fixed before insert or update or delete on document_transition for each row execute function refuse_change();

-- When approval is asked for. Every condition that a rule states must be met; a rule in force is ended and written anew, never
-- changed, so that what was asked for at any past moment can be proved.
create table approval_rule (
  id             bigint generated always as identity primary key,
  kind           text not null check (kind in ('ISSUE','TRANSFER','ADJUSTMENT','SCRAP','RETURN')),
  reason         text not null default '',          -- of the document, such as LOAN; empty: any
  value_from     quantity check (value_from >= 0),  -- yuan; documents worth so much or more, or of unknown worth; null: any
  hazard_classes text[] not null default '{}',      -- an item of one of these classes; empty: no condition
  programme      text not null default '' check (programme in ('','SPECIAL_NEED','MAJOR_EVENT')), -- goods of this programme; empty: no condition
  persons        smallint not null constraint approval_rule_persons check (persons in (1, 2)),
  note           text not null default '',
  from_at        timestamptz not null default now(),
  to_at          timestamptz,                       -- null: in force
  constraint approval_rule_in_order check (to_at is null or to_at >= from_at)
);
create unique index approval_rule_unique on approval_rule (kind, reason, value_from, hazard_classes, programme) nulls not distinct where to_at is null;
create function approval_rule_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.to_at is not null or new.to_at is null
     or (new.id, new.kind, new.reason, new.hazard_classes, new.programme, new.persons, new.from_at) is distinct from (old.id, old.kind, old.reason, old.hazard_classes, old.programme, old.persons, old.from_at)
     or new.value_from is distinct from old.value_from then
    raise exception 'an approval rule is ended, never changed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger approval_rule_evidence before update or delete on approval_rule for each row execute function approval_rule_change();
-- What a district begins with. An administrator may end each of them.
insert into approval_rule (kind, value_from, hazard_classes, programme, persons, note) values
  ('SCRAP', null, '{}', '', 1, '报废不得一人签批'),
  ('ADJUSTMENT', 5000, '{}', '', 1, '大额差异'),
  ('RETURN', 50000, '{}', '', 1, '大额退货'),
  ('ISSUE', null, '{2.1,2.3,3,4.1,4.2,4.3,5.1,5.2,6.1,8}', '', 2, '危险品两人审批'),
  ('TRANSFER', null, '{2.1,2.3,3,4.1,4.2,4.3,5.1,5.2,6.1,8}', '', 2, '危险品两人审批'),
  ('SCRAP', null, '{2.1,2.3,3,4.1,4.2,4.3,5.1,5.2,6.1,8}', '', 2, '危险品两人审批'),
  ('ISSUE', null, '{}', 'SPECIAL_NEED', 2, '特需物资两人审批');

-- A quality hold keeps part of a lot at a place from being used, and from nothing else: goods can be received beside it, and what
-- turns out to be missing shortens it.
create table quality_hold (
  id          bigint generated always as identity primary key,
  place_id    bigint not null,
  lot_id      bigint not null,
  reserve_id  bigint not null,
  quantity    quantity not null constraint quality_hold_quantity_positive check (quantity > 0),
  reason      text not null check (reason in ('SUSPECT','DAMAGED','FAILED_TEST','RECALL','AWAITING_INSPECTION','FAILED_INSPECTION','OTHER')),
  note        text not null default '',
  state       text not null default 'LIVE' check (state in ('LIVE','RELEASED','TAKEN')),
  document_id bigint references document,           -- the document that waits to take these goods; null: none
  split_of    bigint references quality_hold,
  person_id   bigint references person,
  created_at  timestamptz not null default now(),
  closed_by   bigint references person,
  closed_note text not null default '',
  closed_at   timestamptz,
  foreign key (place_id, lot_id, reserve_id) references balance,
  check ((state = 'LIVE') = (closed_at is null))
);
create index quality_hold_live on quality_hold (place_id, lot_id, reserve_id) where state = 'LIVE';
create index quality_hold_document on quality_hold (document_id) where document_id is not null;

alter table balance
  add column on_hold quantity not null default 0 constraint balance_on_hold_not_negative check (on_hold >= 0), -- kept by the trigger below
  add constraint balance_on_hold_within_on_hand check (reserved + on_hold <= on_hand);
create function quality_hold_count() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.state = 'LIVE' then
    update balance set on_hold = on_hold - old.quantity
     where place_id = old.place_id and lot_id = old.lot_id and reserve_id = old.reserve_id;
  end if;
  if tg_op <> 'DELETE' and new.state = 'LIVE' then
    update balance set on_hold = on_hold + new.quantity
     where place_id = new.place_id and lot_id = new.lot_id and reserve_id = new.reserve_id;
  end if;
  return null;
end $$;
-- Two triggers, so that claiming a hold for a document leaves its balance alone.
create trigger quality_hold_counted_rows after insert or delete on quality_hold for each row execute function quality_hold_count();
create trigger quality_hold_counted after update of quantity, state on quality_hold for each row
  when (old.quantity <> new.quantity or old.state <> new.state) execute function quality_hold_count();

-- The lines of a document that waits: decided when it was submitted, with the goods set aside for each.
create table document_line (
  id             bigint generated by default as identity primary key,
  document_id    bigint not null references document,
  line_no        integer not null,
  item_id        bigint not null references item,
  lot_id         bigint not null references lot,
  reserve_id     bigint not null references reserve,
  from_place_id  bigint not null references place,
  to_place_id    bigint not null references place,
  quantity       quantity not null constraint document_line_quantity_positive check (quantity > 0),
  reservation_id bigint references reservation,
  hold_id        bigint references quality_hold,
  constraint document_line_unique unique (document_id, line_no)
);

-- Who said yes or no to which revision. Evidence.
create table document_approval (
  id          bigint generated always as identity primary key,
  document_id bigint not null references document,
  revision    integer not null,
  person_id   bigint not null references person,
  decision    text not null check (decision in ('APPROVED','REFUSED')),
  reason      text not null default '',
  decided_at  timestamptz not null default now(),
  constraint document_approval_once unique (document_id, revision, person_id),
  constraint document_refusal_has_reason check (decision = 'APPROVED' or reason <> '')
);
create trigger document_approval_evidence before update or delete on document_approval for each row execute function refuse_change();
create trigger document_approval_evidence_all before truncate on document_approval for each statement execute function refuse_change();
create function document_approval_check() returns trigger language plpgsql as $$
declare d document;
begin
  select * into d from document where id = new.document_id;
  if d.person_id = new.person_id then
    raise exception 'nobody decides upon a document of their own' using errcode = '23514', constraint = 'document_approval_not_own';
  end if;
  if d.state not in ('SUBMITTED','APPROVED') or d.revision <> new.revision then
    raise exception 'only what is submitted is decided upon, as it is now' using errcode = '23514', constraint = 'document_approval_of_what_stands';
  end if;
  return new;
end $$;
create trigger document_approval_checked before insert on document_approval for each row execute function document_approval_check();

-- Lines stand once somebody has approved them: whoever wants others raises the revision, which makes the approvals void.
create function document_line_check() returns trigger language plpgsql as $$
begin
  if exists (select 1 from document d join document_approval a on a.document_id = d.id and a.revision = d.revision and a.decision = 'APPROVED'
             where d.id = case tg_op when 'INSERT' then new.document_id else old.document_id end) then
    raise exception 'approved lines stand' using errcode = '23514', constraint = 'document_line_stands';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger document_line_checked before insert or update or delete on document_line for each row execute function document_line_check();

-- How many persons the rules in force ask for, over the lines of a document that waits.
create function document_approvals_asked(d document) returns integer language sql stable as $$
  select coalesce(max(r.persons), 0) from approval_rule r,
    (select case when bool_and(t.unit_cost is not null) then sum(l.quantity * t.unit_cost) end as value, array_agg(i.hazard_class) as hazards, array_agg(v.programme) as programmes
     from document_line l join lot t on t.id = l.lot_id join item i on i.id = l.item_id join reserve v on v.id = l.reserve_id where l.document_id = d.id) c
  where r.to_at is null and r.kind = d.kind and r.reason in ('', d.reason) and d.counter_site_id is distinct from d.site_id
    and (r.value_from is null or c.value is null or c.value >= r.value_from)
    and (r.hazard_classes = '{}' or r.hazard_classes && c.hazards) and (r.programme = '' or r.programme = any(c.programmes))
$$;

-- A document goes through its life by the table above, is not posted without its approvals, and never changes once posted.
create function document_life() returns trigger language plpgsql as $$
declare have integer; asked integer;
begin
  if tg_op = 'INSERT' then
    raise exception 'a document begins as a draft, submitted or posted' using errcode = '23514', constraint = 'document_state_allowed';
  end if;
  if new.state <> old.state and not exists (select 1 from document_transition t where t.from_state = old.state and t.to_state = new.state) then
    raise exception 'a document that is % does not become %', old.state, new.state using errcode = '23514', constraint = 'document_state_allowed';
  end if;
  if old.state in ('POSTED','IN_TRANSIT','REVERSED') and
     (new.id, new.number, new.kind, new.reason, new.site_id, new.counter_site_id, new.incident_id, new.note, new.occurred_at, new.recorded_at, new.person_id, new.posted_by, new.reverses_id,
      new.completes_id, new.returns_id, new.revision, new.content, new.approvals_asked, new.created_at)
     is distinct from
     (old.id, old.number, old.kind, old.reason, old.site_id, old.counter_site_id, old.incident_id, old.note, old.occurred_at, old.recorded_at, old.person_id, old.posted_by, old.reverses_id,
      old.completes_id, old.returns_id, old.revision, old.content, old.approvals_asked, old.created_at) then
    raise exception 'a posted document never changes' using errcode = '23514', constraint = 'document_posted_stands';
  end if;
  if old.state not in ('POSTED','IN_TRANSIT','REVERSED') then
    if (new.content, new.kind, new.reason, new.site_id, new.counter_site_id, new.incident_id, new.person_id) is distinct from
       (old.content, old.kind, old.reason, old.site_id, old.counter_site_id, old.incident_id, old.person_id) and new.revision <= old.revision or new.revision < old.revision then
      raise exception 'changed content has a higher revision' using errcode = '23514', constraint = 'document_revision_grows';
    end if;
    if new.state in ('APPROVED','POSTED','IN_TRANSIT') then
      asked := greatest(document_approvals_asked(new), new.approvals_asked);
      select count(distinct a.person_id) into have from document_approval a
       where a.document_id = new.id and a.revision = new.revision and a.decision = 'APPROVED' and a.person_id is distinct from new.person_id;
      if have < asked then
        raise exception '% of % approvals', have, asked using errcode = '23514', constraint = 'document_approved';
      end if;
    end if;
  end if;
  return new;
end $$;
create trigger document_begun before insert on document for each row when (new.state in ('APPROVED','REFUSED','CANCELLED','REVERSED')) execute function document_life();
create trigger document_lives before update on document for each row execute function document_life();
create trigger document_evidence before delete on document for each row execute function refuse_change();

-- The appraisal of goods proposed for scrapping, and what became of them.
create table scrap_appraisal (
  id           bigint generated always as identity primary key,
  document_id  bigint not null references document,
  revision     integer not null,
  person_id    bigint not null references person,
  finding      text not null check (finding in ('UNUSABLE','REPAIRABLE','USABLE')),
  note         text not null constraint scrap_appraisal_has_note check (note <> ''),
  appraised_at timestamptz not null default now(),
  constraint scrap_appraised_once unique (document_id, revision)
);
create trigger scrap_appraisal_evidence before update or delete on scrap_appraisal for each row execute function refuse_change();
create table scrap_disposal (
  document_id bigint primary key references document,
  way         text not null check (way in ('DESTROYED','RECYCLED','SOLD','HANDED_OVER','WRITTEN_OFF')),
  proceeds    quantity not null constraint scrap_proceeds_not_negative check (proceeds >= 0), -- yuan
  note        text not null default '',
  person_id   bigint references person,
  disposed_at timestamptz not null default now()
);
create trigger scrap_disposal_evidence before update or delete on scrap_disposal for each row execute function refuse_change();

-- Recovery: goods that came back wait on hold until they are cleaned, inspected, and restocked with a grade or rejected.
alter table place drop constraint place_kind_check, add constraint place_kind_check check (kind in ('SITE','IN_TRANSIT','SUPPLIER','DONOR','PRODUCER','OWNER','CONSUMED','SCRAPPED',
  'LOST','DIFFERENCE','REGRADED'));
insert into place (kind) values ('REGRADED'); -- what leaves a lot here joins another lot of the item, of a lower grade
alter table lot add column condition_grade text not null default 'A' check (condition_grade in ('A','B','C')); -- A as new, B used, C worn but fit for use
create table recovery_line (
  id             bigint generated always as identity primary key,
  document_id    bigint not null references document,       -- the receipt by which they came back
  line_no        integer not null,
  hold_id        bigint not null references quality_hold,
  quantity       quantity not null check (quantity > 0),
  state          text not null check (state in ('AWAITING_CLEANING','AWAITING_INSPECTION','INSPECTED')),
  cleaned_at     timestamptz,
  cleaned_by     bigint references person,
  grade_a        quantity not null default 0 check (grade_a >= 0),
  grade_b        quantity not null default 0 check (grade_b >= 0),
  grade_c        quantity not null default 0 check (grade_c >= 0),
  rejected       quantity not null default 0 check (rejected >= 0), -- stays on hold until it is scrapped
  missing        quantity not null default 0 check (missing >= 0),  -- went amiss while it waited
  regrading_id   bigint references document,                -- the document that moved goods to lots of a lower grade
  note           text not null default '',
  inspected_at   timestamptz,
  inspected_by   bigint references person,
  constraint recovery_line_unique unique (document_id, line_no),
  constraint recovery_outcomes_complete check (state <> 'INSPECTED' or grade_a + grade_b + grade_c + rejected + missing = quantity)
);
create index recovery_line_open on recovery_line (id) where state <> 'INSPECTED';

-- What a trip was planned to carry and did not load: the rest stays reserved for another trip, or was let go.
create table short_load (
  trip_id            bigint not null references trip,
  allocation_line_id bigint not null references allocation_line,
  planned            quantity not null,
  loaded             quantity not null constraint short_load_not_negative check (loaded >= 0),
  reason             text not null check (reason in ('NO_ROOM','TOO_HEAVY','NOT_READY','GOODS_NOT_FOUND','DAMAGED','OTHER')),
  note               text not null default '',
  released           boolean not null,
  primary key (trip_id, allocation_line_id),
  constraint short_load_is_short check (loaded < planned)
);
create trigger short_load_evidence before update or delete on short_load for each row execute function refuse_change();
