import { texts } from '../shared/texts';

export const roleTexts = texts({
  applicant: ['申请人', 'Applicant'],
  window: ['窗口', 'Window'],
  officer: ['经办人', 'Officer'],
  supervisor: ['督办人员', 'Supervisor'],
  designer: ['流程设计', 'Designer'],
  auditor: ['审计', 'Auditor'],
  integrator: ['集成系统', 'Integrator'],
  administrator: ['管理员', 'Administrator'],
});
