namespace Workflow.Postgres.Log;

/// <summary>
/// The statements of one append, in the order in which they are sent. Each takes the whole batch as arrays. The items
/// that <see cref="Verdict"/> accepts are noted in the transaction-local setting onego.accepted, one boolean an item,
/// and everything after writes only for those.
/// Arrays are unnested in a select list, column beside column: in "from", each column would be put down and read again by itself.
/// </summary>
/// <remarks>Played by Backend and Store in tests/Workflow.Core.Tests/Simulation: whoever changes one changes the other.</remarks>
internal static class WriterSql
{
    /// <summary>
    /// A statement of its own: the ones after it get a snapshot that sees everything committed before. Says beside how long it waited:
    /// the transaction began with it, and its columns are evaluated in their order.
    /// </summary>
    public const string Lock = "select pg_advisory_xact_lock(1332634951, 1), clock_timestamp() - transaction_timestamp()";

    /// <summary>
    /// An item is accepted when none of its commands was accepted before and its stream stands at the expected version.
    /// Gives a row for every command accepted before, and last one row with the database's time and the verdicts.
    /// </summary>
    public const string Verdict =
        """
        with known as (
          select a.item, c.principal, c.source, c.id, c.stream_id, c.body_hash, c.version, c.position
          from (select unnest($1::int[]) as item, unnest($2::text[]) as principal, unnest($3::text[]) as source, unnest($4::text[]) as id) a
          join command c using (principal, source, id)
        ), item as (
          select i.* from (
            select unnest($5::int[]) as item, unnest($6::text[]) as stream_id, unnest($7::text[]) as kind, unnest($8::bigint[]) as expected,
              unnest($9::bigint[]) as added, unnest($10::timestamptz[]) as at) i
          where i.item not in (select item from known)
        ), created as (
          insert into mt_streams (id, type, version, timestamp, created)
          select stream_id, kind, added, at, at from item where expected = 0 and added > 0
          on conflict (id) do nothing
          returning id
        ), moved as (
          update mt_streams s set version = i.expected + i.added, timestamp = i.at
          from item i
          where s.id = i.stream_id and i.expected > 0 and i.added > 0 and s.version = i.expected
          returning i.item
        ), unchanged as (
          select i.item from item i left join mt_streams s on s.id = i.stream_id
          where i.added = 0 and coalesce(s.version, 0) = i.expected
        ), accepted as (
          -- "is true" and the place in the select list below keep these subqueries hashed; as joins of guessed sizes they
          -- would be nested loops over the whole batch.
          select i.item from item i where i.expected = 0 and i.added > 0 and (i.stream_id in (select id from created)) is true
          union all select item from moved
          union all select item from unchanged
        )
        select item, principal, source, id, stream_id, body_hash, version, position, null::timestamptz, null::boolean[] from known
        union all
        select null, null, null, null, null, null, null, null, clock_timestamp(),
          set_config('onego.accepted', (
            select array_agg(i.item in (select item from accepted) order by i.item)::text from unnest($5::int[]) as i(item)), true)::boolean[]
        """;

