import { texts } from '../shared/texts';

/** Names of the kinds of rules, by their words on the wire. */
export const ruleTexts = texts({
  clockYellow: ['即将到期', 'Little time left'],
  clockRed: ['已逾期', 'Overdue'],
  stepOverdue: ['环节逾期而全程未逾期', 'Step overdue, case not'],
  lateHandover: ['逾时未签收', 'Not taken on in time'],
  supplementTwice: ['多次补正', 'Supplement asked twice'],
  supplementLate: ['补正告知过晚', 'Supplement asked late'],
  reasonMissing: ['缺少理由或依据', 'Reason or basis missing'],
});
