-- Copies (抄送) are few among the events; the lists of copies read them by this index.
create index mt_events_copies on mt_events (type, stream_id) where type in ('copy_sent', 'copy_read');