    /// <summary>
    /// Events and the commands that made them. Positions are drawn in the events' order, after the versions are secured,
    /// and given back in it. A command's position is that of its last event, counted off in the order of both; one that
    /// was accepted without events has the position of the version that it found, which a command before it in this batch may have made.
    /// </summary>
    public const string Events =
        """
        with written as (
          insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, headers)
          select nextval('mt_events_sequence'), e.id, e.stream_id, e.version, e.data, e.type, e.at, e.dotnet_type, e.headers
          from (
            select unnest($1::int[]) as item, unnest($2::uuid[]) as id, unnest($3::text[]) as stream_id, unnest($4::bigint[]) as version,
              unnest($5::jsonb[]) as data, unnest($6::text[]) as type, unnest($7::timestamptz[]) as at, unnest($8::text[]) as dotnet_type,
              unnest($9::jsonb[]) as headers) e
          where (select current_setting('onego.accepted')::boolean[])[e.item]
          returning seq_id
        ), noted as (
          insert into command (principal, source, id, stream_id, body_hash, version, position, at)
          select c.principal, c.source, c.id, c.stream_id, c.body_hash, c.version,
            case when sum(c.events) over (partition by c.item order by c.ordinal rows unbounded preceding) > 0
              then (select array_agg(seq_id) from written)[sum(c.events) over (order by c.ordinal rows unbounded preceding)]
              else coalesce((select e.seq_id from mt_events e where e.stream_id = c.stream_id and e.version = c.version), 0) end,
            clock_timestamp()
          from (
            select unnest($10::int[]) as item, unnest($11::int[]) as ordinal, unnest($12::text[]) as principal, unnest($13::text[]) as source,
              unnest($14::text[]) as id, unnest($15::text[]) as stream_id, unnest($16::bytea[]) as body_hash, unnest($17::bigint[]) as version,
              unnest($18::int[]) as events) c
          where (select current_setting('onego.accepted')::boolean[])[c.item]
        )
        select seq_id from written
        """;

    /// <summary>No "on conflict": a second key would make the first one's values unreadable.</summary>
    public const string KeysMade =
        """
        insert into case_key (stream_id, key)
        select k.stream_id, k.key from (select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bytea[]) as key) k
        where (select current_setting('onego.accepted')::boolean[])[k.item]
        """;

    public const string KeysErased =
        """
        delete from case_key k
        using (select unnest($1::int[]) as item, unnest($2::text[]) as stream_id) e
        where k.stream_id = e.stream_id and (select current_setting('onego.accepted')::boolean[])[e.item]
        """;

    public const string Cases =
        """
        insert into case_row (stream_id, case_number, region, joint_item, title, status, applicant_account, personal,
          filed_at, changed_at, due_at, card, departments, test_clock, version, rating)
        select r.stream_id, r.case_number, r.region, r.joint_item, r.title, r.status, r.applicant_account, r.personal,
          r.filed_at, r.changed_at, r.due_at, r.card, string_to_array(r.departments, E'\x1f'), r.test_clock, r.version, r.rating
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::text[]) as case_number, unnest($4::text[]) as region,
              unnest($5::text[]) as joint_item, unnest($6::text[]) as title, unnest($7::smallint[]) as status, unnest($8::text[]) as applicant_account,
              unnest($9::text[]) as personal, unnest($10::timestamptz[]) as filed_at, unnest($11::timestamptz[]) as changed_at,
              unnest($12::timestamptz[]) as due_at, unnest($13::smallint[]) as card, unnest($14::text[]) as departments, unnest($15::boolean[]) as test_clock,
              unnest($16::bigint[]) as version, unnest($17::smallint[]) as rating) r
        where (select current_setting('onego.accepted')::boolean[])[r.item]
        on conflict (stream_id) do update set
          case_number = excluded.case_number, region = excluded.region, joint_item = excluded.joint_item, title = excluded.title,
          status = excluded.status, applicant_account = excluded.applicant_account, personal = excluded.personal,
          filed_at = excluded.filed_at, changed_at = excluded.changed_at, due_at = excluded.due_at, card = excluded.card,
          departments = excluded.departments, test_clock = excluded.test_clock, version = excluded.version, rating = excluded.rating
        """;

    /// <summary>Only what can change of a case that was there before.</summary>
    public const string CasesChanged =
        """
        update case_row c set
          status = r.status, personal = r.personal, changed_at = r.changed_at, due_at = r.due_at, card = r.card,
          departments = string_to_array(r.departments, E'\x1f'), version = r.version, rating = r.rating
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::smallint[]) as status, unnest($4::text[]) as personal,
              unnest($5::timestamptz[]) as changed_at, unnest($6::timestamptz[]) as due_at, unnest($7::smallint[]) as card, unnest($8::text[]) as departments,
              unnest($9::bigint[]) as version, unnest($10::smallint[]) as rating) r
        where c.stream_id = r.stream_id and (select current_setting('onego.accepted')::boolean[])[r.item]
        """;

