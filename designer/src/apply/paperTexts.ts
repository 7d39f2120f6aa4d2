import { texts } from '../shared/texts';

export const paperTexts = texts({
  documents: ['文书', 'Documents'],
  open: ['查看、打印', 'Read and print'],
  issued: ['{day} 出具', 'issued {day}'],
  newOne: ['新文书', 'New'],
  complaint: ['投诉', 'Complaint'],
  complain: ['我要投诉', 'Complain'],
  complainHint: ['投诉由监督部门处理，答复会显示在本页。', 'The supervising department handles it; its answer appears on this page.'],
  complainText: ['投诉内容', 'What went wrong'],
  textNeeded: ['请写明投诉内容', 'Say what went wrong'],
  send: ['提交投诉', 'Send the complaint'],
  notNow: ['暂不', 'Not now'],
  sent: ['投诉已提交。', 'Your complaint is sent.'],
  answer: ['答复：', 'Answer: '],
  unanswered: ['处理中', 'Under way'],
  upheld: ['投诉属实', 'Upheld'],
  dismissed: ['投诉不属实', 'Dismissed'],
  declined: ['不予受理', 'Not accepted'],
  withdrawn: ['已撤回', 'Withdrawn'],
  terminated: ['已终止', 'Ended without an answer'],
  about: ['被投诉的办件：', 'Complains of case '],
});
