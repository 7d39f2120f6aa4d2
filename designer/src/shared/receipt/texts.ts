import { texts } from '../texts';

export const receiptTexts = texts({
  title: ['收件回执', 'Receipt'],
  sent: ['申请已提交', 'Your application was received'],
  sentHint: ['各部门现在同时办理。请保存这张回执：凭编号和查询码，不登录也能看进度。', 'All departments work on it at once. Keep this receipt: number and code show the progress without a sign-in.'],
  keep: ['凭编号和查询码，不登录也能看进度。', 'Number and code show the progress without a sign-in.'],
  caseNumber: ['办件编号', 'Case number'],
  code: ['查询码', 'Code'],
  codeGone: ['查询码已失效', 'The code is no longer valid'],
  region: ['办理地区', 'Place'],
  comma: ['，', '; '],
  applicant: ['申请人', 'Applicant'],
  filedAt: ['收件时间', 'Received'],
  limit: ['承诺时限', 'Promised limit'],
  statutory: ['法定 {n}', '{n} by law'],
  dueFrom: ['自受理之日起计算', 'counted from acceptance'],
  materials: ['已收材料', 'Materials received'],
  materialsNone: ['没有随申请提交材料', 'None with the application'],
  scan: ['扫码查看进度', 'Scan to see the progress'],
  qr: ['查询进度的二维码', 'Square code that leads to the progress'],
  print: ['打印回执', 'Print'],
  progress: ['查看进度', 'Progress'],
});