    public const string Tasks =
        """
        insert into task_row (stream_id, task_id, case_number, region, department, kind, title, element, state, assignee,
          opened_at, closed_at, due_at, card, personal, joint_item, service_item, urged_at)
        select r.stream_id, r.task_id, r.case_number, r.region, r.department, r.kind, r.title, r.element, r.state, r.assignee,
          r.opened_at, r.closed_at, r.due_at, r.card, r.personal, r.joint_item, r.service_item, r.urged_at
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as task_id, unnest($4::text[]) as case_number,
              unnest($5::text[]) as region, unnest($6::text[]) as department, unnest($7::text[]) as kind, unnest($8::text[]) as title,
              unnest($9::text[]) as element, unnest($10::smallint[]) as state, unnest($11::text[]) as assignee, unnest($12::timestamptz[]) as opened_at,
              unnest($13::timestamptz[]) as closed_at, unnest($14::timestamptz[]) as due_at, unnest($15::smallint[]) as card, unnest($16::text[]) as personal,
              unnest($17::text[]) as joint_item, unnest($18::text[]) as service_item, unnest($19::timestamptz[]) as urged_at) r
        where (select current_setting('onego.accepted')::boolean[])[r.item]
        on conflict (stream_id, task_id) do update set
          case_number = excluded.case_number, region = excluded.region, department = excluded.department, kind = excluded.kind,
          title = excluded.title, element = excluded.element, state = excluded.state, assignee = excluded.assignee,
          opened_at = excluded.opened_at, closed_at = excluded.closed_at, due_at = excluded.due_at, card = excluded.card,
          personal = excluded.personal, joint_item = excluded.joint_item, service_item = excluded.service_item, urged_at = excluded.urged_at
        """;

    /// <summary>Only what can change of a task that was there before.</summary>
    public const string TasksChanged =
        """
        update task_row t set
          department = r.department, state = r.state, assignee = r.assignee, closed_at = r.closed_at, due_at = r.due_at, card = r.card,
          personal = r.personal, urged_at = r.urged_at
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as task_id, unnest($4::text[]) as department,
              unnest($5::smallint[]) as state, unnest($6::text[]) as assignee, unnest($7::timestamptz[]) as closed_at, unnest($8::timestamptz[]) as due_at,
              unnest($9::smallint[]) as card, unnest($10::text[]) as personal, unnest($11::timestamptz[]) as urged_at) r
        where t.stream_id = r.stream_id and t.task_id = r.task_id and (select current_setting('onego.accepted')::boolean[])[r.item]
        """;

    public const string TimersGone =
        """
        delete from timer t using (select unnest($1::int[]) as item, unnest($2::text[]) as stream_id) g
        where t.stream_id = g.stream_id and (select current_setting('onego.accepted')::boolean[])[g.item]
        """;

    /// <summary>A moved timer is nobody's and has never been tried.</summary>
    public const string Timers =
        """
        insert into timer (stream_id, due_at)
        select r.stream_id, r.due_at from (select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::timestamptz[]) as due_at) r
        where (select current_setting('onego.accepted')::boolean[])[r.item]
        on conflict (stream_id) do update set due_at = excluded.due_at, lease_until = null, lease_owner = null, attempts = 0
        """;

    public const string JobsGone =
        """
        delete from job j using (select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as activity) g
        where j.stream_id = g.stream_id and j.activity = g.activity and (select current_setting('onego.accepted')::boolean[])[g.item]
        """;

    public const string Jobs =
        """
        insert into job (stream_id, activity, type, element, retries, available_at, pauses)
        select r.stream_id, r.activity, r.type, r.element, r.retries, r.available_at, string_to_array(r.pauses, ' ')::bigint[]
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as activity, unnest($4::text[]) as type,
              unnest($5::text[]) as element, unnest($6::int[]) as retries, unnest($7::timestamptz[]) as available_at, unnest($8::text[]) as pauses) r
        where (select current_setting('onego.accepted')::boolean[])[r.item]
        on conflict (stream_id, activity) do update set
          type = excluded.type, element = excluded.element, retries = excluded.retries, available_at = excluded.available_at,
          pauses = excluded.pauses, lease_until = null, worker = null, tries = 0, failed_at = null, last_code = null, last_detail = null, last_failure = null
        """;

