-- What evidence refers to, proved by the statement and not by the row.
--
-- A foreign key is proved row by row, with a lock on each row that is referred to. Three quarters of the time in which a line of the
-- ledger was written went into that, and rows that all postings refer to, such as the place of what is consumed and the person who
-- posts, were locked and written by everyone at once. The locks are needed only where what is referred to can be removed. Here it
-- cannot: these tables lose no row and no row changes its id, which is generated always. So one query for each statement proves the same.

create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'evidence refers to rows of %: they are never removed', tg_table_name using errcode = '42501';
end $$;
create trigger person_stays before delete on person for each row execute function refuse_removal();
create trigger site_stays before delete on site for each row execute function refuse_removal();
create trigger place_stays before delete on place for each row execute function refuse_removal();
create trigger item_stays before delete on item for each row execute function refuse_removal();
create trigger lot_stays before delete on lot for each row execute function refuse_removal();
create trigger reserve_stays before delete on reserve for each row execute function refuse_removal();
create trigger person_stays_all before truncate on person for each statement execute function refuse_removal();
create trigger site_stays_all before truncate on site for each statement execute function refuse_removal();
create trigger place_stays_all before truncate on place for each statement execute function refuse_removal();
create trigger item_stays_all before truncate on item for each statement execute function refuse_removal();
create trigger lot_stays_all before truncate on lot for each statement execute function refuse_removal();
create trigger reserve_stays_all before truncate on reserve for each statement execute function refuse_removal();
create trigger document_stays_all before truncate on document for each statement execute function refuse_removal();

-- Each of these looks rows up by their keys, a row at a time, however many there are.
create function movement_refers() returns trigger language plpgsql as $$
declare bad bigint;
begin
  select m.id into bad from added m
  where (select true from document x where x.id = m.document_id) is null
     or (select true from lot x where x.id = m.lot_id and x.item_id = m.item_id) is null
     or (select true from reserve x where x.id = m.reserve_id) is null
     or (select true from place x where x.id = m.from_place_id) is null
     or (select true from place x where x.id = m.to_place_id) is null limit 1;
  if found then
    raise exception 'movement % refers to a document, lot of its item, reserve or place that is not there', bad using errcode = '23503', constraint = 'movement_refers_to_what_is_there', table = 'movement';
  end if;
  return null;
end $$;
create trigger movement_refers after insert on movement referencing new table as added for each statement execute function movement_refers();
alter table movement drop constraint movement_document_id_fkey, drop constraint movement_item_id_fkey, drop constraint movement_lot_id_fkey, drop constraint movement_reserve_id_fkey,
  drop constraint movement_from_place_id_fkey, drop constraint movement_to_place_id_fkey;

create function document_refers() returns trigger language plpgsql as $$
declare bad bigint;
begin
  select d.id into bad from added d
  where (select true from site x where x.id = d.site_id) is null
     or d.counter_site_id is not null and (select true from site x where x.id = d.counter_site_id) is null
     or d.person_id is not null and (select true from person x where x.id = d.person_id) is null limit 1;
  if found then
    raise exception 'document % refers to a site or person that is not there', bad using errcode = '23503', constraint = 'document_refers_to_what_is_there', table = 'document';
  end if;
  return null;
end $$;
create trigger document_refers after insert on document referencing new table as added for each statement execute function document_refers();
create trigger document_refers_anew after update on document referencing new table as added for each statement execute function document_refers();
alter table document drop constraint document_site_id_fkey, drop constraint document_counter_site_id_fkey, drop constraint document_person_id_fkey;

create function audit_entry_refers() returns trigger language plpgsql as $$
declare bad bigint;
begin
  select a.person_id into bad from added a where a.person_id is not null and (select true from person x where x.id = a.person_id) is null limit 1;
  if found then
    raise exception 'there is no person %', bad using errcode = '23503', constraint = 'audit_entry_refers_to_a_person', table = 'audit_entry';
  end if;
  return null;
end $$;
create trigger audit_entry_refers after insert on audit_entry referencing new table as added for each statement execute function audit_entry_refers();
alter table audit_entry drop constraint audit_entry_person_id_fkey;
-- A request key is no evidence: one of nobody answers nobody.
alter table request_key drop constraint request_key_person_id_fkey;

-- What changes seldom and every posting goes by: the catalogue, sites, rules of approval, consents, settings. Whoever keeps a copy
-- compares the sum of these versions, which rises in the transaction that changes one of the tables.
create table reference_version (
  table_name text primary key,
  version    bigint not null default 0
);
insert into reference_version (table_name) values ('approval_rule'), ('category'), ('item'), ('purpose_consent'), ('setting'), ('site'), ('substitution_member');
create function reference_changed() returns trigger language plpgsql as $$
begin
  update reference_version set version = version + 1 where table_name = tg_table_name;
  return null;
end $$;
create trigger approval_rule_versioned after insert or update or delete or truncate on approval_rule for each statement execute function reference_changed();
create trigger category_versioned after insert or update or delete or truncate on category for each statement execute function reference_changed();
create trigger item_versioned after insert or update or delete or truncate on item for each statement execute function reference_changed();
create trigger purpose_consent_versioned after insert or update or delete or truncate on purpose_consent for each statement execute function reference_changed();
create trigger setting_versioned after insert or update or delete or truncate on setting for each statement execute function reference_changed();
create trigger site_versioned after insert or update or delete or truncate on site for each statement execute function reference_changed();
create trigger substitution_member_versioned after insert or update or delete or truncate on substitution_member for each statement execute function reference_changed();

-- Levels stay, so that whoever has seen one need not look whether it is there.
create trigger stock_level_stays before delete on stock_level for each row execute function refuse_removal();
create trigger stock_level_stays_all before truncate on stock_level for each statement execute function refuse_removal();

-- What a row says, from its columns: whoever writes many rows gives their hashes along, in the one statement. The trigger, which costs
-- more than the hash, is for those who do not.
create function movement_hash_of(id bigint, document_id bigint, line_no integer, item_id bigint, lot_id bigint, reserve_id bigint, from_place_id bigint, to_place_id bigint, quantity numeric,
  occurred_at timestamptz, recorded_at timestamptz) returns bytea language sql stable as $$
  select sha256(convert_to(concat_ws('|', id, document_id, line_no, item_id, lot_id, reserve_id, from_place_id, to_place_id,
    trim_scale(quantity)::text, extract(epoch from occurred_at)::text, extract(epoch from recorded_at)::text), 'UTF8'))
$$;
create function audit_entry_hash_of(id bigint, at timestamptz, person_id bigint, role text, action text, object_kind text, object_id bigint, outcome text, request_id text, detail jsonb)
  returns bytea language sql stable as $$
  select sha256(convert_to(concat_ws('|', id, extract(epoch from at)::text, coalesce(person_id::text, '-'), role, action, object_kind,
    coalesce(object_id::text, '-'), outcome, request_id, detail::text), 'UTF8'))
$$;
drop trigger movement_hashed on movement;
create trigger movement_hashed before insert on movement for each row when (new.row_hash is null) execute function movement_seal_row();
drop trigger audit_entry_hashed on audit_entry;
create trigger audit_entry_hashed before insert on audit_entry for each row when (new.row_hash is null) execute function audit_entry_seal_row();
