// What this department decides by, for everybody to read. Answers hold what the application says and this department needs.

/** More people in the kitchen than this: a training plan is asked for. */
const WORKERS_MAX = 20;

export function decide(answers = {}) {
  const workers = answers.foodWorkers ?? 0;
  return workers > WORKERS_MAX
    ? { kind: 'conditional', conditions: [`健康培训计划:从业人员 ${workers} 人,超过 ${WORKERS_MAX} 人`] }
    : { kind: 'positive' };
}

/** The command that answers an event; null when the event asks for nothing here. */
export function replyTo(event, department) {
  const task = event.data;
  if (event.type !== 'dev.onego.task.opened.v1' || task.kind !== 'review' || task.department !== department) return null;
  return {
    specversion: '1.0',
    // Made from the event's id: whoever gets the event twice asks twice for the same, which happens once.
    id: `opinion-${event.id}`,
    source: `/departments/${department}`,
    type: 'dev.onego.opinion.give.v1',
    subject: event.subject,
    datacontenttype: 'application/json',
    data: { taskId: task.taskId, ...decide(task.answers ?? undefined) },
  };
}