    public const string IncidentsGone =
        """
        delete from incident i using (select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as incident) g
        where i.stream_id = g.stream_id and i.incident = g.incident and (select current_setting('onego.accepted')::boolean[])[g.item]
        """;

    /// <summary>Instant and position are those of the event that raised it, which the same transaction wrote, or an earlier one.</summary>
    public const string Incidents =
        """
        insert into incident (stream_id, incident, version, position, raised_at, case_number, region, joint_item, definition, definition_version,
          element, activity, tokens, done, code, detail, cause, pattern)
        select r.stream_id, r.incident, r.version, e.seq_id, e.timestamp, r.case_number, r.region, r.joint_item, r.definition, r.definition_version,
          r.element, r.activity, string_to_array(r.tokens, ' ')::bigint[], r.done, r.code, r.detail, r.cause, r.pattern
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as incident, unnest($4::bigint[]) as version,
              unnest($5::text[]) as case_number, unnest($6::text[]) as region, unnest($7::text[]) as joint_item, unnest($8::text[]) as definition,
              unnest($9::int[]) as definition_version, unnest($10::text[]) as element, unnest($11::bigint[]) as activity, unnest($12::text[]) as tokens,
              unnest($13::boolean[]) as done, unnest($14::text[]) as code, unnest($15::text[]) as detail, unnest($16::text[]) as cause,
              unnest($17::text[]) as pattern) r
        join mt_events e on e.stream_id = r.stream_id and e.version = r.version
        where (select current_setting('onego.accepted')::boolean[])[r.item]
        on conflict (stream_id, incident) do update set
          version = excluded.version, position = excluded.position, raised_at = excluded.raised_at, tokens = excluded.tokens, done = excluded.done,
          code = excluded.code, detail = excluded.detail, cause = excluded.cause, pattern = excluded.pattern
        """;

    public const string WaitsGone =
        """
        delete from case_wait w using (select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as subscription) g
        where w.stream_id = g.stream_id and w.subscription = g.subscription and (select current_setting('onego.accepted')::boolean[])[g.item]
        """;

    /// <summary>Position and time are those of the event that began the wait, written before in the same batch.</summary>
    public const string Waits =
        """
        insert into case_wait (stream_id, subscription, kind, name, address, element, region, joint_item, position, since)
        select r.stream_id, r.subscription, r.kind, r.name, r.address, r.element, r.region, r.joint_item, e.seq_id, e.timestamp
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as subscription, unnest($4::smallint[]) as kind,
              unnest($5::text[]) as name, unnest($6::bytea[]) as address, unnest($7::text[]) as element, unnest($8::text[]) as region,
              unnest($9::text[]) as joint_item, unnest($10::bigint[]) as version) r
        cross join lateral (
          -- With an order of its own this is looked up row by row, whatever the planner believes of the sizes.
          select seq_id, timestamp from mt_events where stream_id = r.stream_id and version = r.version
          order by version limit 1) e
        where (select current_setting('onego.accepted')::boolean[])[r.item]
        on conflict (stream_id, subscription) do update set
          kind = excluded.kind, name = excluded.name, address = excluded.address, element = excluded.element, region = excluded.region,
          joint_item = excluded.joint_item, position = excluded.position, since = excluded.since
        """;

    public const string Documents =
        """
        insert into document (kind, id, version, region, json)
        select r.kind, r.id, r.version, r.region, r.json
        from (
            select unnest($1::int[]) as item, unnest($2::text[]) as kind, unnest($3::text[]) as id, unnest($4::int[]) as version, unnest($5::text[]) as region,
              unnest($6::jsonb[]) as json) r
        where (select current_setting('onego.accepted')::boolean[])[r.item]
        on conflict (kind, id) do update set version = excluded.version, region = excluded.region, json = excluded.json
        """;

