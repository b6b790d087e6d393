-- Evidence that names the row, and is proved fast.

-- The functions were declared immutable, which what they call is not (concat_ws is stable), so that PostgreSQL called them row by
-- row instead of writing their bodies into the query: proving the chain took more than twice as long. What they say is the same.
create or replace function movement_hash(m movement) returns bytea language sql stable as $$
  select sha256(convert_to(concat_ws('|', m.id, m.document_id, m.line_no, m.item_id, m.lot_id, m.reserve_id, m.from_place_id, m.to_place_id,
    trim_scale(m.quantity)::text, extract(epoch from m.occurred_at)::text, extract(epoch from m.recorded_at)::text), 'UTF8'))
$$;
create or replace function audit_entry_hash(e audit_entry) returns bytea language sql stable as $$
  select sha256(convert_to(concat_ws('|', e.id, extract(epoch from e.at)::text, coalesce(e.person_id::text, '-'), e.role, e.action, e.object_kind,
    coalesce(e.object_id::text, '-'), e.outcome, e.request_id, e.detail::text), 'UTF8'))
$$;

-- A seal says which ids it covers (ids have gaps where a transaction was rolled back) and keeps four bytes of each row's hash, so
-- that a row taken out, put in or changed together with its hash is named, not only the seal that it breaks. Both are part of the
-- chain. Seals made before have neither.
alter table seal
  add column ids   int8multirange,
  add column marks bytea,                           -- of each row in order, the first four bytes of its hash
  add constraint seal_names_its_rows check ((ids is null) = (marks is null) and (marks is null or length(marks) = 4 * rows));