    /// <summary>Once a batch: last position and touched streams; the position alone when their names do not fit (8000 bytes).</summary>
    public const string Notify =
        """
        select pg_notify('onego', case when octet_length(whole) < 7900 then whole else brief end)
        from (
          select json_build_object('node', $1::text, 'position', (select max(seq_id) from mt_events), 'streams', json_agg(t.stream_id))::text as whole,
            json_build_object('node', $1::text, 'position', (select max(seq_id) from mt_events))::text as brief
          from (select unnest($2::int[]) as item, unnest($3::text[]) as stream_id) t
          where (select current_setting('onego.accepted')::boolean[])[t.item]
          having count(*) > 0
        ) p
        """;

    /// <summary>Ends the connection that a lost batch went out on, should it still live: after that it writes nothing.</summary>
    public const string Fence = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid = $1 and backend_start = $2";

    /// <summary>
    /// Ends a holder of the writer's lock that waits for its client, be it for the rest of a batch, for the next statement or until a reply
    /// is read: a node that was stopped. No timeout of the database covers that wait before PostgreSQL 17, so whoever waited in
    /// vain for the lock does it. The same node's writers that stand in line are ended too, or each would be waited for in its turn.
    /// </summary>
    public const string EndIdleHolder =
        """
        with holder as materialized (
          select a.pid, a.application_name
          from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where l.locktype = 'advisory' and l.granted and l.classid = 1332634951 and l.objid = 1 and l.objsubid = 2
            and l.database = (select oid from pg_database where datname = current_database())
            and a.wait_event_type = 'Client' and greatest(a.query_start, a.state_change) < clock_timestamp() - interval '1 second')
        select pg_terminate_backend(a.pid)
        from pg_stat_activity a join holder h on a.pid = h.pid
          or (a.datname = current_database() and a.application_name = h.application_name and a.application_name like 'onego writer %' and a.wait_event = 'advisory')
        """;

    /// <summary>Who we are, to be fenced off later; and, where the database knows it, a limit on the whole transaction.</summary>
    public const string Identify =
        """
        select pid, backend_start,
          case when current_setting('server_version_num')::int >= 170000 then set_config('transaction_timeout', '8s', false) end
        from pg_stat_activity where pid = pg_backend_pid()
        """;

    /// <summary>
    /// Writes something that nobody reads. Its commit, like every other, waits for the synchronous standby where there is one; so once it
    /// is confirmed, everything that this server holds is safe. What stands in the log of a primary that crashed, or whose wait was
    /// cut short, is not, though it can be read there.
    /// </summary>
    public const string Confirm = "select pg_logical_emit_message(true, 'onego', '')";

    /// <summary>A standby that is there confirms in milliseconds; asked again until it does.</summary>
    public const int ConfirmSeconds = 10;

    /// <summary>Said when PostgreSQL warns instead of confirming.</summary>
    public const string NotConfirmed = "the commit was not confirmed by the standby";

    public const string LookUp =
        """
        select c.principal, c.source, c.id, c.stream_id, c.body_hash, c.version, c.position
        from (select unnest($1::text[]) as principal, unnest($2::text[]) as source, unnest($3::text[]) as id) a join command c using (principal, source, id)
        """;

    /// <summary>Committed events after what is known of each stream, with the stream's key beside the first of them: one snapshot.</summary>
    public const string Read =
        """
        select r.ordinal, e.version, e.seq_id, e.type, e.timestamp, e.data, e.headers->>'hash', case when e.version = r.known + 1 then k.key end
        from (select unnest($1::int[]) as ordinal, unnest($2::text[]) as stream_id, unnest($3::bigint[]) as known) r
        cross join lateral (
          -- With an order of its own this is looked up stream by stream, whatever the planner believes of the sizes.
          select version, seq_id, type, timestamp, data, headers from mt_events
          where stream_id = r.stream_id and version > r.known
          order by version limit $4) e
        left join case_key k on k.stream_id = r.stream_id
        order by r.ordinal, e.version
        """;
}
